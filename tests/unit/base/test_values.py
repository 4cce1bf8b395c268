"""Values: how each kind is written in every language, and how a voice says it."""

from datetime import date, datetime, time

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, ROWS
from kiosk.base.values.aloud import aloud
from kiosk.base.values.forms import forms_of
from kiosk.base.values.written import UNITS, span

ALL = list(LANGUAGES)
WEDNESDAY = date(2027, 3, 31)
EVERY_KIND = [
    *("09 266 71 50", "+32 9 266 71 50", "(09) 266 71 50", "0800-12-345", "09/266.71.50", "R014", "R2-014", "GNT-204"),
    *("EU+", "F+", "18+", "10–20", "12-17", "50 %", "info@stad.gent", "www.leuven.be/burgerzaken", "10:40"),
]


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "amount"),
    [
        ("nl", "€ 29"),
        ("en", "€ 29"),
        ("fr", "29 €"),
        ("de", "29 €"),
        ("tr", "29 €"),
        ("uk", "29 €"),
        ("ar", "29 €"),
        ("bg", "29 €"),
        ("es", "29 €"),
        ("pl", "29 €"),
        ("ro", "29 €"),
    ],
)
def test_an_amount_has_its_sign_where_the_language_writes_it(language, amount):
    assert plain(texts(language).amount(2900)) == amount


@pytest.mark.parametrize("language", ALL)
def test_no_line_ends_inside_a_value(language):
    t = texts(language)
    values = [
        *(t.day(WEDNESDAY), t.day(WEDNESDAY, year=False), t.short_day(WEDNESDAY), t.clock(time(14, 5))),
        *(
            t.amount(2110),
            t.times(2, t.amount(123456)),
            t.number(12345),
            t.size(40, "GB"),
            span(12, 17),
            span(18, None),
        ),
    ]
    assert [each for each in values if " " in each] == []


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("nl", ("woensdag 31 maart 2027", "1 mrt")),
        ("en", ("Wednesday 31 March 2027", "1 Mar")),
        ("fr", ("mercredi 31 mars 2027", "1er mars")),
        ("de", ("Mittwoch, 31. März 2027", "1. März")),
        ("tr", ("31 Mart 2027 Çarşamba", "1 Mar")),
        ("uk", ("середа, 31 березня 2027", "1 бер.")),
        ("bg", ("сряда, 31 март 2027", "1 март")),
        ("es", ("miércoles 31 de marzo de 2027", "1 mar")),
        ("pl", ("środa, 31 marca 2027", "1 mar")),
        ("ro", ("miercuri, 31 martie 2027", "1 mar.")),
    ],
)
def test_days_are_written_as_the_language_writes_them(language, days):
    t = texts(language)
    assert (plain(t.day(WEDNESDAY, weekday=True)), plain(t.short_day(date(2027, 3, 1)))) == days


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", ("Do soboty, 31 października, 00:00.", "Od soboty, 31 października, 00:00.")),
        ("uk", ("До суботи, 31 жовтня, 00:00.", "З суботи, 31 жовтня, 00:00.")),
        ("de", ("Bis Samstag, 31. Oktober, 00:00.", "Seit Samstag, 31. Oktober, 00:00.")),
    ],
)
def test_a_day_has_the_case_that_its_sentence_wants(language, said):
    t = texts(language)
    moment = t.moment(datetime(2026, 10, 31))
    assert tuple(plain(t.gettext(each, time=moment)) for each in ("Until {time}.", "Since {time}.")) == said


@pytest.mark.parametrize("language", ALL)
def test_every_name_of_a_case_has_seven_days(language):
    forms = forms_of(language)
    assert [len(names) for names in forms.cases.values()] == [7] * len(forms.cases)
    assert [len(names) for names in forms.hours.values()] == [24] * len(forms.hours)
    assert len(forms.days) <= 31


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "31 maart 2027 14 uur 29 euro 21 euro 10"),
        ("en", "31st March 2027 14 o'clock 29 euros 21 euros 10"),
        ("fr", "31 mars 2027 14 heures 29 euros 21 euros 10"),
        ("de", "einunddreißigsten März 2027 14 Uhr 29 Euro 21 Euro 10"),
        ("tr", "31 Mart 2027 saat 14 29 Euro 21 Euro 10"),
        ("uk", "тридцять першого березня 2027 о чотирнадцятій 29 євро 21 євро 10"),
        ("ar", "31 مارس 2027 الساعة 14 29 يورو 21 يورو 10"),
        ("bg", "трийсет и първи март 2027 14 часа 29 евро 21 евро 10"),
        ("es", "31 de marzo de 2027 14 horas 29 euros veintiún euros 10"),
        ("pl", "trzydziestego pierwszego marca 2027 o czternastej 29 euro 21 euro 10"),
        ("ro", "31 martie 2027 ora paisprezece 29 de euro 21 de euro 10"),
    ],
)
def test_a_day_a_time_and_an_amount_are_said_in_words(language, said):
    t = texts(language)
    written = " ".join((t.day(WEDNESDAY), t.clock(time(14)), t.amount(2900), t.amount(2110)))
    assert aloud(written, language) == said


