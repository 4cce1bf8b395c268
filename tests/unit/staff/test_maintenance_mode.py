"""Maintenance mode behind its door: the acts, the screens, the way out, and what the log keeps of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from devices.api.health import DeviceState, Health, Reason
from devices.api.others import CodeSeen, KeyPressed, PadKey
from kiosk.base.clock import BRUSSELS
from kiosk.events.generated import ActResult, Event, OutReason, StaffAct
from kiosk.staff.actions import Unprinted
from kiosk.staff.audit import verify
from kiosk.staff.mode import LEAVE_SECONDS
from kiosk.views.view import Tone


def test_maintenance_mode_closes_by_itself_after_five_minutes_without_a_touch(bench):
    bench.enter()
    bench.clock.advance(LEAVE_SECONDS - 1)
    bench.session.press("staff.tab.events")
    bench.clock.advance(LEAVE_SECONDS - 1)
    bench.session.tick()
    assert bench.session.active
    bench.clock.advance(1)
    bench.session.tick()
    assert not bench.session.active
    left = bench.log.recent(1)[0]
    assert (left.event, left.fields["how"], left.fields["seconds"]) == (Event.STAFF_LEFT, "timed_out", 599.0)


class TestActs:
    def test_a_test_print_that_nobody_confirms_is_asked_of_the_person(self, bench):
        member = bench.enter()
        bench.session.press("staff.tab.printer")
        bench.session.press("staff.act.test_print")
        name, act, receipt = bench.hands.asked[-1]
        assert (name, act) == ("print_receipt", StaffAct.TEST_PRINT)
        assert receipt.blocks
        bench.session.ended(StaffAct.TEST_PRINT, ActResult.UNCONFIRMED)
        assert "come out" in bench.view().body[0]
        bench.session.press("staff.came.no")
        told = bench.log.recent(1)[0]
        assert told.fields == {"staff": member.id, "act": "test_print", "result": "failed", "device": None}

    def test_a_confirmed_print_asks_nothing(self, bench):
        bench.enter()
        bench.session.press("staff.tab.printer")
        bench.session.press("staff.act.cut")
        bench.session.ended(StaffAct.CUT, ActResult.DONE)
        assert bench.view().body[-1] == "Cut: done."

    def test_grave_acts_ask_first(self, bench):
        bench.enter()
        bench.session.press("staff.tab.service")
        bench.session.press("staff.act.restart_machine")
        assert "restart_machine" not in bench.hands.names()
        assert "are you sure" in bench.view().body[0]
        bench.session.press("staff.back")
        bench.session.press("staff.sure")
        assert "restart_machine" not in bench.hands.names()
        bench.session.press("staff.act.shut_down")
        bench.session.press("staff.sure")
        assert bench.hands.names()[-1] == "shut_down"
        assert bench.log.recent(1)[0].fields["act"] == "shut_down"

    def test_a_ticket_without_paper_is_printed_again_or_withdrawn(self, bench):
        member = bench.enter()
        bench.unprinted = (Unprinted("a1b2c3d4e5f6", "R014", "R", bench.clock.now() - timedelta(minutes=3)),)
        bench.session.press("staff.tab.printer")
        assert "1 ticket without" in bench.view().body[0]
        bench.session.press("staff.page.tickets")
        assert bench.buttons() == ["staff.ticket.a1b2c3d4e5f6"]
        bench.session.press("staff.ticket.a1b2c3d4e5f6")
        assert "3 minutes ago" in bench.view().rows[0].text
        bench.session.press("staff.act.reprint")
        assert bench.hands.asked[-1] == ("reprint", "a1b2c3d4e5f6")
        bench.session.ended(StaffAct.REPRINT, ActResult.DONE)
        assert bench.log.recent(1)[0].event is Event.TICKET_REPRINTED
        bench.session.press("staff.act.withdraw")
        bench.session.press("staff.sure")
        bench.session.ended(StaffAct.WITHDRAW, ActResult.DONE)
        assert dict(bench.log.recent(1)[0].fields) == {"ticket": "a1b2c3d4e5f6", "staff": member.id}

    def test_an_act_that_goes_on_is_not_started_twice(self, bench):
        bench.enter()
        bench.session.press("staff.tab.printer")
        bench.session.press("staff.act.paper_changed")
        bench.session.press("staff.act.paper_changed")
        assert bench.hands.names().count("paper_changed") == 1

    def test_out_of_service_until_a_time_and_back(self, bench):
        bench.enter()
        bench.session.press("staff.tab.service")
        bench.session.press("staff.page.out_reason")
        assert len(bench.buttons()) == 6
        bench.session.press("staff.out.cabling")
        labels = [action.label for action in bench.view().actions]
        assert labels == [
            "Until 08:00",
            "Until 09:00",
            "Until 10:00",
            "Until 11:00",
            "Until tomorrow",
            "Until we say so",
        ]
        bench.session.press(bench.buttons()[3])
        out = bench.override.current()
        assert (out.reason, out.until) == (OutReason.CABLING, datetime(2027, 2, 22, 11, tzinfo=BRUSSELS))
        bench.session.press("staff.tab.state")
        assert bench.view().tone is Tone.STOP
        assert bench.view().rows[0].detail == "Press “Back in service” when the work is done."
        bench.clock.advance(120)
        bench.session.press("staff.in")
        assert bench.override.current() is None
        cleared = next(r for r in bench.log.recent() if r.event is Event.OUT_OF_SERVICE_CLEARED)
        assert cleared.fields["seconds"] == 120.0

    def test_live_tests_show_what_the_device_says_and_let_it_rest_afterwards(self, bench):
        bench.enter()
        bench.session.press("staff.tab.tests")
        bench.session.press("staff.act.panel_test")
        bench.session.handle(KeyPressed(PadKey.HELP))
        bench.session.handle(CodeSeen("SECRET-CODE"))
        assert [row.text for row in bench.view().rows] == ["Key help."]
        bench.session.press("staff.back")
        assert bench.hands.asked[-1] == ("end_test", "panel")
        bench.session.press("staff.act.camera_test")
        bench.session.handle(CodeSeen("SECRET-CODE"))
        assert "SECRET" not in repr(bench.view())
        bench.clock.advance(LEAVE_SECONDS)
        bench.session.tick()
        assert bench.hands.asked[-1] == ("end_test", "camera")

    def test_all_six_touch_fields_must_be_felt(self, bench):
        bench.enter()
        bench.session.press("staff.tab.tests")
        bench.session.press("staff.act.touch_test")
        for key in bench.buttons()[:5]:
            bench.session.press(key)
        assert bench.view().tone is Tone.CALM
        bench.session.press(bench.buttons()[5])
        assert bench.view().tone is Tone.GOOD

    def test_the_log_is_exported_to_a_file_and_a_missing_stick_is_said(self, bench):
        bench.enter()
        bench.session.press("staff.tab.events")
        bench.session.press("staff.act.export_usb")
        assert "KIOSKLOG" in bench.view().body[-1]
        bench.session.press("staff.act.export_logs")
        assert bench.view().body[-1].endswith("done.")
        (file,) = (bench.folder / "export").iterdir()
        assert file.name == "gent-1-events-20270222-074000.jsonl"
        assert "staff_entered" in file.read_text()

    def test_every_act_is_in_the_audit_log_and_its_chain_fits(self, bench):
        bench.enter()
        bench.session.press("staff.tab.state")
        bench.session.press("staff.act.restart_device.card")
        bench.session.ended(StaffAct.RESTART_DEVICE, ActResult.DONE)
        bench.session.press("staff.leave")
        chain = verify(bench.folder)
        assert chain.good
        assert chain.entries == 3


class TestFirstScreen:
    def test_green_when_everything_works(self, bench):
        bench.enter()
        assert bench.view().tone is Tone.GOOD
        assert bench.view().band == "Everything works. Tickets are printed."

    @pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in (Reason.OK, Reason.DISABLED)])
    @pytest.mark.parametrize("device", ["card", "printer", "camera", "panel", "speech"])
    def test_it_answers_what_is_wrong_and_what_to_do_for_every_reason(self, bench, device, reason):
        bench.enter()
        bench.devices = bench.devices | {device: Health(DeviceState.UNAVAILABLE, reason)}
        first = bench.view().rows[0]
        assert bench.view().tone is Tone.ATTENTION
        assert first.text
        assert first.detail
        offered = f"staff.act.restart_device.{device}" in bench.buttons()
        assert offered == ("“Restart: " in first.detail)

    @pytest.mark.parametrize("tab", ["state", "printer", "tests", "service", "numbers", "events", "software"])
    def test_no_screen_has_more_than_six_buttons_and_each_leads_out(self, bench, tab):
        bench.enter()
        bench.unprinted = tuple(Unprinted(f"a1b2c3d4e5f{n}", f"R01{n}", "R", bench.clock.now()) for n in range(9))
        bench.devices = dict.fromkeys(bench.devices, Health(DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE))
        bench.session.press(f"staff.tab.{tab}")
        seen = set()

        def walk(depth):
            view = bench.view()
            assert len(view.actions) <= 6
            assert view.controls[-1].key == "staff.leave"
            mode = bench.session._mode
            for action in view.actions:
                if depth and action.enabled and (action.key, mode.page) not in seen:
                    seen.add((action.key, mode.page))
                    bench.session.press(action.key)
                    if bench.session.active:
                        walk(depth - 1)
                    bench.session._mode = replace(mode, touched=bench.clock.monotonic())

        walk(3)
        assert seen or tab == "software"


def test_every_language_has_a_first_screen(bench):
    bench.enter()
    for language in ("nl", "ar", "uk"):
        bench.session._language = language
        assert bench.view().language == language


class TestNumbers:
    def shown(self, bench, waiting):
        bench.enter()
        bench.log.emit(Event.TICKET_ISSUED, visit="v1", ticket="t1", klass="T", existing=False)
        bench.waiting = waiting
        bench.session.press("staff.tab.numbers")
        return bench.view().charts[0], bench.view().charts[1]

    def test_who_waits_now_stands_beside_the_days_tickets_class_by_class(self, bench):
        now, today = self.shown(bench, {"R": 4, "P": 1})
        assert now.title == "Waiting now: 5 people"
        # a class that had tickets today and where nobody waits any more is there too
        assert [(bar.label, bar.text) for bar in now.bars] == [("P", "1"), ("R", "4"), ("T", "0")]
        assert [(bar.label, bar.text) for bar in today.bars] == [("T", "1")]

    def test_a_queue_that_does_not_tell_who_waits_is_not_an_empty_one(self, bench):
        now, _ = self.shown(bench, None)
        assert (now.title, now.bars) == ("Waiting now: nobody knows", ())

    def test_one_person_and_nobody_are_said_so(self, bench):
        assert self.shown(bench, {"R": 1})[0].title == "Waiting now: 1 person"
        bench.waiting = {}
        assert bench.view().charts[0].title == "Waiting now: 0 people"
