"""Values that no town can mean are refused by the check, with the line, and at the question of `kiosk profile new`."""

from datetime import date
from typing import get_args

import pytest

from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import NoticeCode
from kiosk.profiles.reference import alternatives, sheets
from kiosk.profiles.usual import MEANT

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('name = "Gent"', 'name = " "', "municipality.name", "is only spaces"),
        ('name = "Stadskantoor"', 'name = "\\t "', "places.stadskantoor.name", "is only spaces"),
        ('telephone = "09 266 71 50"', 'telephone = "nog in te vullen"', "staff.telephone", "is no number"),
        ('mail = "migratie@stad.gent"', 'mail = "migratie"', "contact.mail", "is no e-mail address"),
        ("[look]", '[privacy]\nofficer = "1"\nsource = "own"\n\n[look]', "privacy.officer", "nobody can be reached"),
        ("[look]", '[privacy]\npage = "later"\nsource = "own"\n\n[look]', "privacy.page", "no address of a page"),
        (
            "amount_cents = 2900",
            "amount_cents = 154000000",
            "fees",
            "is € 1 540 000, and no card costs more than € 1 000",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_plain_words_with_its_line(refused, tmp_path, old, new, key, said):
    (error,) = refused((old, new))
    assert error.key.startswith(key)
    assert said in error.message
    wrong = new.splitlines()[1] if "\n" in new else new
    assert (tmp_path / error.file).read_text("utf-8").splitlines()[error.line - 1] == wrong


@pytest.mark.parametrize("value", ['officer = "DPO, 09 266 71 50"', 'officer = "www.stad.gent/dpo"', 'officer = ""'])
def test_who_can_be_reached_in_another_way_than_by_mail_passes(refused, value):
    assert refused(("[look]", f'[privacy]\n{value}\nsource = "own"\n\n[look]')) == ()


def test_a_page_that_was_read_tomorrow_is_an_error_of_the_check_and_keeps_no_kiosk_from_starting(
    town, refused, shipped
):
    text = (shipped / "gent.toml").read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("checked_on = "))
    tomorrow = (old, "checked_on = 2028-01-01"), ("[look]", "[look]\nchecked_on = 2029-01-01")
    found = refused(*tomorrow)
    assert [str(each.code) for each in found] == ["FUTURE_DATE"] * 2
    assert {each.key.partition(".")[0] for each in found} == {"sources", "look"}
    assert "2028-01-01 has not come yet; write the day on which you read the page" in {each.message for each in found}
    assert all(each.line for each in found)
    assert load(town(*tomorrow), today=TODAY).name


def test_several_languages_under_the_earlier_name_are_read_and_the_name_of_today_is_told(town):
    path = town(('official_languages = ["nl"]', 'official_language = ["nl", "en"]'))
    result = check([path], TODAY)
    assert {each.code for each in result.errors} == {"UNLIKELY"}  # English is no official language
    (told,) = [each for each in result.notices if each.code is NoticeCode.OLD_NAME]
    assert (told.key, "municipality.official_language;" in told.message) == ("municipality.official_languages", True)
    assert load(path, today=TODAY).official == ("nl", "en")


@pytest.mark.parametrize("name", ["lundi-vendredi", "maandag-vrijdag", "Montag-Freitag"])
def test_a_span_of_days_in_a_language_of_the_country_is_asked_about(refused, name):
    errors = refused(('monday = ["09:00-17:00"]', f'"{name}" = ["09:00-17:00"]'))
    assert "did you mean 'monday-friday'?" in next(each.message for each in errors if name in each.key)


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("telephone", "later", "'later' is no number"),
        ("mail", "population", "is no e-mail address"),
        ("website", "see our page", "is no address of a page"),
        ("officer", "1", "nobody can be reached"),
        ("price", "15400", "'15400' is € 15 400, and no card costs more"),
        ("window", "0-0", "renewed on 1 day only"),
        ("place.1.hours", "mon-fri 1-5", "is the afternoon meant, 13:00-17:00?"),
        ("special", "24/12; 24/12 9-12", "12-24 is closed and 09:00-12:00; say it once"),
        ("special", "20/12-31/12; 24/12 9-12", "12-24 is closed and 09:00-12:00; say it once"),
    ],
)
def test_the_question_refuses_what_the_check_would_refuse(key, typed, said):
    answers = {}
    for question in questions(answers):
        if question.key == key:
            with pytest.raises(ValueError, match=r".") as refused:
                question.value(typed)
            assert said in str(refused.value)
            return
        answers[question.key] = {"name": "X", "place.1.hours": "mon-fri 9-17"}.get(question.key, question.usual)
    pytest.fail(f"{key} is not asked")


