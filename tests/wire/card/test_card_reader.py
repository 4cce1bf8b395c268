"""The driver through the real pcscd: what it tells when cards, programs and the service behave badly."""

import threading
from contextlib import suppress

import pytest

from devices.api.card import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardProblem,
    CardRemoved,
    Pin,
    PinChanged,
    PinChecked,
    PinOutcome,
    Verdict,
)
from devices.api.health import DeviceState, HealthChanged, Reason
from devices.card import worker
from devices.card.pcsc import Context, PcscError
from devices.card.reader import PcscCardReader
from devices.simulators.card.card import SimulatedCard
from tests.support.waiting import PATIENCE, until


def test_a_card_is_greeted_before_it_is_judged(watched, slot):
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r1")
    identified = watched.wait(CardIdentified, request="r1")
    assert identified.reading.holder.given_names == "Amina Nour"
    assert identified.reading.cost.apdus <= 4
    judged = watched.wait(CardJudged, request="r1")
    assert judged.reading.trust.verdict is Verdict.GENUINE
    assert judged.reading.tries_left == 3
    slot.remove()
    watched.wait(CardRemoved)


def test_a_card_that_was_in_at_the_start_is_seen(pcscd, slot, pki):
    slot.insert("k13")
    seen = threading.Event()
    reader = PcscCardReader(lambda event: seen.set() if isinstance(event, CardInserted) else None)
    reader.start()
    assert seen.wait(PATIENCE)
    reader.stop()


def test_pin_proof_and_nothing_left_for_the_next_program(watched, slot):
    card = slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    watched.wait(CardJudged)
    typed = Pin.from_text("1234")
    watched.reader.verify_pin("v", typed)
    checked = watched.wait(PinChecked, request="v")
    assert (checked.outcome, checked.proved, checked.tries_left) == (PinOutcome.CORRECT, True, 3)
    assert typed.length == 0, "the PIN is wiped"
    context = Context()
    other = connected(context)
    _, sw = other.transmit(bytes.fromhex("0020000100"))
    assert sw == 0x63C3, "the next program finds no verified PIN"
    other.release()
    context.close()
    assert not card._verified


def connected(context):
    """Another program's connection, as soon as the card is free."""

    def tried():
        with suppress(PcscError):
            return context.connect(context.readers()[0])

    return until(tried, "a free card")


def test_wrong_pins_count_down_and_the_pin_is_changed(watched, slot):
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.verify_pin("v1", Pin.from_text("0000"))
    checked = watched.wait(PinChecked, request="v1")
    assert (checked.outcome, checked.tries_left) == (PinOutcome.WRONG, 2)
    watched.reader.change_pin("c", Pin.from_text("1234"), Pin.from_text("00001111"))
    assert watched.wait(PinChanged, request="c").outcome is PinOutcome.CORRECT
    watched.reader.verify_pin("v2", Pin.from_text("00001111"))
    assert watched.wait(PinChecked, request="v2").proved


@pytest.mark.parametrize("at", [pytest.param(1, marks=pytest.mark.full), 4, pytest.param(9, marks=pytest.mark.full)])
def test_a_card_pulled_in_the_middle_is_told_at_once(watched, slot, emptied, at):
    slot.fault(f"removal:{at}")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    fault = watched.wait(CardFault, request="r")
    assert fault.problem in (CardProblem.CARD_REMOVED, CardProblem.CHIP_DEFECT)
    watched.wait(CardRemoved)
    slot.fault(None)
    slot.insert("b34")
    watched.wait(CardInserted)
    watched.reader.read("again")
    assert watched.wait(CardJudged, request="again").reading.card.document_type == 34


@pytest.mark.parametrize("at", [pytest.param(1, marks=pytest.mark.full), 5])
def test_a_card_that_falls_silent_is_abandoned_and_the_next_one_is_read(watched, slot, monkeypatch, at):
    monkeypatch.setattr(worker, "CALL_SECONDS", 0.3)
    slot.fault(f"mute:{at}")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    health = watched.healthy(Reason.CARD_MUTE)
    assert health.state is DeviceState.UNAVAILABLE
    assert watched.wait(CardFault, request="r").problem is CardProblem.CHIP_DEFECT
    slot.fault(None)
    slot.remove()
    watched.wait(CardRemoved)
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.read("next")
    assert watched.wait(CardJudged, request="next").reading.card.document_type == 13
    assert watched.reader.health().state is DeviceState.READY


