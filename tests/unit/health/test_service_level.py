"""The service level: what it takes from the kiosk, what it says, and that it clears by itself."""

import re
from datetime import datetime, timedelta

import pytest

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.base.mender import Mender
from kiosk.events.generated import Event, OutReason, ServiceCause
from kiosk.events.log import EventLog
from kiosk.health.faults import _AT_DEVICE, EFFECTS, FAULTS, NAMES, Press, explain, explain_health
from kiosk.health.servicelevel import (
    OUT_TEXTS,
    STEADY_SECONDS,
    Capability,
    Level,
    OpenState,
    StaffOut,
    service_level,
    steady,
)
from kiosk.station.journal import ServiceJournal

NOW = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)
READY = Health(DeviceState.READY)
ALL = dict.fromkeys(("card", "printer", "camera", "panel", "speech", "display"), READY)


def level(devices=ALL, **given):
    known = {"store_ok": True, "opening": OpenState(), "staff_out": None, "clock_ok": True, "office_ok": True}
    return service_level(devices, **(known | given))


def down(device, reason=Reason.NOT_REACHABLE):
    return ALL | {device: Health(DeviceState.UNAVAILABLE, reason)}


def test_everything_ready_is_open_and_can_do_everything():
    fine = level()
    assert (fine.level, fine.reasons, fine.can) == (Level.OPEN, (), frozenset(Capability))


def test_a_lost_scanner_is_the_scanner_and_never_hides_a_lost_reader():
    scanner = {"scanner": Health(DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE)}
    assert level(ALL | scanner).cause is ServiceCause.SCANNER
    both = level(down("card") | scanner)
    assert both.cause is ServiceCause.CARD
    assert "card reader" in both.banners[0]


@pytest.mark.parametrize(
    ("device", "lost", "says"),
    [
        ("card", Capability.READ_CARD, "Only tickets without a card"),
        ("printer", Capability.PRINT, "Tickets are shown on the screen only"),
        ("camera", Capability.SCAN, "type the code"),
        ("panel", Capability.KEYS, "keys and lights"),
        ("speech", Capability.SPEAK, "voice"),
    ],
)
def test_a_device_that_is_lost_degrades_and_takes_one_capability_only(device, lost, says):
    worse = level(down(device))
    assert worse.level is Level.DEGRADED
    assert worse.can == frozenset(Capability) - {lost}
    assert says in worse.banners[0]


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.DISABLED])
@pytest.mark.parametrize("device", ["card", "printer", "camera", "panel", "speech"])
def test_no_reason_of_such_a_device_closes_the_kiosk(device, reason):
    for state in DeviceState:
        worse = level(ALL | {device: Health(state, reason)})
        assert worse.level is not Level.OUT_OF_SERVICE
        assert Capability.TICKET in worse.can


def test_a_device_that_is_not_fitted_is_no_fault():
    assert level({"card": READY, "printer": READY}).level is Level.OPEN
    assert level(down("camera", Reason.DISABLED)).level is Level.OPEN
    assert Capability.SCAN not in level(down("camera", Reason.DISABLED)).can


def test_silence_is_not_good():
    mute = level(ALL | {"printer": Health(DeviceState.UNKNOWN)})
    assert mute.level is Level.DEGRADED
    assert Capability.PRINT not in mute.can
    assert explain_health("printer", Health(DeviceState.UNKNOWN)).reason is Reason.NOT_RESPONDING


def test_paper_near_its_end_worries_staff_and_no_resident():
    low = level(ALL | {"printer": Health(DeviceState.DEGRADED, Reason.MEDIA_LOW)})
    assert (low.level, low.banners, low.cause) == (Level.OPEN, (), ServiceCause.PAPER)
    assert [ground.explanation.reason for ground in low.reasons] == [Reason.MEDIA_LOW]
    assert Capability.PRINT in low.can


def test_without_the_store_there_are_no_numbers():
    lost = level(store_ok=False)
    assert lost.level is Level.OUT_OF_SERVICE
    assert lost.cause is ServiceCause.STORE
    assert Capability.TICKET not in lost.can


def test_before_the_store_has_answered_the_kiosk_says_that_it_starts():
    starting = level(store_ok=None)
    assert starting.cause is ServiceCause.STARTING
    assert "starting" in starting.banners[0]


def test_a_dead_screen_is_out_of_service():
    assert level(down("display", Reason.NOT_RESPONDING)).level is Level.OUT_OF_SERVICE


def test_an_unchecked_or_unknown_clock_takes_the_dates_away():
    for answer in (False, None):
        unsure = level(clock_ok=answer)
        assert unsure.level is Level.DEGRADED
        assert Capability.DATES not in unsure.can


def test_an_office_that_is_not_set_up_is_no_fault_and_a_silent_one_is():
    assert level(office_ok=None).level is Level.OPEN
    assert Capability.LOOK_UP not in level(office_ok=None).can
    assert level(office_ok=False).level is Level.DEGRADED


