"""What only one town's page says is told in that town: nobody inherits another municipality's procedure."""

import pytest

from kiosk.base.i18n import texts
from kiosk.residence.topics import information_pages

OTHERS = ("leuven", "vlaams-voorbeeld")
CARD = {"document_type": 33, "valid_until": "2027-03-30"}


def test_a_first_card_comes_after_a_decision_where_the_page_says_so(ask):
    told = ask("gent", "2027-02-22", service="first")
    assert "First finish your registration." in told.text
    assert "You must first get the right to stay." in told.text
    assert "knowledge_facts.first_card_after_decision" in {use.key for use in told.told.sources}


@pytest.mark.parametrize("name", OTHERS)
def test_elsewhere_nothing_is_said_of_a_decision_before_the_first_card(ask, name):
    said = ask(name, "2027-02-22", service="first").text
    assert "registration" not in said
    assert "right to stay" not in said
    waits = ask(name, "2027-02-22", service="first", card_status="awaiting_decision").text
    assert "right to stay" not in waits


def test_a_letter_in_a_few_weeks_is_told_where_the_page_says_so(ask, profile_of):
    waits = {"service": "collect", "procedure": "regular", "codes": "no"}
    assert "a few weeks after your application" in ask("gent", "2027-02-22", **waits).text
    assert "weeks" not in ask("leuven", "2027-02-22", **waits).text
    # a page with numbers says them, and no "few weeks" beside them
    text = ask("vlaams-voorbeeld", "2027-02-22", **waits).text
    assert "few weeks" not in text
    assert "14 to 21 days" in text


@pytest.mark.parametrize(("name", "said"), [("gent", True), ("leuven", False), ("vlaams-voorbeeld", False)])
def test_the_page_on_collecting_says_some_weeks_where_the_town_does(profile_of, name, said):
    sentences = [each for page in information_pages(texts("en"), profile_of(name)) for each in page.body]
    assert any("some weeks after you applied" in each for each in sentences) is said
