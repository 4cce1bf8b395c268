"""What is only good to know stands behind one button that says so; what must be known never does."""

import re

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import Plural
from kiosk.residence.remarks import LATER, NOTES
from kiosk.views.view import Comfort
from kiosk.visit.tour.showcase import views as showcase
from screens.registry import scene_of
from screens.scene import Turn
from screens.theme import Glass
from screens.typeset import Typesetter

LARGE, LOW = Glass.of(1080, 1920), Glass.of(1280, 800)
# what somebody is asked to do, or warned of
MUST = r"\b(Bring|Ask|Call|Check|Pay|Collect|Go|Come|Wait|Show|First report|must|never|destroyed|travel)\b|€"


def pages(name, glass, language="nl"):
    view, setter = dict(showcase(language, Comfort()))[name], Typesetter()
    first = scene_of(view, glass, setter)
    return view, [first, *(scene_of(view, glass, setter, page) for page in range(1, first.pages))]


def words(scenes):
    return " ".join(line.shown for scene in scenes for line in scene.lines()).replace("\u00a0", " ").split()


def missing(sentence, scenes):
    return [word for word in sentence.replace("\u00a0", " ").split() if word not in words(scenes)]


def test_no_sentence_that_is_only_good_to_know_asks_or_warns_of_anything():
    for note in LATER:
        message = NOTES[note]
        said = message.many if isinstance(message, Plural) else message
        allowed = "The Immigration Office must agree" in said
        assert allowed or not re.search(MUST, said), note


PARTED = pytest.mark.parametrize(
    ("name", "glass"), [("answer-late", LARGE), ("answer-open", LOW)], ids=["1080x1920", "1280x800"]
)


@PARTED
def test_what_must_be_known_stands_before_what_is_only_good_to_know(name, glass):
    view, scenes = pages(name, glass)
    asides = scenes[0].asides
    assert asides == 1
    matter, aside = scenes[:-asides], scenes[-asides:]
    must = [view.title, *view.body, *(note for note in view.notes if note not in view.later), view.footer]
    must += [line.amount for line in view.fee] + [thing.label for thing in (*view.bring, *view.channels)]
    must += [way.detail for way in view.channels]
    assert [text for text in must if missing(text, matter)] == []
    assert [text for text in view.later if missing(text, aside)] == []


@pytest.mark.parametrize("glass", [LARGE, LOW, Glass.of(1920, 1080), Glass.of(800, 1280)])
@pytest.mark.parametrize(("name", "annex"), [("answer-late", "krijgt u"), ("answer-expired", "Vraag")])
def test_whoever_fears_for_the_stay_reads_of_the_decision_with_the_matter(name, annex, glass):
    """D5: that the approval comes first and which paper covers the stay is nothing that is only good to know."""
    view, scenes = pages(name, glass)
    matter = scenes[: len(scenes) - scenes[0].asides]
    decision = [note for note in view.notes if "Vreemdelingenzaken" in note or "bijlage 15" in note]
    assert len(decision) == 2
    assert annex in decision[1]
    assert [missing(note, matter) for note in decision] == [[], []]


@PARTED
def test_one_button_leads_to_it_and_says_so(name, glass):
    _, scenes = pages(name, glass)
    first = len(scenes) - scenes[0].asides
    ways = [target for target in scenes[first - 1].targets if target.reply == Turn(first)]
    assert [way.label for way in ways] == [texts("nl").gettext("Good to know")]
    assert not [target for target in scenes[first].targets if target.reply == Turn(first + 1)]


def test_a_day_that_is_promised_has_nothing_behind_a_button():
    view, scenes = pages("answer-urgent", LARGE)
    assert view.later == ()
    assert scenes[0].asides == 0


def test_a_page_between_others_says_which_it_is():
    """Two arrows stood there without a figure."""
    _, scenes = pages("answer-urgent", LOW)
    assert [line.shown for line in scenes[1].lines() if "/" in line.shown] == ["2\u00a0/\u00a03"]
