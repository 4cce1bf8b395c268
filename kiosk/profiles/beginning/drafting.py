"""The tables of a new profile, from the answers of a person: what was said, and what follows from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from kiosk.profiles.beginning.placesasked import FURTHER, MOST_PLACES
from kiosk.profiles.regions import AGE_LIMIT, REVIEWED
from kiosk.residence.cardtypes import LETTERS
from kiosk.residence.vocabulary import Service

Table = dict[str, Any]
Values = Mapping[str, Any]
# the page that the person answered from, and what follows from no page
PAGE: Final = "website"
_OWN: Final = {"source": "own"}
_OLDEST: Final = 120
# six choices; what nobody offers is left out of its group, and a group without anything of the menu
_MENU: Final = (
    ("card", "My residence card", "card", ("renew", "child", "first", "switch", "urgent", "codes", "medical", "long-term", "absence")),
    ("collect", "Collect a card", "card_collect", "collect"),
    ("appointment", "I have an appointment", "appointment", "appointment"),
    ("ticket", "Just a ticket", "ticket", "ticket"),
    (
        "trouble", "Lost, broken or changed", "card_lost",
        ("lost", "stolen", "found", "damaged", "chip-defect", "data-change", "photo"),
    ),
    (
        "other", "Something else", "other",
        (
            "documents", "annex", "register", "file", "guarantor", "protection", "temporary-protection", "moved",
            "travel", "passport", "information",
        ),
    ),
)  # fmt: skip
_NO_SERVICES: Final = frozenset({"medical", "information", "appointment", "ticket"})


def drafted(values: Values, name: str, today: date) -> Table:
    """The whole profile as tables, in the order of a file; `name` is its id."""
    official = values["official"]
    told = {key: value for key, value in values.items() if value is not None}
    table: Table = {
        "id": name,
        "knowledge": ["university"],
        "source": PAGE,
        "sources": {PAGE: {"title": told["page"], "checked_on": today, "town": name}},
        "municipality": {
            "name": told["name"],
            "department": {code: told[f"department.{code}"] for code in official},
            "official_languages": official,
        },
        "languages": [
            {"code": code, **_OWN, **({} if code in REVIEWED else {"unreviewed": True})}
            for code in (*official, *_others(told, official))
        ],
        "look": {"accent": told["colour"]},
        "contact": _some(told, telephone="telephone", mail="mail", website="website", channels="channels"),
        "privacy": _some(told, controller="controller", officer="officer", page="privacy", basis="basis"),
        "places": list(_places(told)),
        "special_days": told.get("special", []),
        "offer": {"services": [str(each) for each in _offered(told)], **_OWN},
        "menu": list(_menu(_offered(told))),
        "renewal": _renewal(told),
        "invitation": [_invited(told)],
        "fees": list(_fees(told)),
        "payment": _some(told, means="means"),
        "photo": {**told.get("photo", {"bring": "unstated"}), **({"booth": True} if told.get("booth") else {})},
        "bring": _some(told, application="bring", collection="bring.collect"),
        "child_card": {"obligation": told["child"], **_some(told, child_comes_to_collect="child.collect")},
        "collection": _some(told, deadline_months="kept"),
        "urgent": {
            "appointment": "unstated",
            **_some(told, cutoff="cutoff", ready_time="ready"),
            **_some(told, before_cutoff_workdays="workdays", after_cutoff_workdays="workdays.later"),
        },
    }  # fmt: skip
    halls = [place["id"] for place in table["places"] if "reception" in _ways(place["access"])]
    if halls:
        table["contact"]["reception"] = {"name": told["reception"], "places": halls}
    return {key: value for key, value in table.items() if value not in ({}, [])}


def slug(name: str, longest: int) -> str:
    """Small letters, digits and hyphens of a name; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:longest].strip("-")


def _some(told: Values, **keys: str) -> Table:
    """The keys of a table for which there is an answer."""
    return {key: told[question] for key, question in keys.items() if question in told}


def _others(told: Values, official: list[str]) -> list[str]:
    return [code for code in told.get("languages", []) if code not in official]


