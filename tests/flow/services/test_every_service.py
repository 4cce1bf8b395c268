"""Every service of every profile, through every answer to every question, to an answer that people can read."""

from datetime import datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES as ALL
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import NAMES, load
from kiosk.residence.topics import information_pages
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import AnswerView, MenuView
from kiosk.visit.model import phases
from kiosk.visit.model.inputs import CheckedIn
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.steps.step import step
from kiosk.visit.tour.explore import sample_reading

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
LANGUAGES = ("nl", "en", "ar")


def press(state, key):
    assert any(each.key == key and each.enabled for each in (*view(state).actions, *view(state).controls)), key
    now = Moment(state.now.civil + timedelta(seconds=2), state.now.mono + 2)
    return step(state, Pressed(key), now)[0]


def at_the_menu(profile, language):
    state = VisitState(Setting(profile, profile.places[0].id, "svc"), Moment(NOON, 100.0), Situation())
    state, _ = step(state, Touched(), Moment(NOON, 101.0))
    return press(state, f"language.{language}")


def answers(state):
    """Every answer that can be reached by answering questions."""
    if isinstance(state.phase, phases.Asking):
        for action in view(state).actions:
            yield from answers(press(state, action.key))
    elif isinstance(state.phase, phases.AwaitCard):
        without = press(state, "no_card")
        if not isinstance(without.phase, phases.Menu):
            yield from answers(without)
    else:
        yield state


def services(state):
    """Every line of both levels of the menu, the second screen of a long group included."""
    for action in view(state).actions:
        chosen = press(state, action.key)
        if isinstance(view(chosen), MenuView) and chosen.phase.path != "topics":
            yield from services(chosen)
        else:
            yield action.key, chosen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_service_leads_to_an_answer_in_plain_words(name, language):
    profile = load(name, today=NOON.date())
    reached = 0
    for key, chosen in services(at_the_menu(profile, language)):
        if isinstance(chosen.phase, (phases.ConfirmTicket, phases.TypingCode, phases.Menu)):
            continue
        for state in answers(chosen):
            assert isinstance(state.phase, phases.Answered), (key, state.phase)
            shown = view(state)
            assert isinstance(shown, AnswerView)
            assert shown.title
            assert len(shown.actions) <= 6
            assert "{" not in " ".join(utterance.text for utterance in spoken(shown)), key
            assert any(action.key == "done" for action in (*shown.actions, *shown.controls))
            reached += 1
    assert reached > 20


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_menu_has_at_most_six_choices_and_two_levels(name, language):
    state = at_the_menu(load(name, today=NOON.date()), language)
    assert 1 <= len(view(state).actions) <= 6
    for action in view(state).actions:
        group = press(state, action.key)
        if not isinstance(view(group), MenuView):
            continue
        assert 1 <= len(view(group).actions) <= 6
        deeper = [press(group, each.key) for each in view(group).actions]
        # a group's second screen is the same level; the subjects are the question of "About residence cards"
        for menu in (each.phase for each in deeper if isinstance(each.phase, phases.Menu)):
            assert menu == phases.Menu(group.phase.path, 1) or menu.path in ("topics", "medical")
        for each in deeper:
            assert len(view(each).actions) <= 6


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_profile_offers_can_be_reached_on_the_screen(name):
    profile = load(name, today=NOON.date())
    reached = {key.removeprefix("menu.") for key, _ in services(at_the_menu(profile, "en"))}
    assert {str(service) for service in profile.offered} <= reached
    assert {"appointment", "ticket", "topics"} <= reached


def subjects(profile, language):
    state = at_the_menu(profile, language)
    return next(chosen for key, chosen in services(state) if key == "menu.topics")


@pytest.mark.parametrize("language", list(ALL))
@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_information_is_read_on_the_screen(name, language):
    """R017, R033, R086, R111, R112, R113: each page fits, says where it ends, and leads back."""
    profile = load(name, today=NOON.date())
    chosen = subjects(profile, language)
    wanted = information_pages(texts(language), profile)
    assert 3 <= len(view(chosen).actions) <= 6
    seen = {}
    for action in view(chosen).actions:
        state = press(chosen, action.key)
        while True:
            shown = view(state)
            assert isinstance(shown, AnswerView)
            assert 1 <= len(shown.body) <= 14
            assert shown.notes == (
                texts(language).gettext("This is general information. Staff at the counter decide."),
            )
            assert shown.footnote or not any(each.code == language and each.unreviewed for each in profile.languages)
            seen[shown.title] = (*seen.get(shown.title, ()), *shown.body)
            said = [utterance.text for utterance in spoken(shown)]
            assert {aloud(text, language) for text in (shown.title, *shown.body, *shown.notes)} <= set(said)
            if not any(each.key == "next" for each in shown.actions):
                break
            before, state = state, press(state, "next")
            assert view(press(state, "back")).body == view(before).body
        assert isinstance(view(press(state, "menu")), MenuView)
        assert press(state, "done").visit is None
    assert seen == {page.title: page.body for page in wanted}
    assert len(seen[texts(language).gettext("What the letters of the cards mean")]) == 14


def test_R011_a_silent_office_still_gives_a_ticket_and_never_says_not_ready():
    profile = load("gent", today=NOON.date())
    state = at_the_menu(profile, "en")
    from dataclasses import replace

    state = replace(state, visit=replace(state.visit, reading=sample_reading(NOON.date()), pin_proved=True))
    state = press(state, "menu.collect")
    state = press(state, "answer.me")
    assert isinstance(state.phase, phases.LookingUp)
    late = Moment(NOON, state.now.mono + 60)
    from kiosk.visit.model.inputs import Tick

    state, _ = step(state, Tick(), late)
    state = press(press(state, "answer.regular"), "answer.yes")
    shown = view(state)
    assert state.visit.answer.result == "STATUS_UNKNOWN"
    assert any(action.key == "ticket" for action in shown.actions)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["TOO_EARLY", "TOO_LATE", "ELSEWHERE", "OTHER_DAY", "NOT_FOUND"])
def test_R121_every_check_in_says_what_to_do(code, language):
    state = at_the_menu(load("gent", today=NOON.date()), language)
    state = press(state, "menu.appointment")
    from kiosk.visit.model.inputs import CodeSeen

    state, effects = step(state, CodeSeen("GENT-2027-1"), state.now)
    request = effects[-1].request
    state, _ = step(state, CheckedIn(request, f"CHECKIN_{code}", NOON, "rabot"), state.now)
    shown = view(state)
    assert shown.title
    wants_ticket = code in ("TOO_LATE", "NOT_FOUND")
    assert any(action.key == "ticket" for action in shown.actions) == wants_ticket


def test_a_language_nobody_checked_says_so():
    state = at_the_menu(load("gent", today=NOON.date()), "ar")
    assert view(state).footnote == texts("ar").gettext(
        "Read by a second reader, not yet by somebody whose language this is."
    )
    assert view(state).banner == ""
    assert [each.text for each in spoken(view(state))][-1] == view(state).footnote
