"""A visit in each example town, in each of its official languages: told in it, and printed in all of them."""

import pytest

from kiosk.base.i18n import texts
from kiosk.commands.demo import _moved
from kiosk.demo.visits import VISITS
from kiosk.profiles.loader import EXAMPLES, load
from kiosk.views.view import AnswerView, QuestionView
from kiosk.visit.steps import tickets

OFTEN = {("examples/brussels", "fr"), ("examples/flemish-city", "nl")}
WAYS = [
    pytest.param(name, code, marks=[] if (name, code) in OFTEN else [pytest.mark.full])
    for name in EXAMPLES
    for code in load(name).official
]
# what a ticket for an application is called
LABELS = {code: texts(code).gettext("Application") for code in ("nl", "fr", "de")}


@pytest.mark.parametrize(("name", "language"), WAYS)
def test_a_renewal_is_told_and_printed_in_the_languages_of_the_town(name, language, play, monkeypatch):
    profile, drawn, made = load(name), [], tickets.ticket_receipt
    monkeypatch.setattr(tickets, "ticket_receipt", lambda paper: drawn.append(made(paper)) or drawn[-1])
    played = play(_moved(VISITS["renew-open"], name), language)
    answer = played.last(AnswerView)
    assert (answer.language, answer.place.startswith(profile.name)) == (language, True)
    done = [each.act for each in played.done]
    # a question that only this town asks is answered: where a letter invites, whether it came
    asked = [view.title for view in played.views if isinstance(view, QuestionView)]
    letter = texts(language).gettext("Do you have the letter that invites you?")
    assert (letter in asked) is (profile.invitation[0].value == "post")
    # and where it gives no number one leaves without
    numbered = "ticket" in {action.key for action in answer.actions}
    assert numbered is (name != "examples/flemish-city")
    assert ("taps ticket" in done) is numbered
    assert "pulls the card" in done
    assert len(played.paper) == int(numbered)
    # a ticket is drawn: its words are read before they are a picture
    assert bool(drawn) is numbered
    for ticket in drawn:
        assert {code for code, label in LABELS.items() if label in repr(ticket)} == set(profile.official)
