"""Values that no town can mean are refused by the check, with the line, and at the question of `kiosk profile new`."""

from datetime import date

import pytest

from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import NoticeCode

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
    assert result.errors == ()
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
