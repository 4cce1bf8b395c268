"""The visits by name; the people are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from devices.api import PadKey
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.demo.parts import (
    LEAVE_WITH_CARD,
    LEAVE_WITH_TICKET,
    at,
    begin,
    card_and_pin,
    on_screen,
    printed,
    turn,
)
from kiosk.demo.script import (
    Act,
    AppointmentRow,
    CardFault,
    Corner,
    Headset,
    Hear,
    HoldCode,
    Key,
    Later,
    OfficeRow,
    PrinterFault,
    PullCard,
    PutCard,
    Script,
    See,
    Tap,
    TypePin,
)
from kiosk.demo.situations import by_appointment, by_card, child_parents_card, found, medical, two_prices
from kiosk.staff.members import Members
from kiosk.views.view import (
    AnswerView,
    AttractView,
    CheckingView,
    GreetingView,
    InsertCardView,
    LanguageView,
    LastTryView,
    MenuView,
    OutOfServiceView,
    PinView,
    QuestionView,
    ScanView,
    SorryView,
    StaffView,
    TakeCardView,
    TakeTicketView,
    TicketView,
    View,
)

if TYPE_CHECKING:
    from kiosk.station.kiosk import Kiosk


def _renew_open(language: str) -> tuple[Act, ...]:
    return (*begin(language), *card_and_pin(), See(AnswerView), Tap("ticket"), *LEAVE_WITH_TICKET)


def _renew_early(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        *card_and_pin(),
        See(AnswerView),
        Tap("slip"),
        See(CheckingView),
        See(AnswerView),
        *LEAVE_WITH_CARD,
    )


def _ticket_only(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.ticket"),
        See(QuestionView),
        Tap("take"),
        See(TicketView),
        See(TicketView, printed),
        Tap("done"),
        See(TakeTicketView),
        Tap("done"),
        See(AttractView),
    )


def _card_pulled(language: str) -> tuple[Act, ...]:
    return (*begin(language), PutCard("a33"), See(GreetingView), See(PinView), PullCard(), See(AttractView))


def _collect_ready(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.collect"),
        See(QuestionView),
        Tap("answer.me"),
        See(InsertCardView),
        *card_and_pin(),
        See(QuestionView),
        Tap("answer.yes"),
        See(AnswerView),
        Tap("ticket"),
        *LEAVE_WITH_TICKET,
    )


def _collect_child(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.collect"),
        See(QuestionView),
        Tap("answer.child"),
        See(InsertCardView),
        Tap("no_card"),
        See(QuestionView),
        Tap("answer.foster"),
        See(QuestionView),
        Tap("answer.regular"),
        See(QuestionView),
        Tap("answer.yes"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )


def _no_card(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.collect"),
        See(QuestionView),
        Tap("back"),
        See(MenuView),
        Tap("menu.trouble"),
        See(MenuView),
        Tap("menu.lost"),
        See(QuestionView),
        Tap("answer.me"),
        See(QuestionView),
        Tap("answer.no"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )


def _urgent(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.card"),
        See(MenuView),
        Tap("menu.urgent"),
        See(QuestionView),
        Tap("answer.children"),
        See(QuestionView),
        Tap("answer.2"),
        See(AnswerView),
        Later(180.0),
        Tap("back"),
        See(QuestionView),
        Tap("answer.2"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )


def _chip_broken(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        CardFault("mute"),
        PutCard("a33"),
        See(InsertCardView, turn),
        PullCard(),
        PutCard("a33"),
        See(SorryView),
        Tap("ticket"),
        See(TicketView, printed),
        PullCard(),
        Tap("done"),
        See(TakeTicketView),
        Tap("done"),
        See(AttractView),
    )


def _pin_trouble(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        PutCard("last-try"),
        See(GreetingView),
        See(LastTryView),
        Tap("stop"),
        See(TakeCardView),
        PullCard(),
        See(AttractView),
    )


def _paper_out(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        PrinterFault("paper_end", 30.0),
        Tap("menu.ticket"),
        See(QuestionView),
        Tap("take"),
        See(TicketView),
        See(TicketView, on_screen),
        Tap("done"),
        See(AttractView),
    )


def _appointment(language: str) -> tuple[Act, ...]:
    return (
        *begin(language),
        Tap("menu.appointment"),
        See(ScanView),
        HoldCode(CODE),
        See(TicketView),
        See(TicketView, printed),
        HoldCode(""),
        Tap("done"),
        See(TakeTicketView),
        Tap("done"),
        See(AttractView),
    )


def _hears(message: str, language: str) -> Hear:
    """As it is said: French writes "Au revoir !" with a space that no voice is given."""
    return Hear(aloud(texts(language).gettext(message), language))


def _by_ear(language: str) -> tuple[Act, ...]:
    """Keys and ears alone: the language, "just a ticket", the ticket; no finger touches the screen."""
    home = next(iter(LANGUAGES))
    return (
        See(AttractView),
        Headset(True),
        See(LanguageView),
        Tap(f"language.{language}"),
        See(MenuView),
        Tap("menu.ticket"),
        See(QuestionView),
        Tap("take"),
        See(TicketView, printed),
        Key(PadKey.REPEAT),
        _hears("Here is your ticket", language),
        Tap("done"),
        See(TakeTicketView),
        _hears("Goodbye!", language),
        Tap("done"),
        See(AttractView),
        _hears("Press any key to begin.", home),
        Headset(False),
    )


def _karel(kiosk: Kiosk) -> None:
    """Karel opens the service centre; he is invented, and so is his PIN."""
    Members(kiosk.config.state_dir).add("karel", STAFF_PIN, kiosk.clock.now())


def _tab(name: str) -> Callable[[View], bool]:
    return lambda view: isinstance(view, StaffView) and any(tab.selected and tab.key == name for tab in view.tabs)


def _report_is_out(view: View) -> bool:
    """Staff read so, in their town's language, when the printer has said that the paper is out, and not before."""
    each = map(texts, LANGUAGES)
    return any(t.gettext("{act}: done.", act=t.gettext("Print the readiness report")) in view.body for t in each)


