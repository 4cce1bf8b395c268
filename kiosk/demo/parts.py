"""What many visits have in common: how one begins, puts a card in, types its PIN, and leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from kiosk.base.clock import BRUSSELS
from kiosk.demo.script import Act, PullCard, PutCard, See, Tap, Touch, TypePin
from kiosk.views.view import (
    AttractView,
    CheckingView,
    GreetingView,
    InsertCardView,
    LanguageView,
    MenuView,
    PaperState,
    PinView,
    ReadingView,
    TakeCardView,
    TakeTicketView,
    TicketView,
    View,
)

PIN: Final = "1234"


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def printed(view: View) -> bool:
    return isinstance(view, TicketView) and view.paper is PaperState.PRINTED


def on_screen(view: View) -> bool:
    return isinstance(view, TicketView) and view.paper is PaperState.SCREEN_ONLY


def turn(view: View) -> bool:
    return isinstance(view, InsertCardView) and view.turn


def begin(language: str) -> tuple[Act, ...]:
    return (See(AttractView), Touch(), See(LanguageView), Tap(f"language.{language}"), See(MenuView))


def card_and_pin(profile: str = "a33") -> tuple[Act, ...]:
    return (
        PutCard(profile),
        See(ReadingView),
        See(GreetingView),
        See(PinView),
        TypePin(PIN),
        Tap("pin.ok"),
        See(CheckingView),
    )


LEAVE_WITH_TICKET: Final[tuple[Act, ...]] = (
    See(TicketView),
    See(TicketView, printed),
    Tap("done"),
    See(TakeCardView),
    PullCard(),
    See(TakeTicketView),
    Tap("done"),
    See(AttractView),
)
LEAVE: Final[tuple[Act, ...]] = (Tap("done"), See(AttractView))
LEAVE_WITH_CARD: Final[tuple[Act, ...]] = (Tap("done"), See(TakeCardView), PullCard(), See(AttractView))
