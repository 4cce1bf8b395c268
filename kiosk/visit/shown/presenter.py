"""`view(state)`: one View for every state, in the resident's language; pure like `step`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import LANGUAGES, N_
from kiosk.residence.cardtypes import card_type
from kiosk.residence.names import with_names
from kiosk.residence.purposes import Moment, lines
from kiosk.views.view import (
    Action,
    AttractView,
    CheckingView,
    ClosedView,
    Comfort,
    GreetingView,
    Icon,
    InsertCardView,
    Invitation,
    LanguageView,
    MenuView,
    MoreTimeView,
    OutOfServiceView,
    PaperState,
    QuestionView,
    ReadingView,
    Role,
    Step,
    StepState,
    Tone,
    View,
)
from kiosk.visit.model import comfort, phases
from kiosk.visit.model.asking import Asked, Choice
from kiosk.visit.model.questions import possible, question
from kiosk.visit.model.state import Standing, Visit, VisitState
from kiosk.visit.shown import keypad, menus
from kiosk.visit.shown.answer import answer_view, blocked_view, check_in_view
from kiosk.visit.shown.data import data_view
from kiosk.visit.shown.ends import one_end
from kiosk.visit.shown.fault import closed_view, confirm_mrz_view, help_view, out_of_service_view, sorry_view
from kiosk.visit.shown.held import held_view
from kiosk.visit.shown.information import information_view
from kiosk.visit.shown.keys import listens, sentence
from kiosk.visit.shown.labels import question_icon
from kiosk.visit.shown.pin import last_try_view, new_pin_view, pin_view
from kiosk.visit.shown.scan import code_view, scan_view
from kiosk.visit.shown.ticket import confirm_ticket_view, take_card_view, take_ticket_view, ticket_view

_PASSING = (phases.Reading, phases.Greeting, phases.Checking, phases.LookingUp, phases.Issuing, phases.SlipPrinting)


def view(state: VisitState) -> View:
    """The whole content of the screen and of the speech."""
    shown = one_end(_view(state))
    places = keypad.order(shown)
    return replace(shown, focus=places[state.focus]) if 0 <= state.focus < len(places) else shown


def language_of(state: VisitState) -> str:
    """The visit's language, else the profile's first."""
    return state.visit.language if state.visit else state.setting.profile.official[0]


def _view(state: VisitState) -> View:
    t = texts(language_of(state))
    frame = _frame(state, t)
    visit = state.visit
    phase = state.phase
    if isinstance(phase, phases.Idle) or visit is None:
        return _nobody(state)
    match phase:
        case phases.ChooseLanguage():
            return _languages(state, phase, t, frame)
        case phases.Menu(path=path, page=page):
            actions = menus.actions(state.setting, path, t, page)
            return MenuView(**frame, title=menus.title(state.setting, path, t), actions=_that_work(state, actions))
        case phases.Information():
            return information_view(state, phase, t, frame)
        case phases.AwaitCard(silent=silent):
            return _insert(t, frame, turn=silent > 0, child=visit.said.for_other)
        case phases.Reading():
            return ReadingView(
                **frame,
                title=t.gettext(N_("We read your card")),
                body=(
                    *lines(Moment.CARD, t),
                    t.gettext(N_("Leave your card in.")),
                ),
                icon=Icon.CARD,
                steps=_steps(state, t),
            )
        case phases.Greeting():
            return GreetingView(
                **frame,
                title=_hello(visit, t),
                body=(*_letter(visit, t), _checking_text(t)),
                icon=Icon.CARD,
                steps=_steps(state, t),
            )
        case phases.TypePin(pin=pin, wrong=wrong):
            return pin_view(state, t, frame, typed=pin.length, wrong=wrong)
        case phases.ChangingPin():
            return new_pin_view(state, phase, t, frame)
        case phases.LastTry():
            return last_try_view(t, frame)
        case phases.Checking(correct_since=since, change=change):
            title = t.gettext(N_("Your PIN is changed.")) if change and since is not None else _checking_text(t)
            return CheckingView(**frame, title=title, icon=Icon.PIN, steps=_steps(state, t))
        case phases.Asking(question=identifier):
            asked = question(identifier)
            when = Asked(visit.facts, state.now.civil.date(), state.setting.profile)
            choices = tuple(
                Action(f"answer.{each.value}", _choice(each, when, t), each.icon)
                for each in possible(identifier, visit.said, when)
            )
            return QuestionView(
                **frame,
                title=t.gettext(asked.text),
                body=tuple(t.gettext(line) for line in asked.body),
                icon=question_icon(identifier),
                actions=choices,
            )
        case phases.LookingUp() | phases.Issuing() | phases.SlipPrinting():
            return _moment(phase, t, frame)
        case phases.Answered():
            return answer_view(state, t, frame)
        case phases.PinBlocked():
            return blocked_view(state, t, frame)
        case phases.CheckInAnswered():
            return check_in_view(state, phase, t, frame)
        case phases.Scanning(mrz=mrz, rejected=rejected):
            return scan_view(t, frame, mrz=mrz, rejected=rejected)
        case phases.TypingCode(typed=typed):
            return code_view(t, frame, typed, state.setting.profile.appointments.code_forms)
        case phases.ConfirmMrz():
            return confirm_mrz_view(phase, t, frame)
        case phases.ConfirmTicket():
            return confirm_ticket_view(state, phase, t, frame)
        case phases.Holding():
            return held_view(state, phase, t, frame)
        case phases.Ticketed():
            return ticket_view(state, phase, t, frame)
        case phases.TakeCard():
            return take_card_view(t, frame)
        case phases.TakeTicket():
            return take_ticket_view(state, phase, t, frame)
        case phases.MoreTime(until=until):
            return _more_time(state, t, frame, until)
        case phases.Helping(data=True):
            return data_view(state, t, frame)
        case phases.Helping(before=before):
            return help_view(state, before, t, frame)
        case phases.HeadsetOut():
            return QuestionView(
                **frame,
                title=t.gettext(N_("The headset is out. Do you want to go on?")),
                body=(t.gettext(N_("Your details are hidden.")),),
                icon=Icon.HEADSET,
                actions=(Action("continue", t.gettext(N_("Go on")), Icon.NEXT, role=Role.PRIMARY),),
            )
        case phases.Sorry():
            return sorry_view(state, phase, t, frame)
        case _:
            assert_never(phase)


def _choice(choice: Choice, asked: Asked, t: Texts) -> str:
    """The words of an answer, with its number as it is in this municipality and for this card."""
    if isinstance(choice.label, str):
        return with_names(t, choice.label, asked.profile)
    count = choice.number(asked.known, asked.profile)
    return t.ngettext(choice.label.one, choice.label.many, count, low=t.number(choice.low))


def _frame(state: VisitState, t: Texts) -> dict[str, Any]:
    """What every screen has, ready to be passed to a View."""
    profile = state.setting.profile
    visit = state.visit
    # a headset that is in is spoken to, also when nobody has begun or can begin a visit
    here = visit.comfort if visit else Comfort(speech=state.headset)
    idle = isinstance(state.phase, phases.Idle) or visit is None
    leaving = isinstance(state.phase, (phases.TakeCard, phases.TakeTicket))
    waiting = isinstance(state.phase, phases.Ticketed) and state.phase.paper in (
        PaperState.WAITING,
        PaperState.PRINTING,
    )
    passing = isinstance(state.phase, _PASSING) or waiting
    can_back = (
        bool(visit and visit.trail) and not passing and not isinstance(state.phase, (phases.Ticketed, phases.MoreTime))
    )
    controls: tuple[Action, ...] = ()
    if not idle and not leaving:
        can_help = not passing and not isinstance(state.phase, (phases.Helping, phases.MoreTime, phases.HeadsetOut))
        can_stop = not waiting and not isinstance(state.phase, phases.Issuing)
        if isinstance(state.phase, phases.Helping):
            can_back = True
        controls = (
            Action("back", t.gettext(N_("Back")), Icon.BACK, role=Role.QUIET, enabled=can_back),
            Action("help", t.gettext(N_("Help")), Icon.HELP, role=Role.QUIET, enabled=can_help),
            Action("stop", t.gettext(N_("Stop")), Icon.STOP, role=Role.QUIET, enabled=can_stop),
        )
    can_switch = not passing and not isinstance(
        state.phase, (phases.MoreTime, phases.ChooseLanguage, phases.Helping, phases.HeadsetOut)
    )
    return {
        "language": t.language,
        "place": f"{profile.name} · {profile.place(state.setting.place).name}",
        "comfort": here,
        "face": profile.look.face,
        "controls": controls,
        "tools": () if idle or leaving else comfort.tools(t, here, language=can_switch),
        "banner": t.gettext(state.situation.banner) if state.situation.banner else "",
        "footnote": _unreviewed(state, t),
        "private": bool(visit and visit.reading is not None),
        "keys": sentence(state, t),
    }


def _unreviewed(state: VisitState, t: Texts) -> str:
    """A language that nobody of the municipality has checked says so, where there is something to read."""
    menu = isinstance(state.phase, phases.Menu) and not state.phase.path
    if not menu and not isinstance(
        state.phase, (phases.Answered, phases.CheckInAnswered, phases.PinBlocked, phases.Information)
    ):
        return ""
    for language in state.setting.profile.languages:
        if language.code == t.language and language.unreviewed:
            return t.gettext(N_("Read by a second reader, not yet by somebody whose language this is."))
    return ""


def _that_work(state: VisitState, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Without a reader the card's services go on without the card; nothing is hidden."""
    return tuple(
        replace(action, enabled=False) if action.key == "menu.ticket" and not state.situation.tickets else action
        for action in actions
    )


