"""The kiosk's own tickets, as long as they get, in all its languages: few enough bytes for a slow line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from devices.api import QrCode, Receipt, Text
from devices.printer.receipt import LONGEST, Paper, Style, render
from devices.simulators.paper import draw
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.residence.labels import BRING
from kiosk.residence.remarks import NOTES
from kiosk.residence.vocabulary import BringItem, Note
from kiosk.visit.shown.paper import TicketPaper, called_to, ticket_receipt

TAKEN = datetime(2027, 2, 20, 10, 4, tzinfo=ZoneInfo("Europe/Brussels"))
LISTS = {
    "renew": (BringItem.CURRENT_CARD, BringItem.PASSPORT_OR_ID, BringItem.PHOTO, BringItem.FEE),
    "collect": (BringItem.OLD_CARD_OR_CERTIFICATE, BringItem.INVITATION, BringItem.CODES),
    "child": (
        BringItem.PREVIOUS_CARD_IF_ANY,
        BringItem.ADULT_ID,
        BringItem.PARENT_PERMIT,
        BringItem.CHILD_ID,
        BringItem.PARENTAL_AUTHORITY,
        BringItem.PHOTO,
    ),
}
# merging the Arabic faces takes a second
SLOW = [pytest.param(name, marks=pytest.mark.full) if name == "ar" else name for name in LANGUAGES]


@pytest.mark.parametrize("dots", [576, 384])
@pytest.mark.parametrize("what", list(LISTS))
@pytest.mark.parametrize("language", SLOW)
def test_a_real_ticket_is_short_on_the_line(language: str, what: str, dots: int) -> None:
    t = texts(language)
    paper = TicketPaper(
        municipality="Stad Gent",
        place="Stadskantoor Gent",
        official=("nl",),
        number="R014",
        service=(("Verblijfskaart vernieuwen", "nl"), ("Renew residence card", "en")),
        taken_at=TAKEN,
        language=language,
        people_ahead=3,
        minutes=(10, 20),
        qr="R014-7KQ2MX",
        bring=tuple(t.gettext(BRING[item]) for item in LISTS[what]),
        notes=() if what == "child" else (t.gettext(NOTES[Note.NOT_A_TRAVEL_DOCUMENT]),),
    )
    data = render(ticket_receipt(paper), Paper(dots=dots)).data
    drawn = draw(data, dots)
    assert drawn.clean
    assert len(drawn.pictures) == 1
    if b"\x1dv0" in data:
        assert len(data) <= LONGEST
    else:
        # a child's six things are named in words that say whose they are
        assert len(data) <= (725 if what == "child" else 600)


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name not in {"tr", "uk", "ar", "bg", "pl", "ro"}])
def test_the_longest_ticket_in_the_printers_own_letters_is_at_most_1200_bytes(language: str) -> None:
    data = render(longest(language), Paper()).data
    assert b"\x1dv0" not in data
    assert len(data) <= 1200


@pytest.mark.parametrize("dots", [576, pytest.param(384, marks=pytest.mark.full)])
@pytest.mark.parametrize("language", ["ro", *(pytest.param(x, marks=pytest.mark.full) for x in LANGUAGES if x != "ro")])
def test_the_longest_drawn_ticket_is_at_most_24_000_bytes(language: str, dots: int) -> None:
    assert len(render(longest(language), Paper(dots=dots, style=Style.PICTURE)).data) <= 24_000


def longest(language: str) -> Receipt:
    """With all that a town may let it say: the card's letter, two amounts, an appointment, and for how many."""
    t = texts(language)
    paper = TicketPaper(
        municipality="Administration communale de Saint-Josse",
        place="Maison communale, rez-de-chaussée",
        official=("fr", "nl"),
        number="R2-014",
        service=(
            ("Titre de séjour : renouveler", "fr"),
            ("Verblijfskaart vernieuwen", "nl"),
            ("Renew residence card", "en"),
        ),
        taken_at=TAKEN,
        language=language,
        people_ahead=113,
        minutes=(110, 120),
        appointment=t.clock(TAKEN),
        people=3,
        where=(called_to(t, "Guichet 4 à 9"), "Tout droit, puis la deuxième porte à gauche."),
        qr="R2-014-7KQ2MX",
        card="EU+",
        price=(t.labelled(t.gettext("Costs"), t.amount(2110)), t.labelled(t.gettext("Urgent"), t.amount(12450))),
        bring=tuple(t.gettext(BRING[item]) for item in LISTS["child"]),
        notes=(t.gettext(NOTES[Note.NOT_A_TRAVEL_DOCUMENT]),),
    )
    return ticket_receipt(paper)


@pytest.mark.parametrize("language", ["nl", "uk"])
def test_a_ticket_says_what_its_code_is_for_below_the_code_and_not_without_one(language: str) -> None:
    told = texts(language).gettext("Show this code at the counter.")
    paper = TicketPaper(
        municipality="Stad Gent", place="Stadskantoor Gent", official=("nl",), number="R014", service=(),
        taken_at=TAKEN, language=language, qr="R014-7KQ2MX",
    )  # fmt: skip
    blocks = ticket_receipt(paper).blocks
    code = next(number for number, block in enumerate(blocks) if isinstance(block, QrCode))
    assert next(block.text for block in blocks[code:] if isinstance(block, Text)) == told
    assert told not in {getattr(block, "text", "") for block in ticket_receipt(replace(paper, qr="")).blocks}
