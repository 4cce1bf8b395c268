"""The monitor's eyes, with a service that the test plays: which sight follows from which states."""

import pytest

from devices.card import monitor
from devices.card.belpic import ATR_18
from devices.card.monitor import Monitor
from devices.card.pcsc import PcscError, PcscTrouble, ReaderState, ignored

EMPTY, PRESENT, UNAVAILABLE = 0x12, 0x22, 0x0A
TOKEN = bytes.fromhex("3BFD1300008131FE158073C021C057597562694B657940")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def eyes():
    seen = []
    clock = Clock()
    watched = Monitor(seen.append, monotonic=clock)
    eyes_atr = watched.atr = {}

    def look(**states):
        given = [ReaderState(name, flags, eyes_atr.get(name, b"")) for name, flags in states.items()]
        watched._look([state.name for state in given], given)
        return seen[-1]

    watched.look, watched.seen, watched.clock = look, seen, clock
    return watched


def event(flags, count):
    return flags | count << 16


def test_one_insertion_is_told_once_whatever_else_changes(eyes):
    first = eyes.look(a=event(PRESENT, 1)).slot
    eyes.look(a=event(PRESENT | 0x100, 1))
    eyes.look(a=event(PRESENT | 0x200, 1))
    assert [sight.slot for sight in eyes.seen] == [first]


def test_another_event_count_is_another_card_even_without_a_gap(eyes):
    first = eyes.look(a=event(PRESENT, 1)).slot
    second = eyes.look(a=event(PRESENT, 3)).slot
    assert second.insertion == first.insertion + 1
    assert [sight.slot for sight in eyes.seen] == [first, None, second]


def test_the_first_card_is_kept_when_a_second_reader_gets_one(eyes):
    first = eyes.look(a=event(EMPTY, 0), b=event(PRESENT, 1)).slot
    assert first.reader == "b"
    assert eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1)).slot == first
    assert eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 2)).slot.reader == "a"


def test_a_token_that_was_there_at_the_start_is_no_card_and_is_told(eyes):
    eyes.atr.update(a=TOKEN)
    sight = eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0))
    assert (sight.slot, sight.foreign) == (None, ("a",))
    assert eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1)).slot.reader == "b"
    assert eyes.look(a=event(EMPTY, 2), b=event(PRESENT, 1)).foreign == ()


def test_a_card_that_takes_the_place_of_a_token_between_two_looks_is_a_card(eyes):
    eyes.atr.update(a=TOKEN)
    assert eyes.look(a=event(PRESENT, 1)).foreign == ("a",)
    eyes.atr.update(a=ATR_18)
    sight = eyes.look(a=event(PRESENT, 3))
    assert (sight.slot.reader, sight.foreign) == ("a", ())


def test_a_card_that_was_judged_not_ours_stays_so_while_it_is_in_and_the_next_one_in_its_place_is_a_card(eyes):
    eyes.atr.update(a=ATR_18, b=ATR_18)
    eyes.look(a=event(EMPTY, 0), b=event(EMPTY, 0))
    eyes.not_ours(eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot)
    assert eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1)).foreign == ("a",)
    assert eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 2)).slot is None
    assert eyes.look(a=event(PRESENT, 3), b=event(EMPTY, 2)).slot.reader == "a"


def test_our_card_that_was_there_at_the_start_is_a_card(eyes):
    eyes.atr.update(a=ATR_18)
    assert eyes.look(a=event(PRESENT, 1)).slot.reader == "a"


def test_a_chip_that_was_judged_not_ours_yields_to_a_card_that_is_put_in(eyes):
    eyes.look(a=event(EMPTY, 0), b=event(EMPTY, 0))
    token = eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot
    eyes.not_ours(token)
    assert eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot == token
    sight = eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1))
    assert (sight.slot.reader, sight.foreign) == ("b", ("a",))
    assert eyes.seen[-2].slot is None
    assert eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 2)).slot is None


def test_a_chip_that_comes_beside_a_card_is_not_what_is_in_when_the_card_leaves(eyes):
    eyes.atr.update(a=ATR_18, b=TOKEN)
    eyes.look(a=event(EMPTY, 0), b=event(EMPTY, 0))
    card = eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot
    sight = eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1))
    assert (sight.slot, sight.foreign) == (card, ("b",))
    assert eyes.look(a=event(EMPTY, 2), b=event(PRESENT, 1)).slot is None


def test_a_chip_that_nobody_has_read_yet_yields_to_a_card_of_ours(eyes):
    eyes.atr.update(a=TOKEN, b=ATR_18)
    eyes.look(a=event(EMPTY, 0), b=event(EMPTY, 0))
    assert eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot.reader == "a"
    sight = eyes.look(a=event(PRESENT, 1), b=event(PRESENT, 1))
    assert (sight.slot.reader, sight.foreign) == ("b", ("a",))