def test_half_a_day_before_the_span_that_it_lies_in_is_an_answer():
    answers = {}
    for question in questions(answers):
        if question.key == "special":
            assert question.value("24/12 9-12; 20/12-31/12") == [
                {"yearly": ["12-24"], "hours": ["09:00-12:00"]}, {"yearly": ["12-20/12-31"]},
            ]  # fmt: skip
            return
        answers[question.key] = {"name": "X", "place.1.hours": "mon-fri 9-17"}.get(question.key, question.usual)


WINDOW = "opens_days_before = 45\ncloses_days_before = 30"


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        ((WINDOW, WINDOW.replace("45", "0").replace("30", "0")), "renewal.window", "renewed on 1 day only"),
        ((WINDOW, WINDOW.replace("45", "32")), "renewal.window", "renewed on 3 days only"),
        (('monday = ["09:00-17:00"]', 'monday = ["00:00-05:00"]'), "places.stadskantoor.opening.monday.0", "12:00-17:00?"),
        (('monday = ["09:00-17:00"]', 'monday = ["09:00-23:30"]'), "places.stadskantoor.opening.monday.0", "somebody is there"),
        (
            ("[contact.reception]", 'telephone_hours = { monday = ["01:30-04:00"] }\n\n[contact.reception]'),
            "contact.telephone_hours.monday.0", "13:30-16:00?",
        ),
    ],
)  # fmt: skip
def test_what_is_hardly_meant_is_told_to_who_checks_and_keeps_no_kiosk_from_starting(town, refused, change, key, said):
    (error,) = [each for each in refused(change) if each.code == "UNLIKELY"]
    assert (error.key, said in error.message, error.line > 0) == (key, True, True), error
    assert load(town(change), today=TODAY).name


ADULT = '[[fees]]\nage_band = "adult"\nprocedure = "regular"\n'
CHILD = ADULT.replace("adult", "child")


@pytest.mark.parametrize(
    ("change", "code", "key", "said"),
    [
        (("age = 3\n", "age = 14\n"), "UNLIKELY", "photo.age", "above child_card.age_limit = 12"),
        ((CHILD, CHILD + "from_age = 12\n"), "TWICE", "fees.1.from_age", "no child's card from 12 on"),
        ((ADULT, ADULT + "to_age = 11\n"), "TWICE", "fees.0.to_age", "no adult's card below 12"),
    ],
)
def test_an_age_beyond_the_one_that_ends_childhood_is_told(town, refused, change, code, key, said):
    """A photo until 14 sends everybody of 12 and more without a card to ask; such a price is nobody's."""
    (error,) = [each for each in refused(change) if each.code == code]
    assert (error.key, said in error.message, error.line > 0) == (key, True, True), error


@pytest.mark.parametrize(
    "change",
    [
        ("age = 3\n", "age = 12\n"),
        ("age = 3\n", "age = 14\n", "[child_card]\n", "[child_card]\nage_limit = 15\n"),
        (CHILD, CHILD + "from_age = 11\n"),
        (ADULT, ADULT + "to_age = 12\n"),
    ],
)
def test_an_age_up_to_the_one_that_ends_childhood_passes(refused, change):
    told = refused(*zip(change[::2], change[1::2], strict=True))
    assert not [each for each in told if each.code in {"UNLIKELY", "TWICE"}], told


