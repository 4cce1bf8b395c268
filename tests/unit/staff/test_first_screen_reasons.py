"""The first staff screen answers "why is it out of service, and what do I do" for every reason that there is."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.bidi import plain
from kiosk.base.clock import BRUSSELS
from kiosk.base.languages import LANGUAGES
from kiosk.events.generated import OutReason, ServiceCause
from kiosk.health.servicelevel import Level, OpenState, StaffOut, service_level
from kiosk.queue.errors import EXPLAINED, Refusal, RefusalCode
from kiosk.staff.actions import StaffFacts
from kiosk.staff.mode import Inside, Page, Tab
from kiosk.staff.views import staff_view

START = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
DEVICES = ("card", "printer", "camera", "panel", "scanner", "speech", "display")
LOST = Health(DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE)


def known(devices=None, **given):
    all_well = dict.fromkeys(DEVICES, Health(DeviceState.READY)) | (devices or {})
    base = {"store_ok": True, "opening": OpenState(), "staff_out": None, "clock_ok": True, "office_ok": True}
    return service_level(all_well, **(base | given))


CAUSES = {
    ServiceCause.STAFF: [known(staff_out=StaffOut(reason, START, end)) for reason in OutReason for end in (None, START + timedelta(hours=2))],
    ServiceCause.SOFTWARE: [known(failed=True)],
    ServiceCause.STORE: [known(store_ok=False), known(shared_ok=False)],
    ServiceCause.STARTING: [known(store_ok=None)],
    ServiceCause.CLOSED: [known(opening=OpenState(open=False, opens_at=end)) for end in (None, START + timedelta(days=3))],
    ServiceCause.OFFICE: [known(office_ok=False)],
    ServiceCause.CLOCK: [known(clock_ok=False), known(clock_ok=None)],
    ServiceCause.PAPER: [known({"printer": Health(DeviceState.DEGRADED, Reason.MEDIA_LOW)})],
    **{cause: [known({cause.value: Health(DeviceState.UNAVAILABLE, reason)}) for reason in Reason if reason not in (Reason.OK, Reason.DISABLED)]
       for cause in (ServiceCause.CARD, ServiceCause.PRINTER, ServiceCause.CAMERA, ServiceCause.PANEL, ServiceCause.SCANNER, ServiceCause.SPEECH, ServiceCause.DISPLAY)},
}  # fmt: skip


def facts_of(level, **facts):
    return StaffFacts(
        "gent-1", "Stadskantoor", START, 1000.0, level, dict.fromkeys(DEVICES, Health(DeviceState.READY)),
        today=None, yesterday=None, staff_out=next((g.staff_out for g in level.reasons if g.staff_out), None), **facts,
    )  # fmt: skip


def first_screen(level, language, **facts):
    return staff_view(Inside("s2345", 900.0, 990.0), facts_of(level, **facts), language)


def test_the_reasons_are_all_of_them():
    assert set(CAUSES) == set(ServiceCause) - {ServiceCause.NONE}


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.value)
def test_the_gravest_reason_stands_first_with_what_to_do_in_every_language(cause):
    for level in CAUSES[cause]:
        assert level.cause is cause
        english = first_screen(level, "en").rows[0]
        for language in LANGUAGES:
            view = first_screen(level, language)
            row = view.rows[0]
            assert row.label
            assert row.text
            assert row.detail, (cause, level)
            assert row.tone.value == ("stop" if level.level is Level.OUT_OF_SERVICE else "attention")
            if language != "en":
                assert (row.text, row.detail) != (english.text, english.detail), (language, english)


@pytest.mark.parametrize("code", [code for code in RefusalCode if code in EXPLAINED], ids=lambda code: code.value)
def test_why_the_store_gives_no_number_is_said_in_its_own_words(code):
    refused = Refusal(code)
    for language in LANGUAGES:
        row = first_screen(known(store_ok=False), language, store_ok=False, store_refused=refused).rows[0]
        assert row.text
        assert row.detail


# what a sentence puts between quotes, in every language; "kiosk doctor" is typed elsewhere
QUOTED = re.compile(r"[“„«]\s*(.+?)\s*[”“»]")


def quoted(view):
    return {plain(found) for row in view.rows for found in QUOTED.findall(row.detail)} - {"kiosk doctor"}


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.value)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_a_step_names_is_on_that_screen_under_that_very_name(cause, language):
    for level in CAUSES[cause]:
        view = first_screen(level, language)
        labels = {plain(action.label) for action in (*view.actions, *view.tabs)}
        assert quoted(view) <= labels, level
        assert len(view.actions) <= 6
        assert all(action.enabled for action in view.actions if plain(action.label) in quoted(view))


def test_some_steps_do_name_buttons():
    named = set().union(*(quoted(first_screen(level, "en")) for levels in CAUSES.values() for level in levels))
    assert named >= {"Restart: Card reader", "Restart the kiosk", "Paper changed", "Test print", "Cut", "Software",
                     "Export the log to a file", "Out of service", "Back in service"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_everything_broken_at_once_a_step_names_the_way_to_its_button(language):
    lost = {name: Health(DeviceState.UNAVAILABLE, Reason.SOFTWARE_ERROR) for name in DEVICES if name != "printer"}
    level = known(lost | {"printer": Health(DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY)}, failed=True, store_ok=False)
    view = first_screen(level, language)
    assert len(view.actions) == 6
    labels = {plain(action.label) for action in (*view.actions, *view.tabs)}
    elsewhere = quoted(view) - labels
    assert elsewhere
    for way in elsewhere:
        tab, *_, label = way.split(" › ")
        assert tab in {plain(action.label) for action in view.tabs}
        assert label not in labels


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in (Reason.OK, Reason.DISABLED)])
def test_the_list_of_devices_and_the_printers_screen_name_their_own_buttons(language, reason):
    level = known({name: Health(DeviceState.UNAVAILABLE, reason) for name in DEVICES})
    for mode in (Inside("s2345", 0.0, 0.0, page=Page.DEVICES), Inside("s2345", 0.0, 0.0, tab=Tab.PRINTER)):
        devices = {name: Health(DeviceState.UNAVAILABLE, reason) for name in DEVICES}
        view = staff_view(mode, replace(facts_of(level), devices=devices), language)
        labels = {plain(action.label) for action in (*view.actions, *view.tabs)}
        assert {name for name in quoted(view) if " › " not in name} <= labels
        # the way is for what is not here
        assert not {name for name in quoted(view) if name.split(" › ")[-1] in labels and " › " in name}


def test_what_has_no_worker_of_its_own_is_not_offered_a_restart():
    for level in (known(store_ok=None), known({"display": Health(DeviceState.UNAVAILABLE, Reason.SOFTWARE_ERROR)})):
        keys = {action.key for action in first_screen(level, "en").actions}
        assert not any(key.startswith("staff.act.restart_device") for key in keys)
        assert "staff.act.restart_application" in keys


def test_staff_s_own_out_of_service_can_be_ended_there():
    view = first_screen(CAUSES[ServiceCause.STAFF][0], "nl")
    assert view.actions[0].key == "staff.in"