def _places(told: Values) -> Iterator[Table]:
    known: set[str] = set()
    for number in range(1, MOST_PLACES + 1):
        key = f"place.{number}"
        if f"{key}.name" not in told:
            return
        name = slug(told[f"{key}.name"], 28) or "place"
        if name in known:
            name = f"{name}-{number}"
        known.add(name)
        served = told.get(f"{key}.served", "none")
        does = told.get(f"{key}.does")
        access: Table = {"default": served if does is None else "none"}
        here = [each for each in does or [] if each != Service.COLLECT]
        if here:
            access["services"] = dict.fromkeys(here, served)
        if f"{key}.otherwise" in told and (does is None or here):
            other = "walk_in" if served == "appointment" else "appointment"
            access["hours"] = [{"access": other, **told[f"{key}.otherwise"]}]
        yield {
            "id": name,
            "name": told[f"{key}.name"],
            **_some(told, address=f"{key}.address"),
            "opening": told[f"{key}.hours"],
            "collection": {"mode": told.get(f"{key}.collect", "none")},
            "access": access,
        }


def _offered(told: Values) -> list[Service]:
    """The services of every municipality, and those that were named besides."""
    named = (told.get(f"place.{number}.does") or [] for number in range(1, MOST_PLACES + 1))
    further = {*told.get("services", []), *(each for does in named for each in does)}
    wanted = [each for each in Service if each not in FURTHER or each in further]
    return [each for each in wanted if told["urgent"] or each is not Service.URGENT]


def _menu(offered: list[Service]) -> Iterator[Table]:
    for name, label, icon, leads in _MENU:
        row: Table = {"id": name, "label": label, "icon": icon}
        if isinstance(leads, str):
            yield {**row, "opens": leads, **_OWN}
            continue
        yield {**row, "services": [each for each in leads if each in _NO_SERVICES or each in offered], **_OWN}


def _ways(access: Table) -> set[str]:
    """How a place serves anything."""
    return {access["default"], *access.get("services", {}).values()}


def _invited(told: Values) -> Table:
    """Who is asked whether a letter invites to renew says nothing of a first card."""
    letter = told.get("letter", "unstated")
    return {"value": letter} if letter == "unstated" else {"services": ["renew", "child"], "value": letter}


def _renewal(told: Values) -> Table:
    if "window" not in told:
        return {}
    opens, closes = told["window"]
    return {"window": {"letters": sorted(LETTERS), "opens_days_before": opens, "closes_days_before": closes}}


def _fees(told: Values) -> Iterator[Table]:
    adult, child = _price(told, "price"), _price(told, "price.child")
    urgent, urgent_child = _price(told, "price.urgent"), _price(told, "price.urgent.child")
    yield from _band("adult", "regular", adult)
    yield from _band("child", "regular", child)
    yield from _band("adult", "urgent", urgent)
    yield from _band("child", "urgent", urgent_child)
    yield from told.get("procedures", [])
    yield from _lost(told)
    yield from _by_age(told, "regular", adult, child, told.get("price.ages", []))
    if told["urgent"]:
        yield from _by_age(told, "urgent", urgent, urgent_child, [])


def _lost(told: Values) -> Iterator[Table]:
    """Only of an ordinary card: what an urgent one costs stays as it is.  The tax is paid on it as well."""
    tax, since = told.get("tax", (0, None))
    for row in told.get("price.lost", []):
        card = {"age_band": "adult", "procedure": "regular", **row}
        yield card
        if tax:
            yield {**card, "from_age": AGE_LIMIT if since is None else since, "tax_cents": tax}


def _price(told: Values, question: str) -> list[Table]:
    reason = {"depends_on": told[f"{question}.depends"]} if f"{question}.depends" in told else {}
    return [{**row, **reason} for row in told.get(question, [{"unstated": True}])]


def _band(band: str, procedure: str, rows: list[Table]) -> Iterator[Table]:
    yield from ({"age_band": band, "procedure": procedure, **row} for row in rows)


def _by_age(
    told: Values, procedure: str, adult: list[Table], child: list[Table], other: list[Table]
) -> Iterator[Table]:
    """Rows for spans of ages that pay another price, or a tax; the rows of their band say the rest."""
    tax, since = told.get("tax", (0, None))
    since = AGE_LIMIT if since is None else since
    edges = {0, AGE_LIMIT, since if tax else 0, _OLDEST + 1}
    edges |= {edge for row in other for edge in (row["from_age"], row["to_age"] + 1)}
    for begins, following in pairwise(sorted(edges)):
        said = next((row for row in other if row["from_age"] <= begins <= row["to_age"]), None)
        taxed = tax > 0 and begins >= since
        if said is None and not taxed:
            continue
        usual = child if begins < AGE_LIMIT else adult
        for row in [{"amount_cents": said["amount_cents"]}] if said else usual:
            ages = {"from_age": begins} | ({"to_age": following - 1} if following <= _OLDEST else {})
            added = {"tax_cents": tax} if taxed and "amount_cents" in row else {}
            if said or added:
                yield {"procedure": procedure, **ages, **row, **added}