@pytest.mark.parametrize("language", ALL)
def test_a_short_day_is_said_as_the_long_one(language):
    t = texts(language)
    for month in range(1, 13):
        day = date(2027, month, 15)
        assert aloud(t.short_day(day), language) == aloud(t.day(day, year=False), language)


@pytest.mark.parametrize(
    ("language", "message", "said"),
    [
        ("de", "Open today until {time}.", "Heute offen bis 9 Uhr."),
        ("fr", "Open today until {time}.", "Ouvert aujourd'hui jusqu'à 9 heures."),
        ("tr", "Opens on {day} at {time}.", "Açılış: Cuma, saat 9."),
        ("pl", "Open today until {time}.", "Dziś otwarte do dziewiątej."),
        ("uk", "Your appointment is at {time}.", "Ваш запис на дев'яту."),
        ("ar", "Open today until {time}.", "مفتوح اليوم حتى الساعة 9."),
        ("ro", "Back at {time}.", "Revine la ora nouă."),
    ],
)
def test_the_word_for_the_hour_is_said_once_in_a_sentence(language, message, said):
    day = {"day": "Cuma"} if "{day}" in message else {}
    t = texts(language)
    assert aloud(t.gettext(message, time=t.clock(time(9)), **day), language) == said


@pytest.mark.parametrize("number", ["09 266 71 50", "09/266.71.50", "(09) 266 71 50", "09\u00a0266\u00a071\u00a050"])
def test_a_number_of_the_telephone_is_said_digit_by_digit(number):
    assert aloud(f"Bel {number}.", "nl") == "Bel 0 9, 2 6 6, 7 1, 5 0."


def test_it_is_said_in_pairs_where_the_language_does_so():
    assert aloud("09 266 71 50", "fr") == "0 9, 2 6 6, 71, 50"
    assert aloud("+32 9 266 71 50", "fr") == "plus 32, 9, 2 6 6, 71, 50"


def test_a_day_in_figures_is_no_number_of_the_telephone():
    assert aloud("01.02.2027", "nl") == "01.02.2027"


@pytest.mark.parametrize(("number", "said"), [("R014", "R, 0, 1, 4"), ("R2-014", "R, 2, 0, 1, 4")])
def test_the_number_of_a_ticket_is_spelt(number, said):
    assert aloud(number, "nl") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("EU+", "EU plus"),
        ("F+-kaart", "F plus-kaart"),
        ("10–20 minuten", "10 tot 20 minuten"),
        ("12-17 jaar", "12 tot 17 jaar"),
        ("€ 16 – € 22", "16 euro tot 22 euro"),
        ("2 × € 29", "2 keer 29 euro"),
        ("€ 1.234,50", "1234 euro 50"),
        ("40 GB, 50 %", "40 gigabyte, 50 procent"),
        ("info@stad.gent", "info at stad punt gent"),
        ("Bel ons (09 266 71 50) of (09) 266 71 50.", "Bel ons, 0 9, 2 6 6, 7 1, 5 0, of 0 9, 2 6 6, 7 1, 5 0."),
        ("Gent · Zuid", "Gent, Zuid"),
        ("annexe / bijlage 19", "annexe, bijlage 19"),
        ("L-kaart (vroeger D): EU", "L-kaart, vroeger D: EU"),
        ("Een papier (bijlage) of niets. (Later.)", "Een papier, bijlage, of niets. Later."),
        ("09:00 tot 12:30", "9 uur tot 12 uur 30"),
        ("Kies A, B of C. Dan 3 dagen.", "Kies A, B of C. Dan 3 dagen."),
    ],
)
def test_signs_are_said_and_other_words_stay(written, said):
    assert aloud(written, "nl") == said


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("written", EVERY_KIND)
def test_no_sign_is_left_to_the_voice(language, written):
    said = aloud(f"{written}, 2 × {texts(language).amount(2900)}", language)
    assert not set(said) & set("€+%@/×–·:\u00a0"), said


@pytest.mark.parametrize("language", ALL)
def test_units_are_written_in_few_letters_and_said_whole(language):
    for unit in UNITS:
        written = texts(language).size(40, unit)
        assert aloud(written, language) != written
        assert aloud(written, language).startswith("40 ")


def test_a_language_without_a_table_of_its_own_reads_what_is_written():
    assert "xx" not in ROWS
    assert aloud("29 €, R014", "xx") == "29 euros, R, 0, 1, 4"


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_a_sentence_that_asks_for_a_case_takes_a_value_that_has_none(language):
    assert "09:40" in texts(language).gettext("Until {time}.", time="09:40")
