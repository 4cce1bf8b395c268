"""One invented town has every rule that the shipped ones do not have: each is a key or one of four sentences, and is told on a walk."""

import re
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import check, load
from kiosk.residence.vocabulary import CardStatus, Service
from kiosk.visit.model.phases import Answered
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.visit.tour.people import NOBODY, Person, holder_of, people
from kiosk.visit.tour.walker import walk
from tests.walk.walks import NOON, TODAY

FILE = Path(__file__).with_name("every-rule.toml")
TUTORIAL = Path(__file__).parents[2] / "docs/profiles.md"
KEYS = Path(kiosk.profiles.__file__).with_name("keys.toml")
EVENING = datetime(2027, 2, 18, 17, 0, tzinfo=BRUSSELS)
SATURDAY = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)
PEOPLE = {person.name: person for person in people(TODAY)}
PEOPLE["of 16"] = Person("of 16", holder_of(33, TODAY, age=16))
PEOPLE["of 70"] = Person("of 70", holder_of(33, TODAY, age=70))
PEOPLE["collects"] = Person(
    "collects", holder_of(33, TODAY, days=20), {"applied": TODAY, "card_status": CardStatus.IN_PRODUCTION}
)
A, EU, EXPIRED = "A card, in time", "EU card, in time", "A card, expired"


@pytest.fixture(scope="module")
def town():
    return load(FILE, today=TODAY)


@cache
def _screens(who, service, at):
    start = VisitState(Setting(load(FILE, today=TODAY), "town-hall", "walk"), Moment(at, 100.0))
    ends = [told for told in walk(start, PEOPLE[who], only=service) if isinstance(told.state.phase, Answered)]
    return [
        (told, "\n".join((told.way, *told.sentences, *told.slip, *told.ticket)).replace("\N{NO-BREAK SPACE}", " "))
        for told in ends
    ]


def told(who, service, at=NOON):
    """What this person is told about the service, on any way there: [lines of the screen and of its papers]."""
    return [lines for each, lines in _screens(who, service, at) if each.visit.service in (None, service)]


# a row of the table in docs/profiles.md: who asks about what, and what is told
RULES = {
    "three official languages on paper": (A, Service.RENEW, r"(?s)Demande.*Aanvraag.*Antrag"),
    "a price below eighteen": ("of 16", Service.RENEW, r"€ 15,40"),
    "a price from 65 on": ("of 70", Service.RENEW, r"€ 18\b"),
    "the town's tax as its own line": (A, Service.RENEW, r"Town tax: € 50"),
    "a first and a further lost card": (NOBODY.name, Service.LOST, r"(?s)€ 31.*€ 50"),
    "a first card has its price": (NOBODY.name, Service.FIRST, r"€ 23\b"),
    "free below twelve": (NOBODY.name, Service.CHILD, r"\bfree\b"),
    "three urgent procedures": (NOBODY.name, Service.URGENT, r"(?s)€ 142.*€ 180.*€ 130"),
    "a day for the very urgent one": (NOBODY.name, Service.URGENT, r"La carte très urgente est prête le lendemain"),
    "more to pay when it expired": (EXPIRED, Service.RENEW, r"Carte expirée : 4 euros de plus"),
    "a registration costs something": (NOBODY.name, Service.REGISTER, r"Première inscription.*: € 36,40"),
    "an annex costs something": (NOBODY.name, Service.ANNEX, r"€ 10\b"),
    "an orange card costs something": (NOBODY.name, Service.PROTECTION, r"Carte orange.*: € 15"),
    "new codes cost something": (NOBODY.name, Service.CODES, r"€ 5\b"),
    "cash alone": (A, Service.RENEW, r"You can pay with: cash"),
    "no change is given": (A, Service.RENEW, r"Nous ne rendons pas la monnaie"),
    "an invitation by eBox": (A, Service.RENEW, r"eBox"),
    "codes at the town hall": ("collects", Service.COLLECT, r"(?i)codes .*counter"),
    "a link by e-mail to collect": ("collects", Service.COLLECT, r"Un lien arrive par e-mail"),
    "somebody else collects with a permission": (NOBODY.name, Service.COLLECT, r"A written permission"),
    "a class of one's own for asylum": (NOBODY.name, Service.PROTECTION, r"Guichet asile"),
    "a class of one's own for EU citizens": (EU, Service.RENEW, r"Guichet UE"),
    "another building for EU citizens": (EU, Service.DAMAGED, r"Antenne Canal"),
    "another window for EU citizens": (EU, Service.RENEW, r"You can renew your card now, until 30 March 2027"),
    "an appointment for a first card from outside the EU": (NOBODY.name, Service.FIRST, r"For some cards this is done"),
    "a photo as one likes": (A, Service.RENEW, r"You may also bring a passport photo"),
    "papers for a child": (NOBODY.name, Service.CHILD, r"Passport or identity card of the adult"),
    "an annex that is asked about at the counter": (NOBODY.name, Service.ANNEX, r"(?s)Annex 3 .*Please ask at"),
    "an annex that is handed in": (NOBODY.name, Service.ANNEX, r"(?s)Annex 8quater .*Hand in your documents"),
    "an annex that is applied for": (NOBODY.name, Service.ANNEX, r"(?s)Annex 33 .*You can apply here now"),
    "DOC STOP": (NOBODY.name, Service.LOST, r"00800 2123 2123"),
}


def test_each_key_of_the_table_in_the_tutorial_stands_in_the_town():
    """And each row that says “a sentence” is one of the four."""
    table = TUTORIAL.read_text("utf-8").partition("### What a key says, and what a sentence")[2].partition("\n### ")[0]
    rows = [line.rpartition(" | ")[2] for line in table.splitlines() if line.startswith("| ")][2:]
    assert sum("a sentence" in row for row in rows) == len(load(FILE, today=TODAY).sentences) == 4
    known = {key for keys in tomllib.loads(KEYS.read_text("utf-8")).values() for key in keys}
    named = {word for row in rows for code in re.findall("`(.*?)`", row) for word in re.findall(r"\w+", code)} & known
    text = FILE.read_text("utf-8")
    assert len(named) > 25
    assert not [word for word in sorted(named) if not re.search(rf"\b{word}\b", text)]


def test_the_town_has_no_mistake_and_four_sentences_alone(town):
    found = check([FILE], TODAY)
    assert found.ok, found.errors
    assert len(town.sentences) == 4


@pytest.mark.full
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_another_town_is_told(rule):
    who, service, wanted = RULES[rule]
    found = told(who, service)
    assert any(re.search(wanted, lines) for lines in found), found


@pytest.mark.full
def test_in_the_evening_an_appointment_is_needed_and_no_number_is_given():
    mine = [(each, lines) for each, lines in _screens(A, Service.RENEW, EVENING) if each.visit.answer.dates.closes]
    assert mine
    assert all("Make an appointment" in lines and not each.ticket for each, lines in mine)


@pytest.mark.full
def test_on_a_saturday_of_exception_the_town_is_open():
    assert any(each.ticket for each, _ in _screens(A, Service.RENEW, SATURDAY))


@pytest.mark.full
def test_nobody_is_asked_whether_waiting_is_hard():
    assert not [each for each, _ in _screens(A, Service.RENEW, NOON) if "priority" in each.buttons]
