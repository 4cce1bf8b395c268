"""What a View sounds like: everything that is on the screen, in reading order, in sentences (A01-A09).

A private View's utterances are marked: they are only ever said to a headset.  PIN digits are in no View,
so they cannot be said.
"""

from __future__ import annotations

from dataclasses import replace

from devices.api import Utterance
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.base.values.aloud import aloud
from kiosk.base.values.forms import forms_of
from kiosk.residence.labels import FEE_REGULAR
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
    LanguageView,
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
from kiosk.visit.shown.paper import called_to


def spoken(view: View) -> tuple[Utterance, ...]:
    """The whole View, to be said when it comes up: its sentences, how many choices there are, and their names.

    Where the languages are offered each says in its own voice how it is taken (A07).
    """
    return _in_words(_everything(view))


def _in_words(said: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """Each value in the words of its language; done once, to the finished text."""
    return tuple(replace(each, text=aloud(each.text, each.language)) for each in said)


def _everything(view: View) -> tuple[Utterance, ...]:
    if isinstance(view, LanguageView) and view.offered:
        return _offers(view)
    lines = [*sentences(view), *_choices(view), (view.footnote, view.language)]
    return tuple(Utterance(text, language, private=view.private) for text, language in lines if text)


def sentences(view: View) -> tuple[tuple[str, str], ...]:
    """(sentence, language) of everything on the screen but its buttons, in reading order."""
    body = () if isinstance(view, TakeTicketView) else view.body
    lines = [(line, view.language) for line in (view.title, *body)]
    lines += [(line, view.language) for line in view.by_ear]
    lines += _content(view, texts(view.language))
    if view.banner:
        lines.append((view.banner, view.language))
    return (*lines, *(line for each in view.also for line in sentences(each)))


def _focused(view: View) -> tuple[Utterance, ...]:
    """The button that the keypad stands on, with its position ("three of five")."""
    choices = buttons(view)
    for place, action in enumerate(choices, start=1):
        if action.key == view.focus:
            return (Utterance(*_button(action, place, len(choices), view.language), private=view.private),)
    return ()


def news(before: View | None, now: View) -> tuple[Utterance, ...]:
    """What is said when `now` follows `before`; empty: what is being said goes on.

    Who listens by headset and has a language, or another one, first hears which keys suffice.  A new screen is said
    from its first word.  On the same screen: what was just typed or has just become true, the button that was reached
    by a key or that shall be heard at another speed; a countdown is seen and not said again, or its buttons would never
    be reached.
    """
    return _in_words(_news(before, now))


def _news(before: View | None, now: View) -> tuple[Utterance, ...]:
    if now.keys and (before is None or before.keys != now.keys):
        return (Utterance(now.keys, now.language), *_whole(now))
    whole = _whole(now)
    if before is None or not before.comfort.speech or type(before) is not type(now) or before.title != now.title:
        return whole
    if now.focus and before.focus != now.focus:
        # where the voice itself moves the ring it goes on
        return () if isinstance(now, LanguageView) and now.offered else _focused(now)
    if before.comfort.rate != now.comfort.rate:
        return _focused(now) or whole
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
            # the number and all the rest are said when the paper is there, in a few seconds
            lines = (view.title,)
        case _:
            return _everything(view)
    return tuple(Utterance(text, view.language, private=view.private) for text in lines if text)


def _offers(view: LanguageView) -> tuple[Utterance, ...]:
    """Each language says how it is taken, all of them twice; the words of the screen in between, for who has heard them all."""
    t = texts(view.language)
    offered = [action for action in view.actions if action.enabled]
    each = tuple(
        Utterance(
            texts(action.language).gettext(N_("{language}: the round key."), language=action.label),
            action.language,
            offers=action.key,
        )
        for action in offered
    )
    # a dot between two names is seen, and not to be read out
    between = (view.place.replace(" · ", ", "), view.title, *(text for text, _ in sentences(view)[1:]))
    rest = [action.label for action in buttons(view) if action not in offered]
    return (
        Utterance(t.gettext(N_("Welcome")), view.language),
        *each,
        *(Utterance(text, view.language) for text in between if text),
        *each,
        *(Utterance(text, view.language) for text in rest),
    )


def _choices(view: View) -> list[tuple[str, str]]:
    """How many buttons the keypad goes over, and their names; their places are said when one comes to them."""
    choices = buttons(view)
    if not choices or isinstance(view, TakeTicketView):
        # the last screen ends by itself, and with a good-bye
        return []
    count = texts(view.language).ngettext("{count} choice.", "{count} choices.", len(choices))
    return [(count, view.language), *((_named(action), action.language or view.language) for action in choices)]


def _named(action: Action) -> str:
    return _told(action.label, action.detail)


def _told(label: str, detail: str) -> str:
    """A name and what is to be said about it; a question has its own sign at the end."""
    if not detail:
        return label
    return f"{label} {detail}" if label.endswith(("?", "!", ".", ":", "؟")) else f"{label}. {detail}"


def _button(action: Action, place: int, count: int, language: str) -> tuple[str, str]:
    """What a button says, and in which voice: a language's own button is said in that language from end to end."""
    own = action.language or language
    said = texts(own).gettext(N_("{label}: button {place} of {count}."), label=_named(action), place=place, count=count)
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
            return [*said, *((line, own) for line in (view.opens, view.check, *_where(view.where)))]
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
            lines = _ticket(view, t)
        case ConfirmView():
            lines = [t.labelled(label, value) for label, value in view.rows]
        case CodeEntryView():
            dash = forms_of(own).dash
            lines = [" ".join(dash if sign == "-" else sign for sign in view.typed)]
        case TakeTicketView():
            # the number is said once more before one goes (A09)
            lines = [view.number, *view.body]
        case MoreTimeView():
            lines = [t.ngettext("{count} second left.", "{count} seconds left.", view.seconds)]
        case SorryView():
            lines = [view.cause, view.next_step, view.telephone]
        case HelpView():
            lines = list(_items(view.topics))
        case StaffView():
            lines = [view.band, *(t.labelled(row.label, row.text) for row in view.rows)]
        case BoardView():
            if view.current is not None:
                call = view.current
                to = f"{view.counter_label} {call.counter}"
                lines = [call.number, call.service, to, call.room, call.number]
        case _:
            pass
    return [(line, own) for line in lines]


def _items(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(_told(item.label, item.detail) for item in items)


def _ticket(view: TicketView, t: Texts) -> list[str]:
    """The number, twice (A09), then where it leads, and last where the paper is."""
    lines = [t.gettext(each, number=view.number) for each in (N_("Your number is {number}."), N_("Again: {number}."))]
    lines += [t.gettext(N_("For: {service}"), service=view.service), view.ahead, view.wait]
    if view.where is not None:
        name, *way = _where(view.where)
        lines += [called_to(t, name), *way]
    lines += [view.bring_title, *_items(view.bring)] if view.bring else []
    lines.append(view.paper_label)
    if view.paper is PaperState.SCREEN_ONLY and view.qr:
        lines.append(t.gettext(N_("A code to take a photo of is on the screen.")))
    return lines


def _fee(view: AnswerView, t: Texts) -> list[str]:
    """The price of the card in a sentence; of several amounts each with its name."""
    card = t.gettext(FEE_REGULAR)
    if [line.label for line in view.fee] == [card]:
        return [t.gettext(N_("The card costs {amount}."), amount=view.fee[0].amount)]
    return [view.fee_title, *(t.labelled(line.label, line.amount) for line in view.fee)] if view.fee else []


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
    lines += [*_fee(view, t), view.fee_note]
    if view.bring:
        lines += [view.bring_title, *_items(view.bring)]
    lines += view.notes
    own = view.language
    # the town's sentences in the voice of the language that they are in
    told = [*((line, own) for line in lines), *([(view.own_title, own), *view.own] if view.own else [])]
    if view.where is not None:
        told += [(line, own) for line in (view.where_title, *_where(view.where))]
    return [*told, (view.footer, own)]
