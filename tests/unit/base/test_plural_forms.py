"""Plural forms: every message in every language has the form that CLDR gives for its number."""

import re

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.commands.translations import load, template

NUMBERS = (*range(131), 200, 1000)
PLURALS = [message.id for message in template() if isinstance(message.id, (list, tuple))]
_TANWIN = ("\u064b\u0627", "\u0627\u064b")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_numbers_that_cldr_has_in_one_form_are_one_form(language):
    form, cldr = texts(language).catalogue.plural, texts(language).locale.plural_form
    found = {(cldr(number), form(number)) for number in NUMBERS}
    assert len({category for category, _ in found}) == len(found), found
    # a Turkish noun behind a number never changes
    assert len({index for _, index in found}) == (1 if language == "tr" else len(found)), found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_says_the_number_in_the_form_for_it(language):
    t, catalogue = texts(language), load(language)
    assert len(PLURALS) > 40
    for one, many in PLURALS:
        forms = catalogue.get(one).string
        others = {name: "x" for name in re.findall(r"\{([a-z_]+)", many) if name != "count"}
        for number in NUMBERS:
            form = forms[t.catalogue.plural(number)]
            said = t.ngettext(one, many, number, **others)
            # "the last month", "two days": the form of none, one or two may leave the figure out
            worded = number <= 2 and t.catalogue.plural(number) != t.catalogue.plural(11)
            assert t.number(number) in said or (worded and "{count}" not in form), (one, number, said)


def test_arabic_counts_from_eleven_in_the_accusative_and_from_a_hundred_without_it():
    swapped = []
    for one, _ in PLURALS:
        forms = load("ar").get(one).string
        eleven, hundred = (
            re.search(r"\{count\} (\w[\w\u064b-\u0652]*)", forms[texts("ar").catalogue.plural(n)]) for n in (11, 100)
        )
        if (
            eleven
            and hundred
            and (hundred[1].endswith(_TANWIN) or (eleven[1] != hundred[1] and not eleven[1].endswith(_TANWIN)))
        ):
            swapped.append(one)
    assert swapped == []


def test_romanian_has_de_behind_twenty_and_more():
    lacking = [
        one for one, _ in PLURALS if "{count}" in (form := load("ro").get(one).string[2]) and "{count} de " not in form
    ]
    assert lacking == []