def _nobody(state: VisitState) -> View:
    """Nobody has chosen a language: the official ones stand beside each other, as large."""
    show = {Standing.CLOSED: closed_view, Standing.OUT: out_of_service_view, Standing.OPEN: _attract}
    each = [texts(code) for code in state.setting.profile.official]
    first, *more = (show[state.situation.standing](state, t, _frame(state, t)) for t in each)
    return replace(first, also=tuple(_once(each) for each in more))


def _once(view: View) -> View:
    """Without what is there in every language: the first of the screens that stand beside each other has it."""
    match view:
        case AttractView():
            return replace(view, invitations=())
        case ClosedView() | OutOfServiceView():
            return replace(view, messages=())
        case _:
            return view


def _attract(state: VisitState, t: Texts, frame: dict[str, Any]) -> AttractView:
    waiting = state.situation.waiting
    line = ""
    if waiting is not None:
        line = t.ngettext("{count} person is waiting.", "{count} people are waiting.", waiting)
        if waiting == 0:
            line = t.gettext(N_("Nobody is waiting."))
    hours = ""
    if state.situation.until is not None:
        sure = state.setting.profile.stated(f"places.{state.setting.profile.place(state.setting.place).id}.opening")
        said = N_("Open today until {time}.") if sure else N_("Probably open until {time}.")
        hours = t.gettext(said, time=t.clock(state.situation.until))
    return AttractView(
        **frame,
        title=t.gettext(N_("Welcome")),
        body=(t.gettext(N_("Press any key to begin.")),) if state.headset else (),
        icon=Icon.TOUCH,
        invitations=tuple(_invitation(each.code) for each in state.setting.profile.languages),
        offers=(
            (Icon.CARD, t.gettext(N_("Your residence card: dates, price, what to bring"))),
            (Icon.CARD_COLLECT, t.gettext(N_("Collect a card"))),
            (Icon.TICKET, t.gettext(N_("Take a ticket"))),
        ),
        hours=hours,
        waiting=line,
    )


