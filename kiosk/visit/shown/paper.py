"""What stands on a ticket or slip: a receipt document from a ticket and an answer; nothing personal (R114, R115)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from devices.api import Align, Block, Drawing, Feed, Mark, QrCode, Receipt, Rule, Size, Text
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.base.logo import dots
from kiosk.residence.labels import FEE_OF_CARDS

# the logo at 203 dots an inch: 11 mm high, at most 40 mm wide
_LOGO_HIGH, _LOGO_WIDEST = 88, 320


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """Everything that a ticket says.  `official` are the municipality's languages, which stand on every ticket (R130).

    `logo`: the text of the municipality's SVG.

    `service` is the label in those and in the resident's: (text, language).  `card` is the letter of the card and `price` lines about the amount; the profile says whether they are printed.  `where`: where to go when the number is called.
    """

    municipality: str
    place: str
    official: tuple[str, ...]
    number: str
    service: tuple[tuple[str, str], ...]
    taken_at: datetime
    language: str
    people_ahead: int | None = None
    minutes: tuple[int, int] | None = None
    appointment: str = ""
    people: int = 1
    qr: str = ""
    card: str = ""
    price: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copy: bool = False
    logo: str = ""


def ahead_text(t: Texts, people: int | None) -> str:
    """People before you, or "" when nobody knows."""
    if people is None:
        return ""
    if people == 0:
        return t.gettext(N_("Nobody is before you."))
    return t.ngettext("{count} person is before you.", "{count} people are before you.", people)


def wait_text(t: Texts, minutes: tuple[int, int] | None) -> str:
    """An honest range, or "" when nobody knows (R122)."""
    if minutes is None:
        return ""
    low, high = minutes
    return t.ngettext("About {low} to {count} minute.", "About {low} to {count} minutes.", high, low=t.number(low))


def called_to(t: Texts, room: str) -> str:
    """Where to go, the same words in the ear and on paper."""
    return t.gettext(N_("When your number is called, go here: {place}."), place=room)


def ticket_receipt(paper: TicketPaper) -> Receipt:
    """The ticket: whose it is, for what, the number large, where it leads and when, what to bring, what the code is for."""
    t = texts(paper.language)
    own, first = paper.language, paper.official[0]
    blocks: list[Block] = [
        *_logo(paper.logo),
        Text(paper.municipality, first, Size.LARGE, bold=True),
        Text(paper.place, first),
        Feed(2.0),
        *(Text(label, code, bold=code in paper.official) for label, code in paper.service),
        Feed(1.0),
        Text(paper.number, first, Size.HUGE, bold=True, align=Align.CENTER),
        Feed(2.0),
    ]
    if paper.appointment:
        message = N_("Appointment at {time}")
        blocks += [
            Text(texts(code).gettext(message, time=paper.appointment), code, Size.LARGE, bold=True)
            for code in dict.fromkeys((*paper.official, own))
        ]
    if paper.people > 1:
        blocks.append(Text(t.ngettext("For {count} person.", "For {count} people.", paper.people), own))
    waiting = (ahead_text(t, paper.people_ahead), wait_text(t, paper.minutes))
    blocks += [Text(line, own, bold=not number) for number, line in enumerate(paper.where)]
    blocks += [Text(line, own) for line in waiting if line]
    if paper.card:
        blocks.append(Text(t.gettext(FEE_OF_CARDS, letters=paper.card), own))
    if paper.bring:
        blocks += [Rule(), Text(t.gettext(N_("Have this ready:")), own, bold=True)]
        blocks += [Text(item, own, mark=Mark.BOX) for item in paper.bring]
    if paper.price:
        blocks += [Rule(), *(Text(line, own) for line in paper.price)]
    blocks += [Text(note, own) for note in paper.notes]
    if paper.qr:
        told = Text(t.gettext(N_("Show this code at the counter.")), own, align=Align.CENTER)
        blocks += [Feed(2.0), QrCode(paper.qr), Feed(1.0), told, Feed(2.0)]
    blocks += _stamps(paper.taken_at, (*paper.official, own))
    return Receipt(tuple(blocks), copy=paper.copy)


@dataclass(frozen=True, slots=True)
class SlipPart:
    """Lines of a slip under their heading; `listed`: a mark before each of them.  `languages`: of each line, if not the slip's."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False
    languages: tuple[str, ...] = ()


def slip_receipt(
    *,
    municipality: str,
    logo: str,
    official: tuple[str, ...],
    titles: tuple[tuple[str, str], ...],
    lines: tuple[str, ...],
    parts: tuple[SlipPart, ...],
    language: str,
    printed_at: datetime,
) -> Receipt:
    """Dates, price, what to bring and where to go, without number or queue entry.

    `titles`: the heading in the official languages (R130) and, last, in the resident's: (text, language).
    """
    t = texts(language)
    blocks: list[Block] = [
        *_logo(logo),
        Text(municipality, official[0], Size.LARGE, bold=True),
        Rule(),
        *(Text(title, code, bold=True) for title, code in titles),
        *(Text(line, language) for line in lines if line),
    ]
    for part in parts:
        spoken = part.languages or (language,) * len(part.lines)
        said = [
            Text(line, code, mark=Mark.BULLET if part.listed else Mark.NONE)
            for line, code in zip(part.lines, spoken, strict=True)
            if line
        ]
        if said:
            blocks += [Rule(), *([Text(part.heading, language, bold=True)] if part.heading else []), *said]
    blocks += [
        Rule(),
        Text(t.gettext(N_("This is general information. Staff at the counter decide.")), language, Size.SMALL),
        *_stamps(printed_at, (*official, language)),
    ]
    return Receipt(tuple(blocks))


def _logo(svg: str) -> tuple[Drawing, ...]:
    """The municipality's logo in one bit."""
    return (Drawing(*dots(svg, _LOGO_HIGH, _LOGO_WIDEST)),) if svg else ()


def _stamps(moment: datetime, languages: tuple[str, ...]) -> tuple[Text, ...]:
    """When it was printed, in each of these languages once."""
    said = [(t.stamp(moment), t.language) for t in map(texts, dict.fromkeys(languages))]
    return tuple(Text(stamp, code, Size.SMALL) for stamp, code in said)