def test_a_card_that_does_not_even_answer_the_reset_is_a_broken_chip(watched, slot):
    slot.fault("silent")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    assert watched.wait(CardFault, request="r").problem is CardProblem.CHIP_DEFECT
    slot.fault(None)
    slot.remove()
    watched.wait(CardRemoved)
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("again")
    watched.wait(CardJudged, request="again")


@pytest.mark.parametrize("fault", ["end-warning", "false-end:256", "slow:20"])
def test_an_awkward_card_is_read_all_the_same(watched, slot, fault):
    slot.fault(fault)
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.read("r")
    assert watched.wait(CardJudged, request="r").reading.trust.verdict is Verdict.GENUINE


def test_stopping_does_not_wait_for_a_silent_card(watched, slot):
    slot.fault("mute:2")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    watched.reader.stop(timeout=0.2)
    assert any(thread.name == "card-operator" for thread in threading.enumerate()), "still stuck, and left so"


def test_a_swap_inside_one_poll_ends_the_first_card_and_mixes_nothing(watched, slot):
    """The service may miss such a swap, or call the slot empty until the card is taken out: nothing is made up."""
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("one")
    first = watched.wait(CardJudged, request="one").reading
    slot.insert("b34", bounce=True)
    watched.reader.read("two")
    answer = watched.wait((CardFault, CardJudged), request="two")
    if isinstance(answer, CardFault):
        assert answer.problem is CardProblem.CARD_REMOVED
    else:
        assert answer.reading.card.card_number != first.card.card_number
        assert answer.reading.trust.verdict is Verdict.GENUINE
    watched.wait(CardRemoved)
    slot.remove()
    slot.insert("k13")
    for attempt in ("three", "four", "five"):  # a bounced card may be announced once more before this one
        watched.wait(CardInserted)
        watched.reader.read(attempt)
        answer = watched.wait((CardFault, CardJudged), request=attempt)
        if isinstance(answer, CardJudged) and answer.reading.card.document_type == 13:
            break
    assert answer.reading.card.document_type == 13


def test_a_pin_never_reaches_a_card_that_was_swapped_in(watched, slot):
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("one")
    watched.wait(CardJudged, request="one")
    second = slot.insert("b34", bounce=True)
    watched.reader.verify_pin("v", Pin.from_text("1234"))
    answer = watched.wait((CardFault, PinChecked), request="v")
    assert isinstance(answer, CardFault)
    assert not any(command[1] == 0x20 for command, _ in second.log)


def test_the_service_dies_and_comes_back(watched, slot, pcscd):
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.read("before")
    watched.wait(CardJudged, request="before")
    pcscd.kill()
    watched.healthy(Reason.NO_PCSC_SERVICE)
    watched.reader.read("meanwhile")
    assert watched.wait(CardFault, request="meanwhile").problem is CardProblem.NO_PCSC_SERVICE
    pcscd.restart()
    assert watched.healthy().state is DeviceState.READY
    watched.wait(CardInserted)
    watched.reader.read("after")
    assert watched.wait(CardJudged, request="after").reading.card.document_type == 13
    assert any(isinstance(event, CardRemoved) for event in watched.seen)


def test_a_service_without_readers_says_so(watched, pcscd):
    configuration = pcscd.socket_path.parent.parent / "conf" / "vpcd"
    text = configuration.read_text()
    pcscd.kill()
    watched.healthy(Reason.NO_PCSC_SERVICE)
    configuration.unlink()
    pcscd.restart()
    try:
        watched.healthy(Reason.NO_READER)
        watched.reader.read("r")
        assert watched.wait(CardFault, request="r").problem is CardProblem.NO_READER
    finally:
        pcscd.kill()
        configuration.write_text(text)
        pcscd.restart()
    watched.healthy()


def test_another_program_that_holds_the_card_is_waited_for(watched, slot):
    slot.insert("a33")
    watched.wait(CardInserted)
    context = Context()
    held = connected(context)
    watched.reader.read("r")
    held.transmit(bytes.fromhex("00A4020C023F00"))
    held.release()
    assert watched.wait(CardJudged, request="r").reading.trust.verdict is Verdict.GENUINE
    context.close()


def test_another_program_that_keeps_the_card_makes_it_unreadable_not_broken(watched, slot, monkeypatch):
    monkeypatch.setattr(worker, "CONNECT_TRIES", 2)
    slot.insert("a33")
    watched.wait(CardInserted)
    context = Context()
    held = connected(context)
    watched.reader.read("r")
    fault = watched.wait(CardFault, request="r")
    assert fault.problem is CardProblem.CARD_UNREADABLE
    assert "in_use" in fault.detail
    held.release()
    context.close()