def _invitation(language: str) -> Invitation:
    """How to begin and what one can do here, in one language."""
    t = texts(language)
    offers = (t.gettext(N_("Residence card")), t.gettext(N_("Collect a card")), t.gettext(N_("Take a ticket")))
    return Invitation(language, t.gettext(N_("Touch the screen to begin")), offers)


def _languages(state: VisitState, phase: phases.ChooseLanguage, t: Texts, frame: dict[str, Any]) -> LanguageView:
    actions = tuple(
        Action(f"language.{each.code}", LANGUAGES[each.code], language=each.code)
        for each in state.setting.profile.languages
        if each.code in LANGUAGES
    )
    return LanguageView(
        **frame,
        title=t.gettext(N_("Choose your language")),
        icon=Icon.LANGUAGE,
        actions=actions,
        offered=listens(state) and not phase.by_hand,
    )


def _insert(t: Texts, frame: dict[str, Any], *, turn: bool, child: bool) -> InsertCardView:
    wanted = N_("Put the child's card in the reader") if child else N_("Put your card in the reader")
    without = N_("I do not have the card") if child else N_("I do not have my card")
    body = (
        (t.gettext(N_("The card does not answer.")), t.gettext(N_("Take it out, turn it, and put it in again.")))
        if turn
        else (
            t.gettext(N_("Chip first, chip up.")),
            t.gettext(N_("Leave it in until we ask you to take it.")),
            *lines(Moment.CARD, t),
        )
    )
    return InsertCardView(
        **frame,
        title=t.gettext(N_("Turn your card") if turn else wanted),
        body=body,
        icon=Icon.CARD_TURN if turn else Icon.CARD,
        tone=Tone.ATTENTION if turn else Tone.CALM,
        turn=turn,
        actions=(Action("no_card", t.gettext(without), Icon.NO_CARD),),
    )