def _morning(language: str) -> tuple[Act, ...]:
    del language  # staff screens speak the profile's first language
    return (
        See(AttractView),
        Corner(),
        See(StaffView),
        TypePin(STAFF_PIN),
        Tap("pin.ok"),
        See(StaffView, _tab("staff.tab.state")),
        Tap("staff.tab.numbers"),
        See(StaffView, _tab("staff.tab.numbers")),
        Tap("staff.act.report_printed"),
        See(StaffView, _report_is_out),
        Tap("staff.tab.service"),
        Tap("staff.page.out_reason"),
        Tap("staff.out.cabling"),
        Tap("staff.until.open"),
        Tap("staff.leave"),
        See(OutOfServiceView),
    )


STAFF_PIN: Final = "739154"
CODE: Final = "GENT-2027-0042"
_SATURDAY: Final = date(2027, 2, 20)
VISITS: Final[dict[str, Script]] = {
    script.name: script
    for script in (
        Script("renew-open", "An A card in its renewal window", "en", at(_SATURDAY, 10, 40), _renew_open),
        Script("renew-early", "The same card a week earlier", "fr", at(date(2027, 2, 13), 10, 40), _renew_early),
        Script("ticket-only", "A ticket without a card", "nl", at(_SATURDAY, 10, 5), _ticket_only),
        Script("card-pulled", "The card is pulled at the PIN", "nl", at(_SATURDAY, 11, 0), _card_pulled),
        Script(
            "collect-ready",
            "A new card to collect at Gentbrugge",
            "tr",
            at(date(2027, 2, 18), 10, 0),
            _collect_ready,
            place="gentbrugge",
            office=OfficeRow("ready", "gentbrugge", date(2026, 11, 28), date(2027, 2, 1)),
        ),
        Script(
            "collect-child",
            "A father collects his daughter's card in Leuven",
            "en",
            at(date(2027, 2, 18), 10, 0),
            _collect_child,
            profile="leuven",
            place="",
        ),
        Script("child-parents-card", "A mother puts her own card in", "en", at(_SATURDAY, 10, 20), child_parents_card),
        Script("found", "A card that was found again", "pl", at(date(2027, 2, 18), 14, 0), found),
        Script("medical", "Her mother is too ill to come", "fr", at(date(2027, 2, 18), 14, 30), medical),
        Script("no-decision", "An A card that ends, and no decision", "en", at(date(2027, 3, 26), 10, 0), by_card),
        Script(
            "two-prices",
            "Leuven: a child's card costs one of two prices",
            "nl",
            at(date(2027, 2, 18), 10, 30),
            two_prices,
            profile="leuven",
            place="",
        ),
        Script(
            "by-appointment",
            "A renewal where nothing is done without an appointment",
            "nl",
            at(date(2027, 2, 18), 10, 0),
            by_appointment,
            profile="vlaams-voorbeeld",
            place="",
        ),
        Script("no-card", "A lost card", "ar", at(date(2027, 2, 18), 11, 0), _no_card),
        Script("urgent", "Two minutes before the cut-off, and after it", "nl", at(date(2026, 11, 3), 14, 58), _urgent),
        Script("chip-broken", "A chip that is silent", "bg", at(date(2027, 2, 18), 11, 0), _chip_broken),
        Script("pin-trouble", "One try left", "pl", at(date(2027, 2, 18), 11, 30), _pin_trouble),
        Script(
            "appointment",
            "A letter with a QR code, five minutes early",
            "uk",
            at(date(2027, 2, 18), 10, 35),
            _appointment,
            appointment=AppointmentRow(CODE, "stadskantoor", at(date(2027, 2, 18), 10, 40)),
        ),
        Script("by-ear", "Joke is blind; she plugs her headset in", "nl", at(_SATURDAY, 10, 30), _by_ear, by_ear=True),
        Script(
            "morning", "Karel opens the service centre", "nl", at(_SATURDAY, 9, 5), _morning, prepare=_karel, staff=True
        ),
        Script("paper-out", "The paper ends in the middle", "de", at(date(2027, 2, 18), 15, 0), _paper_out),
    )
}
