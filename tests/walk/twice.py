"""No fact twice on one screen: which facts of a kind stand in more than one of its lines.

A line is what is read at once: the title, a sentence, a way, a price, a thing to bring.  The days under the drawn time line
are its scale and not read out; the name of a building may stand once in words and once above its address.
"""

import re
from collections import Counter
from datetime import datetime

from kiosk.base.i18n import texts
from kiosk.residence.names import own_words
from tests.walk.walks import case

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b")
AMOUNT = re.compile(r"€ ?\d[\d.,]*")
# a number of the telephone, an address of mail, of the web
REACHED = re.compile(r"\+?\d[\d /]{6,}\d|\S+@\w[\w.]*\w|(?:https?://|www\.)\S*\w")
# what several lines may each say in words of their own, and once is enough
SAID_ONCE = {
    "appointment": r"(?<!may )need an appointment",
    "letter": r"letter that invites you comes|gets a letter|No letter comes",
    "counter": r"^Counter: |\b[Aa]t the counter\b|\bTell the counter\b",
    "e-form": r"e-form",
    "type of card": r"(?m)^Card [A-Z+, ]+: |depends on the type of card",
    "someone else": r"Someone else may come",
}
# a thing of the list is not asked for in a sentence too
THINGS = {
    "police": r"police",
    "identity": r"identity|[Pp]assport\b(?! photo)",
    "photo": r"\bphoto\b",
    "codes": r"\bcodes\b|\bPIN\b",
    "ruling": r"ruling",
    "authority": r"parental authority",
    "certificate": r"medical certificate",
    "documents": r"\bdocuments\b",
}
ASKED = re.compile(r"\b[Bb]ring\b|\bYou need an? |\bShow\b")
# (a line that says it once more, why)
ON_PURPOSE = (
    (r"^No decision by ", "a condition of its own, far from the first line: its day is the card's last"),
    (r"^We take (the|all other) .*photo", "the counter takes the photo: where that is, is no way to go"),
    (
        r"^Ask (the price|.*who may collect|.*your own card|.*when|.*whether|at the counter\.$)",
        "a question that is asked there is no way to go",
    ),
    (r"^This is general information", "on every screen"),
)


def no_fact_twice(told):
    """No day, amount, number, address, place, way or thing stands in two lines."""
    for name in sorted(facts_twice(told)):
        yield case(told, name)


def facts_twice(told):
    """The facts that stand in two lines of the screen."""
    view, profile = told.view, told.state.setting.profile
    words = [view.title, *_sentences(view.body), *_sentences(view.notes), *_sentences((view.fee_note,))]
    if view.time_line is not None:
        words.append(view.time_line.caption)
    ways = [f"{way.label} {way.detail}".strip() for way in view.channels]
    prices = [f"{line.label}: {line.amount}" for line in view.fee]
    things = [item.label for item in view.bring]
    where = [view.where.address] if view.where is not None else []
    # two kinds of cards may cost the same: all the prices are one line
    lines = [line for line in (*words, *ways, "\n".join(prices), *things, *where) if not _on_purpose(line)]
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    counted = Counter(prices) + Counter(fact for line in lines for fact in _facts(line, profile))
    twice = {fact for fact, count in counted.items() if count > 1}
    dates = told.visit.answer.dates
    ready = dates.ready.date() if isinstance(dates.ready, datetime) else dates.ready
    # facts that may fall on one day: the last of the window, the card's last, the day of an urgent card
    days = Counter(day for day in (dates.closes, dates.valid_until, ready) if day is not None)
    twice -= {f"{day:%-d %B}" for day, facts in days.items() if facts > 1}
    asked = [line for line in words if ASKED.search(line) and not _on_purpose(line)]
    for name, pattern in THINGS.items():
        if any(re.search(pattern, line) for line in asked) and any(re.search(pattern, thing) for thing in things):
            twice.add(f"thing: {name}")
    asks = [line for line in words if line.startswith("Ask") and "at the counter" in line]
    # who may collect and the price are questions of their own
    if "Ask at the counter." in asks and sum(not re.search("who may collect|the price", line) for line in asks) > 1:
        # what to ask there is said already
        twice.add("ask")
    if not told.state.situation.tickets:
        # no number leads there, so the way is named beside the sentence
        twice.discard("counter")
    named = Counter(place.name for line in words for place in profile.places if place.name in line)
    return twice | {name for name, count in named.items() if count > 1}


def _sentences(said):
    return [part for text in said if text for part in re.split(r"(?<=[.?!])\s+(?=[A-Z])", text)]


def _on_purpose(line):
    return any(re.search(pattern, line) for pattern, _ in ON_PURPOSE)


def _facts(line, profile):
    """Each fact of this line once."""
    found = {*DAY.findall(line), *AMOUNT.findall(line), *(each.strip() for each in REACHED.findall(line))}
    found |= {name for name, pattern in SAID_ONCE.items() if re.search(pattern, line)}
    found |= {place.address for place in profile.places if place.address and place.address in line}
    department = own_words(texts("en"), profile.municipality.department, profile)
    return found | ({department} if re.search(rf"\b{re.escape(department)}\b", line) else set())
