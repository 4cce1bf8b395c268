"""Maintenance mode as staff live it: the door, the acts, the way out, and what the log keeps of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from devices.api.card import CardInserted, CardRemoved, PinOutcome
from devices.api.health import DeviceState, Health, Reason
from devices.api.others import CodeSeen, KeyPressed, PadKey
from kiosk.base.clock import BRUSSELS
from kiosk.events.generated import ActResult, Event, OutReason, StaffAct
from kiosk.staff.actions import Unprinted
from kiosk.staff.audit import verify
from kiosk.staff.mode import DOOR_SECONDS, LEAVE_SECONDS, PAD_DOOR_SECONDS, Closed, Door, Inside
from kiosk.views.view import Tone

PIN = "284917"


def test_the_visit_is_wiped_before_the_door_shows_and_the_right_pin_opens(bench):
    member = bench.enter()
    assert bench.hands.names()[0] == "reset_visit"
    assert isinstance(bench.desk.mode, Inside)
    assert bench.desk.mode.member == member.id
    assert bench.told()[-1] == "staff_entered"
    assert bench.log.recent(1)[0].fields == {"staff": member.id, "door": "pin"}


def test_nobody_comes_in_where_nobody_was_added(bench):
    bench.desk.gesture()
    for pin in ("0000", "1234", "000000", "123456"):
        bench.type(pin)
    assert isinstance(bench.desk.mode, Door)


def test_five_wrong_pins_lock_for_a_quarter_of_an_hour_and_a_restart_does_not_help(bench):
    bench.members.add("Karel", PIN, bench.clock.now())
    bench.desk.gesture()
    for left in (4, 3, 2, 1):
        bench.type("111222")
        assert bench.desk.mode.tries_left == left
        assert f"{left} tr" in bench.view().body[0]
    bench.type("111222")
    assert bench.desk.mode.locked == 900.0
    assert "15 minutes" in bench.view().body[0]
    bench.type(PIN)
    assert isinstance(bench.desk.mode, Door)
    assert bench.told().count("staff_locked") == 1
    again = type(bench)(bench.folder)
    again.clock.advance(600)
    again.desk.gesture()
    assert again.desk.mode.locked == pytest.approx(300.0)
    again.desk.press("staff.leave")
    again.clock.advance(301)
    again.desk.gesture()
    again.type(PIN)
    assert isinstance(again.desk.mode, Inside)


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_a_lock_outlives_a_restart_and_a_clock_that_is_set(bench, days):
    bench.members.add("Karel", PIN, bench.clock.now())
    bench.desk.gesture()
    for _ in range(5):
        bench.type("111222")
    again = type(bench)(bench.folder)
    again.clock.set(again.clock.now() + timedelta(days=days))
    again.desk.gesture()
    if days > 0:
        # who can set the clock forward is root; a day later the lock would be over anyway
        assert again.desk.mode.locked == 0.0
        return
    assert again.desk.mode.locked == pytest.approx(900.0)
    again.desk.press("staff.leave")
    again.clock.advance(600)
    last = type(bench)(bench.folder)
    last.clock.set(again.clock.now())
    last.desk.gesture()
    # it counts down, also by the clock that was set back and after one restart more
    assert last.desk.mode.locked == pytest.approx(300.0)
    last.desk.press("staff.leave")
    last.clock.advance(301)
    last.desk.gesture()
    last.type(PIN)
    assert isinstance(last.desk.mode, Inside)


def test_a_try_is_on_the_disk_before_it_is_checked(bench, monkeypatch):
    bench.members.add("Karel", PIN, bench.clock.now())

    def power_cut(pin):
        raise KeyboardInterrupt

    monkeypatch.setattr(bench.members, "by_pin", power_cut)
    bench.desk.gesture()
    with pytest.raises(KeyboardInterrupt):
        bench.type(PIN)
    assert len(bench.members.lock().failures) == 1


def test_typed_digits_are_dots_and_wiped(bench):
    bench.desk.gesture()
    for digit in "28491":
        bench.desk.digit(int(digit))
    pin = bench.desk.mode.pin
    assert bench.view().typed == 5
    assert "2849" not in repr(bench.view()) + repr(bench.desk.mode)
    bench.desk.press("pin.erase")
    assert bench.view().typed == 4
    bench.desk.press("staff.leave")
    assert pin.length == 0
    assert isinstance(bench.desk.mode, Closed)


def test_the_door_closes_by_itself(bench):
    bench.desk.gesture()
    bench.clock.advance(DOOR_SECONDS)
    bench.desk.tick()
    assert not bench.desk.active


def test_maintenance_mode_closes_by_itself_after_five_minutes_without_a_touch(bench):
    bench.enter()
    bench.clock.advance(LEAVE_SECONDS - 1)
    bench.desk.press("staff.tab.events")
    bench.clock.advance(LEAVE_SECONDS - 1)
    bench.desk.tick()
    assert bench.desk.active
    bench.clock.advance(1)
    bench.desk.tick()
    assert not bench.desk.active
    left = bench.log.recent(1)[0]
    assert (left.event, left.fields["how"], left.fields["seconds"]) == (Event.STAFF_LEFT, "timed_out", 599.0)


class TestOwnCard:
    CHIP = "534C494E0123456789AB"

    def listed(self, bench):
        member = bench.members.add("Karel", PIN, bench.clock.now())
        assert bench.members.add_card(member.id, bench.members.fingerprint(self.CHIP))
        return member

    def test_a_listed_card_and_its_own_pin_open(self, bench):
        member = self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        assert bench.hands.names()[-1] == "read_card"
        bench.desk.card_read(self.CHIP)
        assert "PIN of the card" in bench.view().body[0]
        bench.type("4321")
        assert bench.hands.names()[-1] == "verify_card_pin"
        bench.desk.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert bench.desk.mode.member == member.id
        assert bench.log.recent(1)[0].fields["door"] == "card"

    def test_a_card_that_is_not_listed_opens_nothing_even_with_its_pin(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        bench.desk.card_read("FF" * 10)
        assert "not on the list" in bench.view().body[0]
        bench.desk.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.desk.mode, Door)

    def test_a_card_that_is_pulled_out_is_forgotten(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP)
        bench.desk.handle(CardRemoved())
        bench.type("4321")
        assert "verify_card_pin" not in bench.hands.names()

    def test_a_wrong_pin_of_the_card_counts_like_a_wrong_staff_pin(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP)
        bench.type("4321")
        bench.desk.card_pin_checked(PinOutcome.WRONG, card_tries=2)
        assert bench.desk.mode.tries_left == 4

    def at_the_keys(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP, on_pad=True, card_tries=3)

    def test_a_reader_with_keys_is_asked_at_once_and_the_screen_takes_no_digit(self, bench):
        self.at_the_keys(bench)
        assert bench.hands.asked[-1] == ("verify_card_pin", None)
        bench.type("4321")
        assert bench.hands.names().count("verify_card_pin") == 1
        assert (bench.view().on_pad, bench.view().typed) == (True, 0)
        assert "keys of the card reader" in bench.view().body[0]
        bench.desk.card_pin_checked(PinOutcome.CORRECT, proved=True, card_tries=3)
        assert isinstance(bench.desk.mode, Inside)
        assert bench.log.recent(1)[0].fields["door"] == "card"
        assert bench.members.lock().failures == ()

    def test_a_wrong_pin_on_the_keys_counts_and_is_asked_again_until_the_last_try(self, bench):
        self.at_the_keys(bench)
        bench.desk.card_pin_checked(PinOutcome.WRONG, card_tries=2)
        assert bench.desk.mode.tries_left == 4
        assert "4 tries left" in bench.view().body[0]
        assert bench.hands.names().count("verify_card_pin") == 2
        bench.desk.card_pin_checked(PinOutcome.WRONG, card_tries=1)
        assert bench.hands.names().count("verify_card_pin") == 2
        assert "staff PIN" in bench.view().body[-1]
        assert not bench.view().on_pad
        bench.type(PIN)
        assert isinstance(bench.desk.mode, Inside)

    def test_a_card_with_one_try_left_is_not_asked_for_its_pin(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP, on_pad=True, card_tries=1)
        assert "verify_card_pin" not in bench.hands.names()
        assert "one PIN try" in bench.view().body[0]

    @pytest.mark.parametrize("outcome", [PinOutcome.TIMEOUT, PinOutcome.CANCELLED])
    def test_nothing_typed_on_the_keys_counts_nothing_and_is_said(self, bench, outcome):
        self.at_the_keys(bench)
        assert len(bench.members.lock().failures) == 1
        bench.desk.card_pin_checked(outcome, card_tries=3)
        assert bench.members.lock().failures == ()
        assert "No PIN was typed" in bench.view().body[0]
        assert not bench.view().on_pad
        bench.desk.handle(CardRemoved())
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP, on_pad=True)
        assert bench.hands.names().count("verify_card_pin") == 2

    def test_an_answer_of_the_keys_after_the_door_was_closed_opens_nothing(self, bench):
        self.at_the_keys(bench)
        bench.desk.press("staff.leave")
        bench.desk.gesture()
        bench.type("111222")
        bench.desk.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.desk.mode, Door)

    def test_a_card_pulled_out_at_the_keys_is_forgotten_and_its_try_counts(self, bench):
        self.at_the_keys(bench)
        bench.desk.handle(CardRemoved())
        bench.desk.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.desk.mode, Door)
        assert not bench.view().on_pad
        assert len(bench.members.lock().failures) == 1

    def test_the_door_waits_longer_for_the_keys_but_not_for_ever(self, bench):
        self.at_the_keys(bench)
        bench.clock.advance(DOOR_SECONDS)
        bench.desk.tick()
        assert bench.desk.active
        bench.clock.advance(PAD_DOOR_SECONDS - DOOR_SECONDS)
        bench.desk.tick()
        assert not bench.desk.active

    def test_a_locked_door_asks_no_card(self, bench):
        self.listed(bench)
        bench.desk.gesture()
        for _ in range(5):
            bench.type("111222")
        bench.desk.handle(CardInserted())
        bench.desk.card_read(self.CHIP, on_pad=True)
        assert "verify_card_pin" not in bench.hands.names()

    def test_the_file_does_not_tell_whose_card_it_is(self, bench):
        self.listed(bench)
        kept = (bench.folder / "staff.json").read_text()
        assert self.CHIP not in kept
        assert PIN not in kept
        assert (bench.folder / "staff.json").stat().st_mode & 0o777 == 0o600
        assert (bench.folder / "staff.key").stat().st_mode & 0o777 == 0o600


class TestActs:
    def test_a_test_print_that_nobody_confirms_is_asked_of_the_person(self, bench):
        member = bench.enter()
        bench.desk.press("staff.tab.printer")
        bench.desk.press("staff.act.test_print")
        name, act, receipt = bench.hands.asked[-1]
        assert (name, act) == ("print_receipt", StaffAct.TEST_PRINT)
        assert receipt.blocks
        bench.desk.ended(StaffAct.TEST_PRINT, ActResult.UNCONFIRMED)
        assert "come out" in bench.view().body[0]
        bench.desk.press("staff.came.no")
        told = bench.log.recent(1)[0]
        assert told.fields == {"staff": member.id, "act": "test_print", "result": "failed", "device": None}

    def test_a_confirmed_print_asks_nothing(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.printer")
        bench.desk.press("staff.act.cut")
        bench.desk.ended(StaffAct.CUT, ActResult.DONE)
        assert bench.view().body[-1] == "Cut: done."

    def test_grave_acts_ask_first(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.service")
        bench.desk.press("staff.act.restart_machine")
        assert "restart_machine" not in bench.hands.names()
        assert "are you sure" in bench.view().body[0]
        bench.desk.press("staff.back")
        bench.desk.press("staff.sure")
        assert "restart_machine" not in bench.hands.names()
        bench.desk.press("staff.act.shut_down")
        bench.desk.press("staff.sure")
        assert bench.hands.names()[-1] == "shut_down"
        assert bench.log.recent(1)[0].fields["act"] == "shut_down"

    def test_a_ticket_without_paper_is_printed_again_or_withdrawn(self, bench):
        member = bench.enter()
        bench.unprinted = (Unprinted("a1b2c3d4e5f6", "R014", "R", bench.clock.now() - timedelta(minutes=3)),)
        bench.desk.press("staff.tab.printer")
        assert "1 ticket without" in bench.view().body[0]
        bench.desk.press("staff.page.tickets")
        assert bench.buttons() == ["staff.ticket.a1b2c3d4e5f6"]
        bench.desk.press("staff.ticket.a1b2c3d4e5f6")
        assert "3 minutes ago" in bench.view().rows[0].text
        bench.desk.press("staff.act.reprint")
        assert bench.hands.asked[-1] == ("reprint", "a1b2c3d4e5f6")
        bench.desk.ended(StaffAct.REPRINT, ActResult.DONE)
        assert bench.log.recent(1)[0].event is Event.TICKET_REPRINTED
        bench.desk.press("staff.act.withdraw")
        bench.desk.press("staff.sure")
        bench.desk.ended(StaffAct.WITHDRAW, ActResult.DONE)
        assert dict(bench.log.recent(1)[0].fields) == {"ticket": "a1b2c3d4e5f6", "staff": member.id}

    def test_an_act_that_goes_on_is_not_started_twice(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.printer")
        bench.desk.press("staff.act.paper_changed")
        bench.desk.press("staff.act.paper_changed")
        assert bench.hands.names().count("paper_changed") == 1

    def test_out_of_service_until_a_time_and_back(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.service")
        bench.desk.press("staff.page.out_reason")
        assert len(bench.buttons()) == 6
        bench.desk.press("staff.out.cabling")
        labels = [action.label for action in bench.view().actions]
        assert labels == [
            "Until 08:00",
            "Until 09:00",
            "Until 10:00",
            "Until 11:00",
            "Until tomorrow",
            "Until we say so",
        ]
        bench.desk.press(bench.buttons()[3])
        out = bench.override.current()
        assert (out.reason, out.until) == (OutReason.CABLING, datetime(2027, 2, 22, 11, tzinfo=BRUSSELS))
        bench.desk.press("staff.tab.state")
        assert bench.view().tone is Tone.STOP
        assert bench.view().rows[0].detail == "Press “Back in service” when the work is done."
        bench.clock.advance(120)
        bench.desk.press("staff.in")
        assert bench.override.current() is None
        cleared = next(r for r in bench.log.recent() if r.event is Event.OUT_OF_SERVICE_CLEARED)
        assert cleared.fields["seconds"] == 120.0

    def test_live_tests_show_what_the_device_says_and_let_it_rest_afterwards(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.tests")
        bench.desk.press("staff.act.panel_test")
        bench.desk.handle(KeyPressed(PadKey.HELP))
        bench.desk.handle(CodeSeen("SECRET-CODE"))
        assert [row.text for row in bench.view().rows] == ["Key help."]
        bench.desk.press("staff.back")
        assert bench.hands.asked[-1] == ("end_test", "panel")
        bench.desk.press("staff.act.camera_test")
        bench.desk.handle(CodeSeen("SECRET-CODE"))
        assert "SECRET" not in repr(bench.view())
        bench.clock.advance(LEAVE_SECONDS)
        bench.desk.tick()
        assert bench.hands.asked[-1] == ("end_test", "camera")

    def test_all_six_touch_fields_must_be_felt(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.tests")
        bench.desk.press("staff.act.touch_test")
        for key in bench.buttons()[:5]:
            bench.desk.press(key)
        assert bench.view().tone is Tone.CALM
        bench.desk.press(bench.buttons()[5])
        assert bench.view().tone is Tone.GOOD

    def test_the_log_is_exported_to_a_file_and_a_missing_stick_is_said(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.events")
        bench.desk.press("staff.act.export_usb")
        assert "KIOSKLOG" in bench.view().body[-1]
        bench.desk.press("staff.act.export_logs")
        assert bench.view().body[-1].endswith("done.")
        (file,) = (bench.folder / "export").iterdir()
        assert file.name == "gent-1-events-20270222-074000.jsonl"
        assert "staff_entered" in file.read_text()

    def test_every_act_is_in_the_audit_log_and_its_chain_fits(self, bench):
        bench.enter()
        bench.desk.press("staff.tab.state")
        bench.desk.press("staff.act.restart_device.card")
        bench.desk.ended(StaffAct.RESTART_DEVICE, ActResult.DONE)
        bench.desk.press("staff.leave")
        chain = verify(bench.folder)
        assert chain.good
        assert chain.entries == 3


class TestFirstScreen:
    def test_green_when_everything_works(self, bench):
        bench.enter()
        assert bench.view().tone is Tone.GOOD
        assert bench.view().body[0] == "Everything works."

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
        bench.desk.press(f"staff.tab.{tab}")
        seen = set()

        def walk(depth):
            view = bench.view()
            assert len(view.actions) <= 6
            assert view.controls[-1].key == "staff.leave"
            mode = bench.desk._mode
            for action in view.actions:
                if depth and action.enabled and (action.key, mode.page) not in seen:
                    seen.add((action.key, mode.page))
                    bench.desk.press(action.key)
                    if bench.desk.active:
                        walk(depth - 1)
                    bench.desk._mode = replace(mode, touched=bench.clock.monotonic())

        walk(3)
        assert seen or tab == "software"


def test_every_language_has_a_first_screen(bench):
    bench.enter()
    for language in ("nl", "ar", "uk"):
        bench.desk._language = language
        assert bench.view().language == language


class TestNumbers:
    def shown(self, bench, waiting):
        bench.enter()
        bench.log.emit(Event.TICKET_ISSUED, visit="v1", ticket="t1", klass="T", existing=False)
        bench.waiting = waiting
        bench.desk.press("staff.tab.numbers")
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