def test_the_second_reader_is_as_good_as_the_first(watched, second_slot):
    second_slot.insert("f17")
    watched.wait(CardInserted)
    watched.reader.read("r")
    assert watched.wait(CardJudged, request="r").reading.card.document_type == 17


def test_a_card_of_another_kind(watched, slot, pki):
    card = SimulatedCard.of("a33", pki)
    card.atr = bytes.fromhex("3B6800000073C84000009000")
    card.image.files.clear()
    slot.insert(card)
    watched.wait(CardInserted)
    watched.reader.read("r")
    assert watched.wait(CardFault, request="r").problem is CardProblem.CARD_NOT_SUPPORTED


def test_a_token_in_another_slot_yields_to_the_card_that_is_put_in_and_staff_are_told(watched, slot, second_slot, pki):
    token = SimulatedCard.of("a33", pki)
    token.atr = bytes.fromhex("3BFD1300008131FE158073C021C057597562694B657940")
    token.image.files.clear()
    slot.insert(token)
    watched.wait(CardInserted)
    watched.reader.read("token")
    assert watched.wait(CardFault, request="token").problem is CardProblem.CARD_NOT_SUPPORTED
    second_slot.insert("f17")
    watched.wait(CardRemoved)
    watched.wait(CardInserted)
    watched.reader.read("card")
    assert watched.wait(CardJudged, request="card").reading.card.document_type == 17
    told = watched.healthy(Reason.FOREIGN_CHIP)
    assert told.usable
    assert told.detail.startswith("a chip sits in Virtual PCD")
    slot.remove()
    watched.healthy()


def test_a_chip_that_never_leaves_its_slot_can_be_played_by_name(watched, slot):
    slot.fault("other-chip")
    watched.wait(CardInserted)
    watched.reader.read("chip")
    assert watched.wait(CardFault, request="chip").problem is CardProblem.CARD_NOT_SUPPORTED
    slot.insert("f17")
    watched.wait(CardRemoved)
    watched.wait(CardInserted)
    watched.reader.read("card")
    assert watched.wait(CardJudged, request="card").reading.card.document_type == 17
    assert watched.healthy(Reason.FOREIGN_CHIP).usable
    slot.remove()
    slot.fault(None)
    watched.healthy()


def test_no_card_is_an_answer(watched):
    watched.reader.read("r")
    assert watched.wait(CardFault, request="r").problem is CardProblem.NO_CARD


def test_a_released_card_is_free_and_can_be_read_again(watched, slot):
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.read("one")
    watched.wait(CardJudged, request="one")
    watched.reader.release()
    context = Context()
    other = connected(context)
    other.release()
    context.close()
    watched.reader.read("two")
    watched.wait(CardJudged, request="two")


LATER = ("wrong-length", "status:6D00", "status:6581", "short:1")


@pytest.mark.parametrize(
    "fault",
    ["endless", "garbage", "bit-error:4", *(pytest.param(fault, marks=pytest.mark.full) for fault in LATER)],
)
def test_a_card_that_talks_nonsense_ends_in_an_answer(watched, slot, fault):
    slot.fault(fault)
    slot.insert("k13")
    watched.wait(CardInserted)
    watched.reader.read("r")
    answer = watched.wait((CardFault, CardJudged), request="r")
    if isinstance(answer, CardJudged):
        assert answer.reading.trust.verdict is not Verdict.GENUINE or fault in ("short:1", "bit-error:4")
    else:
        assert answer.problem in (CardProblem.CARD_UNREADABLE, CardProblem.CARD_NOT_SUPPORTED)


def test_health_tells_since_when_and_which_connection(watched):
    health = watched.reader.health()
    assert (health.state, health.reason, health.generation) == (DeviceState.READY, Reason.OK, 1)
    assert isinstance(HealthChanged("card", health), HealthChanged)


def test_a_reader_that_is_stopped_with_a_card_in_it_says_that_it_is_gone(watched, slot):
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.stop()
    watched.wait(CardRemoved)
    slot.remove()
    watched.reader.start()
    watched.healthy()
    slot.insert("a33")
    watched.wait(CardInserted)
    assert [type(event) for event in watched.seen if isinstance(event, CardInserted | CardRemoved)] == [
        CardInserted,
        CardRemoved,
        CardInserted,
    ]
