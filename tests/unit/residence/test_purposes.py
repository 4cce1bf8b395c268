"""The table of purposes is compared with what the code reads, holds, sends and keeps: both ways, by name."""

import ast
import dataclasses
import inspect
import textwrap
from datetime import datetime
from itertools import chain

import pytest

import devices.api.card
from devices.api import CodeSeen, MrzSeen
from devices.card.identity import Tag
from kiosk.base.clock import BRUSSELS
from kiosk.base.config import Config
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.office import tables as office
from kiosk.office.remote import RemoteOffice
from kiosk.profiles.loader import load
from kiosk.profiles.source import ProfileSource
from kiosk.queue import tables as queue
from kiosk.residence.facts import Facts
from kiosk.residence.purposes import OF_NOBODY, PURPOSES, Moment, Only, answering, holding, lines, told
from kiosk.station.profilewatch import ProfileWatch
from kiosk.visit.model import effects, phases
from kiosk.visit.model.state import Moment as Now
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.shown.presenter import view

# whatever the card's driver says, a screen remembers, and a step asks of a device or a desk
MODULES = (devices.api.card, phases, effects)
HELD = (Facts, Visit, MrzSeen, CodeSeen)
# of the course of a visit or of a device, and never of a person
OF_NO_PERSON = {
    f"{owner}.{name}"
    for owner, names in {
        "CardDate": "year month day",
        "CardCost": "apdus bytes seconds",
        "CardIdentified": "request",
        "CardJudged": "request",
        "CardFault": "request problem detail",
        "PinChecked": "request",
        "PinChanged": "request",
        "ChooseLanguage": "before by_hand",
        "Menu": "path page",
        "Information": "topic page",
        "AwaitCard": "silent",
        "Reading": "silent",
        "Greeting": "since judged",
        "TypePin": "wrong",
        "LastTry": "change",
        "Checking": "correct_since change",
        "ChangingPin": "stage wrong differed sent",
        "LookingUp": "request others",
        "Scanning": "request mrz rejected",
        "ConfirmTicket": "klass",
        "Issuing": "request klass priority",
        "Holding": "klass priority",
        "Ticketed": "paper copy since",
        "SlipPrinting": "request",
        "TakeCard": "since ticket reminded_at told",
        "MoreTime": "before until",
        "Helping": "before data",
        "HeadsetOut": "before",
        "Sorry": "fault problem code until",
        "ReadCard": "request",
        "PrintTicket": "request",
        "PrintSlip": "request",
        "LookForCodes": "request",
        "LookForMrz": "request",
        "Tone": "name",
        "SetLight": "indicator light",
        "TellStaff": "what",
        "VisitStarted": "visit",
        "VisitEnded": "visit outcome language seconds",
    }.items()
    for name in names.split()
}


def dataclasses_of(module):
    return [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]


def in_the_code():
    """Every field, column and tag that may be of a person."""
    for name in vars(Tag):
        if name.isupper():
            yield f"Tag.{name}"
    for kind in (*HELD, *chain.from_iterable(map(dataclasses_of, MODULES))):
        if dataclasses.is_dataclass(kind):
            for field in dataclasses.fields(kind):
                yield f"{kind.__name__}.{field.name}"
    for table in (*queue.metadata.sorted_tables, *office.metadata.sorted_tables):
        if table.name not in OF_NOBODY:
            for column in table.columns:
                yield f"{table.name}.{column.name}"
    # the body of every question to the office's own service
    for name, asks in vars(RemoteOffice).items():
        if inspect.isfunction(asks) and name != "__init__":
            for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(asks)))):
                if isinstance(node, ast.Dict):
                    yield from (f"RemoteOffice.{key.value}" for key in node.keys)


COVERED = [name for each in PURPOSES for name in each.covers]


def test_whatever_is_read_held_sent_or_kept_has_a_line():
    assert set(in_the_code()) - set(COVERED) == OF_NO_PERSON


def test_no_line_speaks_of_what_is_not_there():
    assert set(COVERED) - set(in_the_code()) == set()
    assert OF_NO_PERSON.isdisjoint(COVERED)


def test_nothing_has_two_lines():
    assert len(COVERED) == len(set(COVERED))


def test_tables_of_nobody_are_there():
    names = {table.name for table in (*queue.metadata.sorted_tables, *office.metadata.sorted_tables)}
    assert names > OF_NOBODY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_told(language):
    t, profile = texts(language), load("gent")
    for each in PURPOSES:
        assert t.gettext(each.what)
        assert told(each, t, profile)
    assert lines(Moment.CARD, t)
    assert lines(Moment.PIN, t)
    assert lines(Moment.LOOK_UP, t)
    assert answering(t, profile)


@pytest.mark.parametrize("lookups", [True, False])
@pytest.mark.parametrize("camera", [True, False])
@pytest.mark.parametrize("issuer", [True, False])
def test_a_kiosk_speaks_of_what_it_does_and_of_nothing_else(lookups, camera, issuer):
    profile = load("gent")
    if not lookups:
        profile = profile.model_copy(update={"privacy": profile.privacy.model_copy(update={"lookups": ()})})
    here = {Only.LOOK_UPS: lookups, Only.CAMERA: camera, Only.ISSUER: issuer}
    said = [each.id for each in holding(profile, camera=camera, issuer=issuer)]
    assert said == [each.id for each in PURPOSES if here.get(each.only, True)]
    assert ("number" in said, "back" in said, "certificate" in said) == (lookups, camera, issuer)


@pytest.mark.parametrize("asked", [True, False])
def test_that_the_issuer_is_asked_is_told_where_the_configuration_lets_it_be_asked(asked):
    now = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
    config = Config.model_validate({"reader": {"revocation": asked}})
    setting = ProfileWatch(ProfileSource("gent", today=now.date), config, None).setting
    visit = Visit("walk", 0.0, "en")
    state = VisitState(setting, Now(now, 0.0), phase=phases.Helping(phases.Menu(), data=True), visit=visit)
    assert ("The certificate of your card" in [item.label for item in view(state).topics]) is asked


def test_who_answers_is_what_the_profile_says_and_else_asked_at_the_counter():
    t, profile = texts("en"), load("gent")
    assert any("Ask at the counter" in line for line in answering(t, profile))
    said = {
        "controller": "Voorbeeldstad",
        "officer": "dpo@example.org",
        "page": "example.org/p",
        "basis": "public_task",
    }
    known = profile.model_copy(update={"privacy": profile.privacy.model_copy(update=said)})
    assert answering(t, known)[:4] == (
        "Voorbeeldstad answers for your data.",
        "The kiosk serves a public task of the municipality.",
        "Data protection officer: dpo@example.org.",
        "Read more: example.org/p",
    )
