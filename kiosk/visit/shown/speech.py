"""What a View sounds like: everything that is on the screen, in reading order (A01-A09).

A private View's utterances are marked: they are only ever said to a headset.  PIN digits are in no View,
so they cannot be said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from devices.api import Utterance
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.base.values.aloud import aloud
from kiosk.views.view import (
    Action,
    AnswerView,
    AttractView,
    BoardView,
    CheckingView,
    ClosedView,
    CodeEntryView,
    ConfirmView,
    Destination,
    GreetingView,
    HelpView,
    Item,
    MoreTimeView,
    OutOfServiceView,
    PaperState,
    PinView,
    ReadingView,
    SorryView,
    StaffView,
    StepState,
    TakeTicketView,
    TicketView,
    View,
)
from kiosk.visit.shown.keypad import buttons

_Asked = ParamSpec("_Asked")


def _in_words(says: Callable[_Asked, tuple[Utterance, ...]]) -> Callable[_Asked, tuple[Utterance, ...]]:
    """What a function says, each value in it in the words of its language."""

    @wraps(says)
    def said(*asked: _Asked.args, **more: _Asked.kwargs) -> tuple[Utterance, ...]:
        return tuple(replace(each, text=aloud(each.text, each.language)) for each in says(*asked, **more))

    return said


@_in_words
def spoken(view: View) -> tuple[Utterance, ...]:
    """The whole View, to be said when it comes up; languages are said in their own voices (A07)."""
    lines = list(sentences(view))
    choices = buttons(view)
    for place, action in enumerate(choices, start=1):
        lines.append(_button(action, place, len(choices), view.language))
    return tuple(Utterance(text, language, private=view.private) for text, language in lines if text)


def sentences(view: View) -> tuple[tuple[str, str], ...]:
    """(sentence, language) of everything on the screen but its buttons, in reading order."""
    lines = [(line, view.language) for line in (view.title, *view.body)]
    lines += _content(view, texts(view.language))
    if view.banner:
        lines.append((view.banner, view.language))
    return (*lines, *(line for each in view.also for line in sentences(each)))


@_in_words
def focused(view: View) -> tuple[Utterance, ...]:
    """The button that the keypad stands on, with its position ("three of five")."""
    choices = buttons(view)
    for place, action in enumerate(choices, start=1):
        if action.key == view.focus:
            return (Utterance(*_button(action, place, len(choices), view.language), private=view.private),)
    return ()


def introduction(view: View) -> tuple[Utterance, ...]:
    """Where one is, where the keys of the keypad are, and what each does."""
    # a dot between two names is seen, and not to be read out
    here = (texts(view.language).gettext(N_("Welcome")), view.place.replace(" · ", ", "))
    return tuple(Utterance(each, view.language) for each in (*here, *_items(view.keys)))


@_in_words
def news(before: View | None, now: View) -> tuple[Utterance, ...]:
    """What is said when `now` follows `before`; empty: what is being said goes on.

    Who has just plugged a headset in, or taken another language, first hears where the keys are.  A new screen is said
    from its first word.  On the same screen: what was just typed or has just become true, the button that was reached
    or that shall be heard at another speed; a countdown is seen and not said again, or its buttons would never be
    reached.
    """
    if now.keys and (before is None or before.keys != now.keys):
        return (*introduction(now), *_whole(now))
    whole = _whole(now)
    if before is None or not before.comfort.speech or type(before) is not type(now) or before.title != now.title:
        return whole
    if now.focus and before.focus != now.focus:
        return focused(now)
    if before.comfort.rate != now.comfort.rate:
        return focused(now) or whole
    old = _whole(before)
    match now:
        case MoreTimeView() | AttractView():
            return ()
        case PinView() | CodeEntryView() | ReadingView() | GreetingView() | CheckingView():
            return tuple(each for each in whole if each not in old)
        case _:
            return () if old == whole else whole


def _whole(view: View) -> tuple[Utterance, ...]:
    """What a screen that has just come up says: all of it, but where more of it is to come or nobody is here."""
    match view:
        case AttractView():
            each = (view, *view.also)
            return tuple(Utterance(text, one.language) for one in each for text in (one.title, *one.body) if text)
        case TicketView(paper=PaperState.WAITING | PaperState.PRINTING):
            # all of it is said when the paper is there, in a few seconds
            lines = (view.title, view.number, view.paper_label)
        case _:
            return spoken(view)
    return tuple(Utterance(text, view.language, private=view.private) for text in lines if text)


def _button(action: Action, place: int, count: int, language: str) -> tuple[str, str]:
    """What a button says, and in which voice: a language's own button is said in that language from end to end."""
    own = action.language or language
    label = f"{action.label}. {action.detail}" if action.detail else action.label
    said = texts(own).gettext(N_("{label}: button {place} of {count}."), label=label, place=place, count=count)
    return said, own


