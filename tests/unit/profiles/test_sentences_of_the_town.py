"""A municipality's own sentences: where they stand, in which language, and what the check says of them."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.cli import kiosk as program
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.reasons import staff_view
from kiosk.residence.topics import information_pages
from kiosk.residence.vocabulary import CardStatus, Service
from kiosk.residence.words import describe

TODAY = date(2026, 11, 22)
NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
DOGS = "Laat uw hond buiten."
DOGS_FR = "Laissez votre chien dehors."
ROW = f"""

[[sentences]]
say = {{ nl = "{DOGS}", fr = "{DOGS_FR}" }}
services = ["renew", "lost"]
source = "000"
"""
FR, TR = texts("fr"), texts("tr")


def told(profile, language="fr", **values):
    """The town's sentences beside the answer, and the answer."""
    facts = Facts(**{"service": Service.RENEW, "valid_until": date(2027, 3, 31), **values})
    found = answer(facts, profile, NOW, clock_ok=True)
    return describe(found, facts, texts(language), profile).own, found


@pytest.fixture
def with_rows(town):
    return lambda rows=ROW: load(town(extra=rows), today=TODAY)


def test_it_stands_in_the_answers_about_its_services_and_in_no_other(with_rows):
    profile = with_rows()
    assert told(profile)[0] == ((DOGS_FR, "fr"),)
    assert told(profile, service=None)[0] == ((DOGS_FR, "fr"),)
    assert told(profile, service=Service.LOST)[0] == ((DOGS_FR, "fr"),)
    assert told(profile, service=Service.DAMAGED)[0] == ()


def test_who_reads_a_language_without_words_reads_the_official_ones(with_rows):
    assert told(with_rows(), "tr")[0] == ((DOGS, "nl"),)


def test_why_names_it_with_its_page(with_rows):
    why = staff_view(told(with_rows())[1], with_rows())
    assert any(line.startswith("sentences.0 = say nl") and "[000: Ghent" in line for line in why)


def test_an_answer_without_one_is_as_it_was(with_rows, profile_of):
    for values in ({"service": Service.DAMAGED}, {"service": Service.COLLECT, "card_status": CardStatus.READY}):
        assert told(with_rows(), **values)[1] == told(profile_of("gent"), **values)[1]


@pytest.mark.parametrize(
    ("condition", "there", "not_there"),
    [
        ('letters = ["A"]', {"document_type": 33}, {"document_type": 34}),
        ('letters = ["A"]', {"document_type": 33}, {}),
        ('results = ["RENEW_OPEN"]', {"valid_until": date(2027, 3, 31)}, {"valid_until": date(2027, 12, 31)}),
        ('places = ["rabot"]', {"place": "rabot"}, {"place": "wondelgem"}),
    ],
)
def test_its_conditions_hold_together(with_rows, condition, there, not_there):
    profile = with_rows(f"{ROW}{condition}\n")
    assert told(profile, **there)[0]
    assert told(profile, **not_there)[0] == ()


def test_what_is_done_elsewhere_has_the_sentences_of_that_place(town):
    # collecting stays possible; everything else is done at the first place alone
    elsewhere = (
        'mode = "appointment"\nsource = "000"\n\n[places.access]\ndefault = "appointment"',
        'mode = "appointment"\nsource = "000"\n\n[places.access]\ndefault = "none"',
    )
    for place, seen in (("stadskantoor", ((DOGS, "nl"),)), ("rabot", ())):
        profile = load(town(elsewhere, extra=f'{ROW}places = ["{place}"]\n'), today=TODAY)
        assert told(profile, "nl", place="rabot")[0] == seen


def test_a_page_of_information_ends_with_it(with_rows):
    row = ROW.replace('services = ["renew", "lost"]', 'pages = ["reach-us"]')
    pages = {page.id: page.own for page in information_pages(FR, with_rows(row))}
    assert {name for name, own in pages.items() if own} == {"reach-us"}
    assert pages["reach-us"] == ((DOGS_FR, "fr"),)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('services = ["renew", "lost"]\n', "", "sentences.0", "say where it stands"),
        ('services = ["renew", "lost"]', 'pages = ["reach"]', "sentences.0.pages", "did you mean 'reach-us'?"),
        (f'nl = "{DOGS}", ', "", "sentences.0.say.nl", "is an official language"),
        (
            'services = ["renew", "lost"]',
            'pages = ["pin"]\nletters = ["A"]',
            "sentences.0.letters",
            "only where there are",
        ),
        ("source", 'letters = ["C"]\nsource', "sentences.0.letters", "no card is called 'C'"),
        ("source", 'places = ["rabott"]\nsource', "sentences.0.places", "did you mean 'rabot'?"),
        ("fr = ", "it = ", "sentences.0.say.it", "no texts"),
        ('"lost"', '"lots"', "sentences.0.services.1", "did you mean 'lost'?"),
        ('source = "000"', "", "sentences.0.say", 'add source = "…"'),
    ],
)
def test_a_sentence_that_nobody_would_see_or_read_is_named(refused, old, new, key, said):
    assert old in ROW
    errors = [each for each in refused(extra=ROW.replace(old, new, 1)) if each.key.startswith(key)]
    assert errors
    assert said in errors[0].message


def notices(path):
    return {(str(each.code), each.key): each.message for each in check([path], TODAY).notices}


def test_the_check_tells_the_languages_without_words(town):
    message = notices(town(extra=ROW))["NOT_TRANSLATED", "sentences.0.say"]
    assert message.startswith("no words in en, de, tr")
    label = ('label = "Just a ticket"', 'label = { nl = "Zomaar", fr = "Comme ça" }')
    assert ("NOT_TRANSLATED", "menu.ticket.label") in notices(town(label))


@pytest.mark.parametrize(
    "label", ['{ fr = "Mon titre de sejour" }', '"Mon titre de séjour"', '{ nl = "Mijn verblijfkaart" }']
)
def test_words_that_are_translated_already_are_suggested(town, label):
    found = notices(town(('label = "My residence card"', f"label = {label}")))
    message = next(said for (_, key), said in found.items() if key == "menu.card.label")
    assert "'My residence card' is near, and translated already" in message


def test_the_check_lists_the_words_that_are_translated_already(town):
    path = town(('label = "Just a ticket"', 'label = { nl = "Zomaar" }'))
    listed = CliRunner().invoke(program, ["profile", "check", "--no-draw", str(path)]).output
    assert "translated already" in listed
    assert "Waiting room (Wachtzaal)" in listed
    assert "translated already" not in CliRunner().invoke(program, ["profile", "check", "--no-draw", "gent"]).output


def test_explain_tells_whose_sentence_it_is(with_rows, town):
    line = (
        f"explain --profile {town(extra=ROW)} --service renew --valid-until 2027-03-31 --today 2027-02-20 --language tr"
    )
    assert f"Gent size bildiriyor:\n  {DOGS}" in CliRunner().invoke(program, line.split()).output