def test_a_chip_that_was_judged_not_ours_may_leave_at_the_moment_at_which_another_card_comes(eyes):
    eyes.look(a=event(EMPTY, 0), b=event(EMPTY, 0))
    eyes.not_ours(eyes.look(a=event(PRESENT, 1), b=event(EMPTY, 0)).slot)
    assert eyes.look(a=event(EMPTY, 2), b=event(PRESENT, 1)).slot.reader == "b"


def test_a_reader_that_lost_its_device_is_no_reader(eyes):
    assert eyes.look(a=UNAVAILABLE).trouble is PcscTrouble.NO_READER
    assert eyes.look(a=EMPTY).trouble is None


def test_a_card_whose_exchange_broke_off_is_taken_as_a_new_one_after_a_poll(eyes):
    first = eyes.look(a=event(PRESENT, 1)).slot
    eyes.renew()
    assert eyes.look(a=event(PRESENT, 1)).slot is None
    eyes.clock.now += monitor.POLL_SECONDS
    assert eyes.look(a=event(PRESENT, 1)).slot.insertion == first.insertion + 1


def test_a_service_that_is_closed_to_us_is_no_missing_service(tmp_path, monkeypatch):
    socket = tmp_path / "pcscd.comm"
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(socket))
    assert monitor._explained(PcscTrouble.NO_SERVICE) is PcscTrouble.NO_SERVICE
    socket.touch()
    monkeypatch.setattr(monitor.os, "access", lambda *_: False)
    assert monitor._explained(PcscTrouble.NO_SERVICE) is PcscTrouble.NOT_PERMITTED
    assert monitor._explained(PcscTrouble.NO_READER) is PcscTrouble.NO_READER


def test_a_service_that_refuses_us_is_told_and_asked_again(monkeypatch):
    seen = []
    watched = Monitor(seen.append, lambda: watched.stop(0) if len(seen) > 1 else None)
    answers = iter([PcscError(PcscTrouble.NOT_PERMITTED, 0x8010006A), PcscError(PcscTrouble.NO_SERVICE, 0x8010001D)])

    def refuse():
        raise next(answers)

    monkeypatch.setattr(monitor, "Context", refuse)
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", "/nonexistent")
    watched._run()
    assert [sight.trouble for sight in seen] == [PcscTrouble.NOT_PERMITTED, PcscTrouble.NO_SERVICE]


@pytest.mark.parametrize(("serial", "trouble"), [("21120512", None), ("21120513", PcscTrouble.NO_READER)])
def test_a_reader_with_another_serial_number_than_the_named_one_is_no_reader(monkeypatch, serial, trouble):
    there = f"ACME Reader [CCID Interface] ({serial}) 00 00"

    class OneReader:
        def readers(self):
            return [there]

        def wait(self, known, *_, **__):
            return [ReaderState(state.name, event(EMPTY, 0), b"") for state in known]

        def cancel(self): ...

        def close(self): ...

    seen = []
    monkeypatch.setattr(monitor, "Context", OneReader)
    watched = Monitor(seen.append, lambda: watched.stop(0), only="ACME Reader [CCID Interface] (21120512)")
    watched._run()
    assert [sight.trouble for sight in seen] == [trouble]


@pytest.mark.parametrize(
    ("name", "no_slot"),
    [
        ("Windows Hello for Business 1", True),
        ("HID Global OMNIKEY 5422 Smartcard Reader [OMNIKEY 5422CL Smartcard Reader] 01 00", True),
        ("ACS ACR1252 1S CL Reader PICC 0", True),
        ("ACS ACR1252 1S CL Reader SAM 0", True),
        ("Identiv uTrust 4701 F Dual Interface Reader [Contactless Interface] 01 00", True),
        ("Some Reader SAM1 00 01", True),
        ("Some Reader SAM_1 00 01", True),
        ("Some Reader SIM 0", True),
        ("Yubico YubiKey OTP+FIDO+CCID 00 00", True),
        ("Nitrokey Nitrokey 3 [CCID/ICCD Interface] 00 00", True),
        ("Samsung Smart Card Reader 00 00", False),
        ("ACS ACR39U ICC Reader 00 00", False),
        ("Alcor Micro AU9560 00 00", False),
        ("VASCO DIGIPASS 870 00 00", False),
        ("Virtual PCD 00 00", False),
    ],
)
def test_virtual_and_contactless_readers_are_no_slot_for_this_card(name, no_slot):
    assert ignored(name) is no_slot


def test_a_program_that_reads_once_takes_the_chip_that_is_there_whatever_its_kind():
    seen = []
    watched = Monitor(seen.append, monotonic=Clock(), once=True)
    watched._look(["a"], [ReaderState("a", event(PRESENT, 1), b"\x3b\x00")])
    assert (seen[-1].slot.reader, seen[-1].foreign) == ("a", ())
