"""A paper is called what stands on it: the town's own name, whatever language its reader has (TOWNS 2)."""

import pytest

from kiosk.base.values.aloud import aloud
from kiosk.views.view import QuestionView
from tests.flow.services.machine import Resident
from tests.flow.services.walked import said, slip, ticket, without_card
from tests.support.towns import town

# official languages, the reader's, what a label and a sentence call annex 19, and the orange card as a choice
NAMES = [
    (("nl",), "nl", "Bijlage 19", "bijlage", "Oranje kaart"),
    (("nl",), "en", "Annex 19 (bijlage 19)", "(bijlage", "The orange card (oranje kaart)"),
    (("nl",), "fr", "Annexe (bijlage) 19", "annexe (bijlage)", "Carte orange (oranje kaart)"),
    (("fr",), "fr", "Annexe 19", "annexe", "Carte orange"),
    (("fr",), "pl", "Załącznik 19 (annexe 19)", "(annexe", "Pomarańczowa karta (carte orange)"),
    (("fr",), "nl", "Bijlage (annexe) 19", "bijlage (annexe)", "Oranje kaart (carte orange)"),
    (("de",), "de", "Anlage 19", "Anlage", "Orange Karte"),
    (("de",), "en", "Annex 19 (Anlage 19)", "(Anlage", "The orange card (orange Karte)"),
    (
        ("fr", "nl"),
        "en",
        "Annex 19 (annexe / bijlage 19)",
        "(annexe / bijlage",
        "The orange card (carte orange / oranje kaart)",
    ),
    (("fr", "nl"), "nl", "Bijlage 19", "bijlage", "Oranje kaart"),
]
OTHERS = {
    ("nl",): ("annexe", "Anlage", "carte orange"),
    ("fr",): ("bijlage", "Anlage", "oranje kaart"),
    ("de",): ("bijlage", "annexe", "oranje kaart"),
    ("fr", "nl"): ("Anlage", "orange Karte"),
}
regimes = pytest.mark.parametrize(("official", "language", "label", "inside", "orange"), NAMES)


def choices(official, language, service):
    """The labels of the question that a service begins with, and what is spoken of them."""
    resident = Resident(town(*official), language, cards=False)
    for key in ("menu.other", *(("menu.more",) if service == "annex" else ()), f"menu.{service}"):
        resident.press(key)
    assert isinstance(resident.view, QuestionView)
    return [each.label for each in resident.view.actions], " ".join(said(resident))


@regimes
def test_a_choice_has_the_name_that_stands_on_the_paper(official, language, label, inside, orange):
    shown, heard = choices(official, language, "annex")
    assert label in shown
    assert aloud(label, language) in heard
    shown, heard = choices(official, language, "protection")
    assert orange in shown
    assert aloud(orange, language) in heard


@regimes
def test_screen_speech_and_slip_say_the_same_name(official, language, label, inside, orange):
    resident = without_card(town(*official), "temporary-protection", language=language, group="other")
    screen, heard = resident.view.title, " ".join(said(resident))
    assert f"{inside} 15" in screen
    assert aloud(f"{inside} 15", language) in heard
    assert any(f"{inside} 15" in line for line in slip(resident))


@pytest.mark.parametrize("official", OTHERS)
def test_a_reader_of_another_language_meets_no_name_of_another_town(official):
    profile = town(*official)
    for language in ("en", "tr", "uk", "ar", "bg", "es", "pl", "ro"):
        lines = [*choices(official, language, "annex")[0], *choices(official, language, "protection")[0]]
        for service, group in (("lost", "trouble"), ("guarantor", "other"), ("temporary-protection", "other")):
            lines += slip(without_card(profile, service, language=language, group=group))
        assert [line for line in lines for name in OTHERS[official] if name in line] == []


def test_a_ticket_names_the_paper_of_the_police_as_the_town_does():
    for official, name in (
        (("nl",), "attest van verlies"),
        (("fr",), "attestation de perte"),
        (("de",), "Verlustbescheinigung"),
    ):
        resident = without_card(
            town(*official),
            "lost",
            language="en",
            group="trouble",
            for_whom="me",
            police_paper="yes",
            urgently="regular",
        )
        assert any(f"({name})" in line for line in ticket(resident))


def test_a_municipality_may_call_a_paper_otherwise(tmp_path):
    from kiosk.profiles.loader import load, path_of

    text = path_of("gent").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text + '\n[names]\nannex = { nl = "bijl." }\nsource = "own"\n', "utf-8")
    resident = without_card(load(own), "temporary-protection", language="en", group="other")
    assert "(bijl. 15)" in resident.view.title
    assert load(own).names.orange_card["nl"] == "oranje kaart"