def _hello(visit: Visit, t: Texts) -> str:
    names = visit.reading.holder.given_names.split() if visit.reading else []
    return t.gettext(N_("Hello {name}"), name=names[0]) if names else t.gettext(N_("Hello"))


def _letter(visit: Visit, t: Texts) -> tuple[str, ...]:
    """The card's name as it is printed on it, and whether it is a child's (R001)."""
    kind = card_type(visit.reading.card.document_type) if visit.reading else None
    if kind is None or not kind.letter_printed:
        return ()
    said = N_("The child's {letter} card") if kind.child else N_("Your {letter} card")
    return (t.gettext(said, letter=kind.letter_printed),)


def _checking_text(t: Texts) -> str:
    return t.gettext(N_("One moment, we check your card."))


def _steps(state: VisitState, t: Texts) -> tuple[Step, ...]:
    """Card, chip, PIN: each tick comes as it becomes true."""
    visit = state.visit
    reading = visit.reading if visit else None
    judged = isinstance(state.phase, phases.Checking) or (
        isinstance(state.phase, phases.Greeting) and state.phase.judged
    )
    card = StepState.RUNNING if reading is None else StepState.DONE
    chip = StepState.WAITING if reading is None else StepState.RUNNING
    pin = StepState.WAITING
    if reading is not None and judged:
        known = reading.trust.chip.value == "valid"
        chip = StepState.DONE if known else StepState.UNKNOWN
    if isinstance(state.phase, phases.Checking):
        pin = StepState.RUNNING if state.phase.correct_since is None else StepState.DONE
    return (
        Step(t.gettext(N_("Card")), Icon.CARD, card),
        Step(t.gettext(N_("Chip")), Icon.CHIP, chip),
        Step(t.gettext(N_("PIN")), Icon.PIN, pin),
    )


def _moment(
    phase: phases.LookingUp | phases.Issuing | phases.SlipPrinting, t: Texts, frame: dict[str, Any]
) -> CheckingView:
    match phase:
        case phases.LookingUp():
            title, icon = t.gettext(N_("One moment, we look it up.")), Icon.CALENDAR
        case phases.Issuing():
            title, icon = t.gettext(N_("One moment, your number is coming.")), Icon.TICKET
        case phases.SlipPrinting():
            title, icon = t.gettext(N_("One moment, your paper is coming.")), Icon.PAPER
    return CheckingView(**frame, title=title, icon=icon)


def _more_time(state: VisitState, t: Texts, frame: dict[str, Any], until: float) -> MoreTimeView:
    return MoreTimeView(
        **frame,
        title=t.gettext(N_("Do you need more time?")),
        icon=Icon.CLOCK,
        tone=Tone.ATTENTION,
        seconds=max(0, round(until - state.now.mono)),
        actions=(Action("more", t.gettext(N_("Yes, go on")), Icon.NEXT, role=Role.PRIMARY),),
    )
