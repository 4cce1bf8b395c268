"""The official languages stand on every paper and in full size where nobody has chosen one; no other town's do (R130)."""

from datetime import datetime, timedelta

import pytest

from devices.api import Text
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.commands.board import TURN_SECONDS, board_view, utterances
from kiosk.queue.model import Call
from kiosk.queue.setup import settings_of
from kiosk.staff.report import trial_receipt
from kiosk.views.touches import Touched
from kiosk.views.view import AttractView, ClosedView, OutOfServiceView
from kiosk.visit.model.effects import IssueTicket, PrintSlip, PrintTicket
from kiosk.visit.model.inputs import TicketIssued
from kiosk.visit.model.state import Moment, Setting, Situation, Standing, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.steps.step import step
from tests.flow.services.walked import without_card
from tests.support.towns import NOON, nobody, town

REGIMES = [("nl",), ("fr",), ("de",), ("fr", "nl"), ("de", "fr", "nl")]
WELCOME = {"nl": "Welkom", "fr": "Bienvenue", "de": "Willkommen"}
CLOSED = {"nl": "We zijn nu gesloten", "fr": "Nous sommes fermés maintenant", "de": "Wir haben jetzt geschlossen"}
APPOINTMENT = {
    "nl": "Afspraak om 10:30",
    "fr": "Rendez-vous à 10:30",
    "de": "Termin um 10:30 Uhr",
    "en": "Appointment at 10:30",
}
DAMAGED = {
    "nl": "U hebt een afspraak nodig voor een nieuwe kaart",
    "fr": "Il faut un rendez-vous pour une nouvelle carte",
    "de": "Für eine neue Karte brauchen Sie einen Termin",
}
DAY = {
    "nl": "18\u00a0februari\u00a02027 · 11:00",
    "fr": "18\u00a0février\u00a02027 · 11:00",
    "de": "18.\u00a0Februar\u00a02027 · 11:00",
}


def ticket(official, language):
    """The blocks of text of a ticket with an appointment."""
    resident = without_card(town(*official), "damaged", language=language, group="trouble")
    request = resident.press("ticket").effect(IssueTicket).request
    half_past_ten = datetime(2027, 2, 18, 10, 30, tzinfo=BRUSSELS)
    resident.do(TicketIssued(request, "id", "R014", "R", "", 0, (1, 2), appointment=half_past_ten))
    return texts_of(resident.effect(PrintTicket).receipt)


def texts_of(receipt):
    return [block for block in receipt.blocks if isinstance(block, Text)]


@pytest.mark.parametrize("language", ["en", "ar", "fr", "nl"])
@pytest.mark.parametrize("official", REGIMES)
def test_a_ticket_speaks_the_official_languages_and_the_residents_and_no_other(official, language):
    blocks = ticket(official, language)
    allowed = list(dict.fromkeys((*official, language)))
    assert {block.language for block in blocks} == set(allowed)
    label = next(row.label for klass, row in town(*official).tickets.classes.items() if klass.value == "R")
    services = [block.text for block in blocks if block.text in {texts(code).gettext(label) for code in allowed}]
    assert services == [texts(code).gettext(label) for code in allowed]
    appointments = [block.text for block in blocks if block.text in APPOINTMENT.values()]
    assert appointments == [APPOINTMENT[code] for code in allowed if code in APPOINTMENT]
    assert [block.text for block in blocks if block.text in DAY.values()] == [
        DAY[each] for each in allowed if each in DAY
    ]


@pytest.mark.parametrize("official", REGIMES)
def test_the_official_languages_are_printed_alike(official):
    blocks = ticket(official, "en")
    label = next(row.label for klass, row in town(*official).tickets.classes.items() if klass.value == "R")
    names = {texts(code).gettext(label) for code in official}
    assert {(block.size, block.bold) for block in blocks if block.text in names} == {(blocks[1].size, True)}


