"""The simulated reader's own keys, as the dock has them: what each person and each reader does ends as it does at a real one."""

import pytest

from devices.api.card import CardFault, CardInserted, CardJudged, CardProblem, PinChanged, PinChecked, PinOutcome
from devices.simulators.card.keys import ReaderKeys
from tests.support.waiting import until


@pytest.fixture
def keys(watched):
    """Keys on the watched reader; the seconds of whoever types pass on the driver's clock alone."""
    passed = [0.0]
    real = watched.reader._monotonic
    watched.reader._monotonic = lambda: real() + passed[0]

    def pause(seconds):
        passed[0] += seconds

    made = ReaderKeys(pause)
    made.fitted, made.passed = True, passed
    watched.reader._keys = made
    return made


@pytest.fixture
def asked(watched, slot, keys):
    """A card is in, and the reader asks for its PIN."""

    def ask(profile="a33"):
        card = slot.insert(profile)
        watched.wait(CardInserted)
        watched.reader.verify_pin("v", None)
        until(lambda: keys.waits)
        return card

    return ask


def checked(watched):
    told = watched.wait(PinChecked, request="v")
    return told.outcome, told.tries_left


def test_a_slow_typist_gets_through(watched, keys, asked):
    keys.fault("slow_typist", value=20.0)
    asked()
    keys.type("1234")
    assert watched.wait(PinChecked, request="v").proved
    assert keys.passed[0] > 60


def test_a_slow_change_of_the_pin_is_told_as_changed(watched, slot, keys):
    keys.fault("slow_typist", value=10.0)
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.change_pin("c", None, None)
    for left, digits in ((3, "1234"), (2, "135790"), (1, "135790")):
        until(lambda n=left: keys.waits == n)
        keys.type(digits)
    assert watched.wait(PinChanged, request="c").outcome is PinOutcome.CORRECT


def test_who_is_slower_than_the_reader_waits_is_told_that_time_is_up_and_loses_no_try(watched, keys, asked):
    keys.fault("slow_typist")
    keys.fault("impatient")
    card = asked()
    keys.type("1234")
    assert checked(watched) == (PinOutcome.TIMEOUT, 3)
    assert card.wallet.tries == 3


def test_who_types_nothing_is_told_that_time_is_up(watched, keys, asked):
    keys.fault("impatient", value=0.2)
    card = asked()
    assert checked(watched)[0] is PinOutcome.TIMEOUT
    assert card.wallet.tries == 3


@pytest.mark.parametrize("how", ["red key", "cancels"])
def test_the_red_key_ends_the_entry_and_costs_no_try(watched, keys, asked, how):
    if how == "cancels":
        keys.fault("cancels")
    card = asked()
    if how == "cancels":
        keys.type("1234")
    else:
        keys.cancel()
    assert checked(watched)[0] is PinOutcome.CANCELLED
    assert card.wallet.tries == 3


def test_a_reader_that_is_speechless_hides_no_wrong_try(watched, slot, keys):
    keys.fault("speechless")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.read("r")
    assert watched.wait(CardJudged, request="r").reading.pad_verifies
    watched.reader.verify_pin("v", None)
    until(lambda: keys.waits)
    keys.type("9999")
    assert checked(watched) == (PinOutcome.WRONG, 2)


def test_a_card_that_is_pulled_ends_the_entry(watched, slot, keys, asked):
    asked()
    slot.remove()
    assert watched.wait(CardFault, request="v").problem is CardProblem.CARD_REMOVED
    assert keys.waits == 0


def test_keys_that_nobody_asked_for_do_nothing(keys):
    for press in (lambda: keys.type("1234"), keys.cancel):
        with pytest.raises(ValueError, match="asks for nothing"):
            press()
    with pytest.raises(ValueError, match="digits"):
        keys.type("12a4")


def test_a_reader_has_keys_from_the_next_card_on(watched, slot, keys, emptied):
    keys.fitted = False
    for request, fitted in (("1", False), ("2", True)):
        keys.fitted = fitted
        slot.insert("a33")
        watched.wait(CardInserted)
        watched.reader.read(request)
        assert watched.wait(CardJudged, request=request).reading.pad_verifies is fitted
        emptied()