def _content(view: View, t: Texts) -> list[tuple[str, str]]:
    own = view.language
    lines: list[str] = []
    match view:
        case AttractView():
            said = [(". ".join((each.touch, *each.offers)), each.language) for each in view.invitations]
            return [*said, *((offer, own) for _, offer in view.offers), (view.hours, own), (view.waiting, own)]
        case ClosedView():
            said = [(text, language) for language, text in view.messages]
            return [*said, *((line, own) for line in (view.opens, *_where(view.where)))]
        case OutOfServiceView():
            said = [(text, language) for language, text in view.messages]
            return [*said, (view.until, own), (view.telephone, own), *((line, own) for line in _where(view.where))]
        case ReadingView() | GreetingView() | CheckingView():
            lines = [step.label for step in view.steps if step.state is StepState.DONE]
        case PinView():
            typed = t.ngettext("{count} digit typed.", "{count} digits typed.", view.typed)
            lines = [view.tries, "" if view.on_pad else typed]  # what is typed on the reader's keys is not seen here
        case AnswerView():
            return _answer(view, t)
        case TicketView():
            ahead = [view.ahead, view.wait]
            # the number is said twice (A09)
            lines = [view.number, view.service, view.number, *ahead, view.paper_label]
            lines += [view.where_title, *_where(view.where)] if view.where is not None else []
            lines += [view.bring_title, *_items(view.bring)] if view.bring else []
            if view.paper is PaperState.SCREEN_ONLY:
                lines.append(t.gettext(N_("A code to take a photo of is on the screen.")) if view.qr else "")
        case ConfirmView():
            lines = [t.labelled(label, value) for label, value in view.rows]
        case CodeEntryView():
            lines = [" ".join(view.typed)]
        case TakeTicketView():
            lines = [view.number, view.number]
        case MoreTimeView():
            lines = [t.ngettext("{count} second left.", "{count} seconds left.", view.seconds)]
        case SorryView():
            lines = [view.cause, view.next_step, view.telephone]
        case HelpView():
            lines = list(_items(view.topics))
        case StaffView():
            lines = [t.labelled(row.label, row.text) for row in view.rows]
        case BoardView():
            if view.current is not None:
                lines = [view.current.number, f"{view.counter_label} {view.current.counter}", view.current.number]
        case _:
            pass
    return [(line, own) for line in lines]


def _items(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(f"{item.label}. {item.detail}" if item.detail else item.label for item in items)


def _where(where: Destination | None) -> tuple[str, ...]:
    return () if where is None else (where.name, where.address, where.hours, *where.lines)


def _answer(view: AnswerView, t: Texts) -> list[tuple[str, str]]:
    lines = [t.labelled(view.when.label, f"{view.when.day} {view.when.clock}")] if view.when is not None else []
    # without a caption the sentences tell its days
    if view.time_line is not None and view.time_line.caption:
        lines.append(view.time_line.caption)
        # the caption has said when it opens and closes
        marks = (mark for mark in view.time_line.marks if mark.kind not in ("opens", "closes"))
        lines += [t.labelled(mark.label, mark.day) for mark in marks]
    if view.channels:
        lines += [view.channels_title, *_items(view.channels)]
    if view.fee:
        lines += [view.fee_title, *(t.labelled(line.label, line.amount) for line in view.fee)]
    lines += [view.fee_note]
    if view.bring:
        lines += [view.bring_title, *_items(view.bring)]
    lines += view.notes
    own = view.language
    # the town's sentences in the voice of the language that they are in
    told = [*((line, own) for line in lines), *([(view.own_title, own), *view.own] if view.own else [])]
    if view.where is not None:
        told += [(line, own) for line in (view.where_title, *_where(view.where))]
    return [*told, (view.footer, own)]