@pytest.mark.parametrize("official", REGIMES)
def test_a_slip_has_the_day_in_the_official_languages_and_then_in_the_residents(official):
    resident = without_card(town(*official), "damaged", language="en", group="trouble")
    blocks = texts_of(resident.press("slip").effect(PrintSlip).receipt)
    *days, residents = [block.text for block in blocks][-len(official) - 1 :]
    assert days == [DAY[code] for code in official]
    assert residents == texts("en").stamp(NOON)
    assert {block.language for block in blocks} == {*official, "en"}


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("official", REGIMES)
def test_a_slip_is_headed_in_the_official_languages_for_the_desk_and_then_in_the_residents(official, language):
    resident = without_card(town(*official), "damaged", language=language, group="trouble")
    heading = resident.view.title
    blocks = texts_of(resident.press("slip").effect(PrintSlip).receipt)
    titles = {code: blocks[1 + number] for number, code in enumerate(dict.fromkeys((*official, language)))}
    assert {code: block.text for code, block in titles.items() if code in DAMAGED} == {
        code: DAMAGED[code] for code in titles if code in DAMAGED
    }
    assert titles[language].text == heading
    assert {code: (block.language, block.bold) for code, block in titles.items()} == {
        code: (code, True) for code in titles
    }


@pytest.mark.parametrize("official", REGIMES)
def test_the_first_and_the_closed_screen_say_it_in_every_official_language(official):
    first = nobody(official)
    assert isinstance(first, AttractView)
    assert [each.title for each in (first, *first.also)] == [WELCOME[code] for code in official]
    assert all(len(each.offers) == len(first.offers) for each in first.also)
    monday = datetime(2027, 2, 22, 9, 0, tzinfo=BRUSSELS)
    closed = nobody(official, standing=Standing.CLOSED, until=monday)
    assert isinstance(closed, ClosedView)
    assert [each.title for each in (closed, *closed.also)] == [CLOSED[code] for code in official]
    assert not {language for language, _ in closed.messages} & set(official)
    out = nobody(official, standing=Standing.OUT)
    assert isinstance(out, OutOfServiceView)
    assert [each.language for each in (out, *out.also)] == list(official)


@pytest.mark.parametrize("official", REGIMES)
def test_each_official_language_is_heard_once_and_in_its_own_voice(official):
    for shown in (nobody(official), nobody(official, standing=Standing.CLOSED)):
        said = [(each.language, each.text) for each in spoken(shown)]
        for each in (shown, *shown.also):
            assert said.count((each.language, each.title)) == 1


@pytest.mark.parametrize("official", REGIMES)
def test_who_has_chosen_no_language_is_spoken_to_in_the_first_official_one(official):
    """At the screen, and for a number that a program asks for without a word of the language."""
    profile = town(*official)
    idle = VisitState(Setting(profile, profile.places[0].id, "row"), Moment(NOON, 100.0), Situation())
    begun, _ = step(idle, Touched(), idle.now)
    assert begun.visit.language == view(begun).language == official[0]
    assert settings_of(profile, profile.places[0].id, kiosk="k-1").language == official[0]


def test_the_board_shows_and_calls_in_the_official_languages(monkeypatch):
    profile = town("fr", "nl")
    labels = []
    for turn in range(4):
        now = NOON + timedelta(seconds=turn * TURN_SECONDS)
        monkeypatch.setattr("kiosk.base.clock.SystemClock.now", lambda _clock, now=now: now)
        board = board_view(None, profile, profile.places[0].id, profile.official)
        labels.append(board.counter_label)
        assert len(board.body) == 2
    assert labels in (["Guichet", "Loket"] * 2, ["Loket", "Guichet"] * 2)
    call = Call("id", "R014", "R", "4", NOON, 1, "ar", NOON.date())
    assert [each.language for each in utterances(call, profile.official)] == ["fr", "fr", "nl", "nl", "ar", "ar"]


def test_a_trial_print_shows_the_languages_of_the_town():
    receipt = trial_receipt("k-1", "Maison communale", NOON, ("fr", "ar"))
    blocks = texts_of(receipt)
    assert {"Français", "العربية"} <= {block.text for block in blocks}
    assert {block.language for block in blocks} == {"fr", "ar"}
