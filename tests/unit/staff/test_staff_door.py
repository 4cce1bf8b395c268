"""The door of maintenance mode: the visit is wiped, the PIN or the own card opens, tries are counted, it closes by itself."""

import errno
import os
from datetime import timedelta

import pytest

from devices.api.card import CardInserted, CardRemoved, PinOutcome
from kiosk.staff.mode import DOOR_SECONDS, PAD_DOOR_SECONDS, Closed, Door, Inside

PIN = "284917"


def test_the_visit_is_wiped_before_the_door_shows_and_the_right_pin_opens(bench):
    member = bench.enter()
    assert bench.hands.names()[0] == "reset_visit"
    assert isinstance(bench.session.mode, Inside)
    assert bench.session.mode.member == member.id
    assert bench.told()[-1] == "staff_entered"
    assert bench.log.recent(1)[0].fields == {"staff": member.id, "door": "pin"}


def test_nobody_comes_in_where_nobody_was_added(bench):
    bench.session.gesture()
    for pin in ("0000", "1234", "000000", "123456"):
        bench.type(pin)
    assert isinstance(bench.session.mode, Door)


def test_five_wrong_pins_lock_for_a_quarter_of_an_hour_and_a_restart_does_not_help(bench):
    bench.members.add("Karel", PIN, bench.clock.now())
    bench.session.gesture()
    for left in (4, 3, 2, 1):
        bench.type("111222")
        assert bench.session.mode.tries_left == left
        assert f"{left} tr" in bench.view().body[0]
    bench.type("111222")
    assert bench.session.mode.locked == 900.0
    assert "15 minutes" in bench.view().body[0]
    bench.type(PIN)
    assert isinstance(bench.session.mode, Door)
    assert bench.told().count("staff_locked") == 1
    again = type(bench)(bench.folder)
    again.clock.advance(600)
    again.session.gesture()
    assert again.session.mode.locked == pytest.approx(300.0)
    again.session.press("staff.leave")
    again.clock.advance(301)
    again.session.gesture()
    again.type(PIN)
    assert isinstance(again.session.mode, Inside)


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_a_clock_that_is_set_neither_opens_a_lock_nor_draws_it_out(bench, days):
    bench.members.add("Karel", PIN, bench.clock.now())
    bench.session.gesture()
    for _ in range(5):
        bench.type("111222")
    bench.session.press("staff.leave")
    bench.clock.set(bench.clock.now() + timedelta(days=days))
    bench.clock.advance(600)
    again = type(bench)(bench.folder)
    again.clock.set(bench.clock.now())
    again.clock.advance(600)
    again.session.gesture()
    assert again.session.mode.locked == pytest.approx(300.0)
    again.session.press("staff.leave")
    again.clock.advance(301)
    again.session.gesture()
    again.type(PIN)
    assert isinstance(again.session.mode, Inside)


def test_a_machine_that_is_restarted_again_and_again_still_counts_a_lock_down(bench):
    bench.members.add("Karel", PIN, bench.clock.now())
    bench.session.gesture()
    for _ in range(5):
        bench.type("111222")
    bench.session.press("staff.leave")
    for on in (180, 180, 180, 180, 170, 180):
        bench.session.gesture()
        assert bench.session.mode.locked > 0.0
        # the monotonic clock begins anew
        bench = type(bench)(bench.folder, ahead=-1000.0)
        for _ in range(0, on, 10):
            bench.clock.advance(10)
            bench.session.tick()
    bench.session.gesture()
    assert bench.session.mode.locked == 0.0
    bench.type(PIN)
    assert isinstance(bench.session.mode, Inside)