def test_closed_hours_say_when_it_opens_again():
    opens = NOW + timedelta(hours=22)
    closed = level(opening=OpenState(open=False, opens_at=opens))
    assert (closed.level, closed.until) == (Level.OUT_OF_SERVICE, opens)


def test_staff_come_before_everything_else_and_say_until_when():
    out = level(down("printer"), staff_out=StaffOut(OutReason.CABLING, NOW, NOW + timedelta(hours=3)))
    assert (out.level, out.cause, out.until) == (Level.OUT_OF_SERVICE, ServiceCause.STAFF, NOW + timedelta(hours=3))
    assert out.banners[0] == OUT_TEXTS[OutReason.CABLING]
    assert len(out.reasons) == 2


def test_the_latest_known_end_counts_and_one_unknown_end_makes_it_unknown():
    staff = StaffOut(OutReason.CLEANING, NOW, NOW + timedelta(hours=1))
    closed = OpenState(open=False, opens_at=NOW + timedelta(hours=2))
    assert level(staff_out=staff, opening=closed).until == NOW + timedelta(hours=2)
    assert level(staff_out=staff, opening=closed, store_ok=False).until is None


def test_staff_s_own_words_do_not_appear_when_the_level_is_printed():
    assert "Karel" not in repr(StaffOut(OutReason.OTHER, NOW, None, note="Karel is ill"))


def test_a_printer_that_blinks_is_not_seen_and_one_that_stays_away_is():
    fine, lost = level(), level(down("printer"))
    shown = steady(None, fine, 0.0)
    shown = steady(shown, lost, 10.0)
    assert shown.shown == fine
    shown = steady(shown, fine, 10.5)
    shown = steady(shown, lost, 11.0)
    shown = steady(shown, lost, 11.0 + STEADY_SECONDS - 0.01)
    assert shown.shown == fine
    shown = steady(shown, lost, 11.0 + STEADY_SECONDS)
    assert (shown.shown, shown.shown_since) == (lost, 11.0 + STEADY_SECONDS)
    assert steady(shown, fine, 14.0).shown == fine


def test_out_of_service_is_shown_at_once():
    assert steady(steady(None, level(), 0.0), level(store_ok=False), 1.0).shown.level is Level.OUT_OF_SERVICE


def test_every_change_of_the_level_is_one_event_with_its_duration():
    log = EventLog(ManualClock(NOW), kiosk="k")
    journal = ServiceJournal(log)
    for now, fresh in ((0.0, level()), (5.0, level(down("printer"))), (6.0, level(down("printer"))), (65.0, level())):
        journal.observe(fresh, now)
    said = [dict(record.fields) for record in reversed(log.recent()) if record.event is Event.SERVICE_LEVEL_CHANGED]
    assert said == [
        {"before": "open", "now": "degraded", "cause": "printer", "seconds": 5.0},
        {"before": "degraded", "now": "open", "cause": "none", "seconds": 60.0},
    ]


class TestCatalogue:
    @pytest.mark.parametrize("reason", list(Reason))
    def test_every_reason_has_words_for_both_someone_who_mends_it_and_an_event(self, reason):
        fault = FAULTS[reason]
        assert fault.resident
        assert fault.staff
        assert isinstance(fault.event, Event)
        if fault.mender in (Mender.STAFF, Mender.TECHNICIAN, Mender.RESIDENT):
            assert fault.steps

    def test_residents_read_short_sentences_without_technical_words(self):
        words = [f.resident for f in FAULTS.values()] + list(EFFECTS.values()) + list(OUT_TEXTS.values())
        for text in words:
            for sentence in re.split(r"(?<=[.:?!]) ", text):
                assert len(sentence.split()) < 15, sentence
            assert not re.search(r"PC/SC|pcscd|USB|device|software|error|status", text), text

    def test_staff_always_read_what_to_do_first(self):
        for fault in FAULTS.values():
            for step in fault.steps:
                text = step.text if isinstance(step, Press) else step
                assert text.endswith(".")
                # a button's label is never spelled: it may change, and it is another one in every language
                assert "“" not in text.replace("“{button}”", "").replace("“kiosk doctor”", "")
                assert ("{button}" in text) == isinstance(step, Press)

    @pytest.mark.parametrize("device", sorted(NAMES))
    @pytest.mark.parametrize("reason", list(Reason))
    def test_every_device_with_every_reason_is_explained(self, device, reason):
        told = explain(device, reason, usable=False)
        assert told.effect == EFFECTS[device]
        assert told.fault.staff

    def test_special_words_are_for_devices_that_exist(self):
        assert {device for device, _ in _AT_DEVICE} <= set(NAMES)

    def test_a_device_of_an_unknown_name_is_explained_in_general_words(self):
        assert explain("lift", Reason.NOT_REACHABLE, usable=False).effect == FAULTS[Reason.NOT_REACHABLE].resident
