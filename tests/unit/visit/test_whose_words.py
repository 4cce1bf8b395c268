"""Small words that were said of everybody: whose card is greeted, and where a PIN came from."""

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import load
from kiosk.visit.model import phases
from kiosk.visit.model.state import Moment, Setting, Visit, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.tour.people import holder_of

NOW = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)


def seen(phase, *, profile=None, language="en", **visit):
    setting = Setting(profile or load("gent", today=NOW.date()), "stadskantoor", "walk")
    state = VisitState(setting, Moment(NOW, 100.0), phase=phase, visit=Visit("walk", 0.0, language, **visit))
    return view(state)


@pytest.mark.parametrize(("code", "age", "said"), [(33, 35, "Your A card"), (63, 5, "The child's A card")])
def test_a_childs_card_is_greeted_as_the_childs(code, age, said):
    greeted = seen(phases.Greeting(100.0), reading=holder_of(code, NOW.date(), age=age))
    assert greeted.body[0] == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_a_childs_card_from_ones_own(language):
    child, own = (
        seen(phases.Greeting(100.0), language=language, reading=holder_of(code, NOW.date(), age=age)).body[0]
        for code, age in ((63, 5), (33, 35))
    )
    assert "A" in child
    assert child != own


@pytest.mark.parametrize(
    ("codes", "said"),
    [("post", "It came by post in a letter."), ("counter", "It came by post, or you got it at the counter.")],
)
def test_help_at_the_pin_speaks_of_a_letter_alone_only_where_one_comes(codes, said):
    ghent = load("gent", today=NOW.date())
    town = ghent.model_copy(update={"collection": ghent.collection.model_copy(update={"codes": codes})})
    asked = seen(phases.Helping(phases.PinBlocked()), profile=town)
    assert said in [topic.detail for topic in asked.topics]
    assert all(texts(language).gettext(said) != said for language in LANGUAGES if language != "en")