class TestAListThatCannotBeUsed:
    def shut(self, bench, monkeypatch, how):
        if how == "damaged":
            (bench.folder / "staff.json").write_text("{")
            return

        def full(path, data, mode=0o600):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("kiosk.staff.members.replace_file", full)

    @pytest.mark.parametrize("how", ["damaged", "full"])
    def test_no_pin_opens_and_it_is_said(self, bench, monkeypatch, how):
        bench.members.add("Karel", PIN, bench.clock.now(), (bench.members.fingerprint("AB"),))
        self.shut(bench, monkeypatch, how)
        bench.clock.advance(60)
        bench.session.tick()
        bench.session.gesture()
        bench.type(PIN)
        assert "cannot be read or written" in bench.view().body[0]
        bench.session.handle(CardInserted())
        bench.session.card_read("AB", on_pad=True)
        assert "verify_card_pin" not in bench.hands.names()
        assert "cannot be read or written" in bench.view().body[0]
        monkeypatch.undo()
        if how == "damaged":
            bench.members.restore()
        bench.type(PIN)
        assert isinstance(bench.session.mode, Inside)


def test_a_try_is_on_the_disk_before_it_is_checked(bench, monkeypatch):
    bench.members.add("Karel", PIN, bench.clock.now())

    def power_cut(pin):
        raise KeyboardInterrupt

    monkeypatch.setattr(bench.members, "by_pin", power_cut)
    bench.session.gesture()
    with pytest.raises(KeyboardInterrupt):
        bench.type(PIN)
    assert len(bench.members.lock().failures) == 1


def test_typed_digits_are_dots_and_wiped(bench):
    bench.session.gesture()
    for digit in "28491":
        bench.session.digit(int(digit))
    pin = bench.session.mode.pin
    assert bench.view().typed == 5
    assert "2849" not in repr(bench.view()) + repr(bench.session.mode)
    bench.session.press("pin.erase")
    assert bench.view().typed == 4
    bench.session.press("staff.leave")
    assert pin.length == 0
    assert isinstance(bench.session.mode, Closed)


def test_the_door_closes_by_itself(bench):
    bench.session.gesture()
    bench.clock.advance(DOOR_SECONDS)
    bench.session.tick()
    assert not bench.session.active