LONG = '\n[[sentences]]\nservices = ["renew"]\nsay = {{ nl = "{}" }}\nsource = "own"\n'


@pytest.mark.parametrize(
    ("change", "extra", "key", "said"),
    [
        ((), LONG.format("lang " * 61), "sentences.0.say.nl", "is too long; write 300 signs or fewer"),
        (
            ('official_languages = ["nl"]', 'official_languages = ["nl", "fr", "de", "en"]'), "",
            "municipality.official_languages", "has room for 3 entries; take some out",
        ),
    ],
)  # fmt: skip
def test_what_is_too_long_or_too_many_is_said_in_plain_words(refused, change, extra, key, said):
    errors = refused(*([change] if change else []), extra=extra)
    assert (key, said) in {(error.key, error.message) for error in errors}


def test_early_and_late_hours_of_a_town_hall_pass(refused):
    hours = 'monday = ["06:30-12:00", "13:00-21:00"]'
    assert not [each for each in refused(('monday = ["09:00-17:00"]', hours)) if each.code == "UNLIKELY"]


def test_a_tax_above_the_price_of_the_card_is_asked_about(town):
    told = [each for each in check([town((TAXED[0], TAXED[1].format(5000)))], TODAY).notices if each.code == "HIGH_TAX"]
    (notice,) = told
    assert notice.key == "fees.0.tax_cents"
    assert "€ 50,00 is more than the card itself, which is € 29,00" in notice.message
    assert not [
        each for each in check([town((TAXED[0], TAXED[1].format(2900)))], TODAY).notices if each.code == "HIGH_TAX"
    ]


TAXED = ("amount_cents = 2900", "amount_cents = 2900\ntax_cents = {}")
OWN = 'source = "own"\n'


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        (("amount_cents = 2900", "amount_cents = 29"), "fees.0.amount_cents", "is € 0,29, and nothing costs so little"),
        ((TAXED[0], TAXED[1].format(5)), "fees.0.tax_cents", "is € 0,05, and nothing costs so little"),
        (("letter_in_weeks = true", "letter_days = [500, 900]"), "collection.letter_days.0", "must be 120 or less"),
        (("letter_in_weeks = true", "letter_in_weeks = true\nletter_days = [5, 9]"), "collection.letter_in_weeks", "keep one"),
        (("deadline_months = 3", "deadline_months = 1\nwarn_days = 60"), "collection.warn_days", "warned at once"),
        (("[knowledge_facts]", "[knowledge_facts]\nb_card_years = 0"), "knowledge_facts.b_card_years", "1 or more"),
        (("[knowledge_facts]", "[knowledge_facts]\nunlimited_stay_years = 1000"), "knowledge_facts.unlimited_stay_years", "30 or less"),
        (("[look]", f"[long_term]\nrequired_months = 100000\n{OWN}\n[look]"), "long_term.required_months", "240 or less"),
        (("[look]", f"[long_term.absence]\nconsecutive_months = 24\ntotal_months = 2\n{OWN}\n[look]"), "long_term.absence.total_months", "24 or more"),
        (("age = 3", "age = 0"), "photo.age", "must be 1 or more"),
        (("[look]", f'[appointments]\ncode_forms = ["----"]\n{OWN}\n[look]'), "appointments.code_forms.0", 'like "AA-99999"'),
        (("[look]", f"[appointments]\nopens_minutes_before = 0\ncloses_minutes_after = 0\n{OWN}\n[look]"), "appointments.opens_minutes_before", "nobody could check in"),
        (('monday = ["09:00-17:00"]', 'monday = ["09:00-09:01"]'), "places.stadskantoor.opening.monday", "lasts 1 min"),
        (("cutoff = 15:00:00\n", ""), "urgent.before_cutoff_workdays", "only where there is a cutoff"),
    ],
)  # fmt: skip
def test_a_number_that_no_town_can_mean_is_refused_with_its_line(refused, change, key, said):
    told = {error.key: error for error in refused(change)}
    assert said in told[key].message
    assert told[key].line


