"""The rules: card types, validity, renewal, fees, what to bring, collection, children, urgent, long-term stay."""

from kiosk.residence.answers import Answer
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.menu import MenuItem, menu
from kiosk.residence.opening import first_open_day, is_open, last_open_day, next_opening
from kiosk.residence.vocabulary import Note, ResultCode, Service, TicketClass

__all__ = [
    "Answer",
    "Facts",
    "MenuItem",
    "Note",
    "PartialDate",
    "ResultCode",
    "Service",
    "TicketClass",
    "answer",
    "first_open_day",
    "is_open",
    "last_open_day",
    "menu",
    "next_opening",
]