class TestOwnCard:
    CHIP = "534C494E0123456789AB"

    def listed(self, bench):
        return bench.members.add("Karel", PIN, bench.clock.now(), (bench.members.fingerprint(self.CHIP),))

    def test_a_listed_card_and_its_own_pin_open(self, bench):
        member = self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        assert bench.hands.names()[-1] == "read_card"
        bench.session.card_read(self.CHIP)
        assert "PIN of the card" in bench.view().body[0]
        bench.type("4321")
        assert bench.hands.names()[-1] == "verify_card_pin"
        bench.session.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert bench.session.mode.member == member.id
        assert bench.log.recent(1)[0].fields["door"] == "card"

    def test_a_card_that_is_not_listed_opens_nothing_even_with_its_pin(self, bench):
        self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        bench.session.card_read("FF" * 10)
        assert "not on the list" in bench.view().body[0]
        bench.session.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.session.mode, Door)

    def test_a_card_that_is_pulled_out_is_forgotten(self, bench):
        self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP)
        bench.session.handle(CardRemoved())
        bench.type("4321")
        assert "verify_card_pin" not in bench.hands.names()

    def test_a_wrong_pin_of_the_card_counts_like_a_wrong_staff_pin(self, bench):
        self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP)
        bench.type("4321")
        bench.session.card_pin_checked(PinOutcome.WRONG, card_tries=2)
        assert bench.session.mode.tries_left == 4

    def at_the_keys(self, bench):
        self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP, on_pad=True, card_tries=3)

    def test_a_reader_with_keys_is_asked_at_once_and_the_screen_takes_no_digit(self, bench):
        self.at_the_keys(bench)
        assert bench.hands.asked[-1] == ("verify_card_pin", None, "en")
        bench.type("4321")
        assert bench.hands.names().count("verify_card_pin") == 1
        assert (bench.view().on_pad, bench.view().typed) == (True, 0)
        assert "keys of the card reader" in bench.view().body[0]
        bench.session.card_pin_checked(PinOutcome.CORRECT, proved=True, card_tries=3)
        assert isinstance(bench.session.mode, Inside)
        assert bench.log.recent(1)[0].fields["door"] == "card"
        assert bench.members.lock().failures == ()

    def test_a_card_that_does_not_answer_to_its_pin_is_no_wrong_try(self, bench):
        self.at_the_keys(bench)
        bench.session.card_pin_failed()
        assert bench.members.lock().failures == ()
        assert "was not checked" in bench.view().body[0]
        assert bench.hands.names().count("verify_card_pin") == 1

    def test_a_wrong_pin_on_the_keys_counts_and_is_asked_again_until_the_last_try(self, bench):
        self.at_the_keys(bench)
        bench.session.card_pin_checked(PinOutcome.WRONG, card_tries=2)
        assert bench.session.mode.tries_left == 4
        assert "4 tries left" in bench.view().body[0]
        assert bench.hands.names().count("verify_card_pin") == 2
        bench.session.card_pin_checked(PinOutcome.WRONG, card_tries=1)
        assert bench.hands.names().count("verify_card_pin") == 2
        assert "staff PIN" in bench.view().body[-1]
        assert not bench.view().on_pad
        bench.type(PIN)
        assert isinstance(bench.session.mode, Inside)

    def test_a_card_with_one_try_left_is_not_asked_for_its_pin(self, bench):
        self.listed(bench)
        bench.session.gesture()
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP, on_pad=True, card_tries=1)
        assert "verify_card_pin" not in bench.hands.names()
        assert "one PIN try" in bench.view().body[0]

    @pytest.mark.parametrize("outcome", [PinOutcome.TIMEOUT, PinOutcome.CANCELLED])
    def test_nothing_typed_on_the_keys_counts_nothing_and_is_said(self, bench, outcome):
        self.at_the_keys(bench)
        assert len(bench.members.lock().failures) == 1
        bench.session.card_pin_checked(outcome, card_tries=3)
        assert bench.members.lock().failures == ()
        assert "was not checked" in bench.view().body[0]
        assert not bench.view().on_pad
        bench.session.handle(CardRemoved())
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP, on_pad=True)
        assert bench.hands.names().count("verify_card_pin") == 2

    def test_an_answer_of_the_keys_after_the_door_was_closed_opens_nothing(self, bench):
        self.at_the_keys(bench)
        bench.session.press("staff.leave")
        bench.session.gesture()
        bench.type("111222")
        bench.session.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.session.mode, Door)

    def test_a_card_pulled_out_at_the_keys_is_forgotten_and_its_try_counts(self, bench):
        self.at_the_keys(bench)
        bench.session.handle(CardRemoved())
        bench.session.card_pin_checked(PinOutcome.CORRECT, proved=True)
        assert isinstance(bench.session.mode, Door)
        assert not bench.view().on_pad
        assert len(bench.members.lock().failures) == 1

    def test_the_door_waits_longer_for_the_keys_but_not_for_ever(self, bench):
        self.at_the_keys(bench)
        bench.clock.advance(DOOR_SECONDS)
        bench.session.tick()
        assert bench.session.active
        bench.clock.advance(PAD_DOOR_SECONDS - DOOR_SECONDS)
        bench.session.tick()
        assert not bench.session.active

    def test_a_locked_door_asks_no_card(self, bench):
        self.listed(bench)
        bench.session.gesture()
        for _ in range(5):
            bench.type("111222")
        bench.session.handle(CardInserted())
        bench.session.card_read(self.CHIP, on_pad=True)
        assert "verify_card_pin" not in bench.hands.names()

    def test_the_file_does_not_tell_whose_card_it_is(self, bench):
        self.listed(bench)
        kept = (bench.folder / "staff.json").read_text()
        assert self.CHIP not in kept
        assert PIN not in kept
        assert (bench.folder / "staff.json").stat().st_mode & 0o777 == 0o600
        assert (bench.folder / "staff.key").stat().st_mode & 0o777 == 0o600