@pytest.mark.parametrize("amount", ["amount_cents = 100", "amount_cents = 0", "amount_cents = 2900\ntax_cents = 30"])
def test_a_small_amount_that_a_town_may_mean_passes(refused, amount):
    assert not [each for each in refused(("amount_cents = 2900", amount)) if each.key.startswith("fees.0")]


@pytest.mark.parametrize("row", ['yearly = ["01-01/12-31"]', "first = 2026-12-01\nlast = 2029-12-01"])
def test_days_that_would_close_a_town_for_most_of_the_year_are_refused(refused, row):
    closed = f"\n[[special_days]]\n{row}\n{OWN}"
    (error,) = refused(extra=closed)
    assert (error.key, "days; write the hours or the week that hold then" in error.message) == ("special_days.0", True)
    assert refused(extra=closed + 'hours = ["09:00-12:00"]\n') == ()


@pytest.mark.parametrize("day", ["2062-03-04", "1026-03-04"])
def test_a_year_that_nobody_can_mean_is_an_error_of_the_check_and_keeps_no_kiosk_from_starting(refused, town, day):
    change = ("amount_cents = 13000", f"amount_cents = 13000\nvalid_to = {day}")
    (error,) = [each for each in refused(change) if "valid_to" in each.key]
    assert f"is in the year {day[:4]}; write the year that is meant" in error.message
    assert load(town(change), today=TODAY).name


def test_urgent_cards_are_collected_where_cards_are_handed_out(refused, shipped):
    text = (shipped / "gent.toml").read_text("utf-8")
    begin = text.index('id = "rabot"')
    own = text[begin : text.index("[[", begin)]
    nothing = own.replace('mode = "appointment"', 'mode = "none"')
    (error,) = refused((own, nothing), ('collect_at = "stadskantoor"', 'collect_at = "rabot"'))
    assert (error.key, "no card is handed out at 'rabot'" in error.message) == ("urgent.collect_at", True)


@pytest.mark.parametrize("at", ["[0.8, 0.1, 0.3, 0.2]", "[0.1, 0.1, 0.0, 0.2]"])
def test_a_room_that_does_not_lie_on_the_map_is_refused(refused, at):
    told = {error.key: error.message for error in refused(("at = [0.42, 0.40, 0.58, 0.60]", f"at = {at}"))}
    assert "does not lie on the map" in told["places.stadskantoor.map.rooms.1.at"]


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        ((WINDOW, WINDOW.replace("45", "400")), "renewal.window.opens_days_before", "400 is hardly meant: 0 to 183 is usual"),
        (("deadline_months = 3", "deadline_months = 24"), "collection.deadline_months", "1 to 12 is usual"),
        (("letter_in_weeks = true", "letter_days = [7, 100]"), "collection.letter_days.1", "0 to 60 is usual"),
        (("nth_child = 2", "nth_child = 50"), "fees.3.nth_child", "1 to 10 is usual"),
        (("days_after_letter = 7", "days_after_letter = 60"), "places.gentbrugge.collection.days_after_letter", "0 to 30 is usual"),
        (("cutoff = 15:00:00", "cutoff = 14:59:30"), "urgent.cutoff", "has seconds, which nobody is told; write 14:59:00"),
        (("ready_time = 14:00:00", "ready_time = 03:00:00"), "urgent.ready_time", "before the place opens on any day"),
        (("checked_on = 2026", "checked_on = 1926"), "sources.000.checked_on", "is in the year 1926"),
    ],
)  # fmt: skip
def test_a_number_that_is_hardly_meant_is_told_with_the_usual_ones(town, refused, change, key, said):
    told = {error.key: error for error in refused(change) if error.code in {"UNLIKELY", "STALE_DATE"}}
    assert said in told[key].message
    assert told[key].line
    assert load(town(change), today=TODAY).name


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        (('name = "Gent"', 'name = "Ge\\nnt"'), "municipality.name", "line break"),
        (('name = "Gent"', 'name = "Ge\\u0007nt"'), "municipality.name", "U+0007"),
        (('name = "Gent"', 'name = "Ge\\u202Ent"'), "municipality.name", "U+202E"),
        (('name = "Gent"', f'name = "{"Gent " * 100}"'), "municipality.name", "has 500 signs; write 120 or fewer"),
        (('name = "Gent"', 'name = "0"'), "municipality.name", "has no letter"),
        (('telephone = "09 266 71 50"', f'telephone = "{"12345 " * 8}"'), "staff.telephone", "write 32 or fewer"),
        (('mail = "migratie@stad.gent"', 'mail = "migratie@stad.gent, of bel"'), "contact.mail", "more than one"),
        (('mail = "migratie@stad.gent"', 'mail = "a@stad.gent"\nwebsite = "www.stad.gent of bel"'), "contact.website", "write it alone"),
        (('monday = ["09:00-17:00"]', 'monday = ["06:00-22:00"]'), "places.stadskantoor.opening.monday", "is open for 16 hours"),
        (('monday = ["09:00-17:00"]', 'monday = ["09:00-12:00", "12:00-17:00"]'), "places.stadskantoor.opening.monday", "write them as one"),
        (('official_languages = ["nl"]', 'official_languages = ["en", "nl"]'), "municipality.official_languages.0", "no official language of Belgium"),
    ],
)  # fmt: skip
def test_words_that_nobody_means_for_a_screen_or_a_ticket_are_told(refused, change, key, said):
    (error,) = [each for each in refused(change) if each.code == "UNLIKELY"]
    assert (error.key, said in error.message, error.line > 0) == (key, True, True), error


def test_joiners_a_note_over_two_lines_and_a_room_with_a_number_pass(refused):
    room = ('name = "Gent"', 'name = "Ge\\u200Cnt"\nnote = """\nasked by\ntelephone\n"""')
    assert refused(room) == ()


def test_two_prices_that_are_exchanged_are_asked_about(refused):
    (error,) = [each for each in refused(("amount_cents = 2900", "amount_cents = 29000")) if each.code == "UNLIKELY"]
    assert "less than an ordinary card costs (fees.0)" in error.message


def test_a_town_of_another_country_is_refused(refused):
    (error,) = refused(("[look]", f'[calendar]\ncountry = "NL"\n{OWN}\n[look]'))
    assert (error.key, "public holidays" in error.message) == ("calendar.country", True)


def test_a_letter_that_no_card_had_is_refused(refused):
    rows = f'\n[[card_names]]\nletter = "K"\nold_letter = "nonsense"\nlabel = "K"\n{OWN}'
    told = {error.key: error.message for error in refused(extra=rows)}
    assert told["card_names.0.old_letter"] == "no card was called 'nonsense'"


def _whole_numbers():
    """Every key of the model that takes a whole number: its name, and its limits in the model."""
    for sheet in sheets():
        for name, field in sheet.model.model_fields.items():
            kinds = {part for kind in alternatives(field.annotation) for part in (kind, *_parts(kind))}
            if int in kinds:
                yield name, {type(each).__name__ for each in field.metadata}


def _parts(kind):
    return [part for each in get_args(kind) for part in alternatives(each)]


def test_every_whole_number_has_limits_and_what_is_usual_where_the_limits_are_wider_than_a_town_can_mean():
    """A new key needs its numbers: in the model where they are the very rule, else in MEANT too."""
    by_limits_alone = {"to_age", "age", "age_limit", "min_digits", "max_digits", "warn_days", "retention_days"}
    names = dict(_whole_numbers())
    cents = {name for name in names if name.endswith("_cents")}
    assert set(names) - cents - by_limits_alone == set(MEANT)
    assert all({"Ge", "Le"} <= names[name] for name in by_limits_alone)
