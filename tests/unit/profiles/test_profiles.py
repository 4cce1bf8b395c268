"""Profiles: layers, sources, every mistake at once, and files that change under a running kiosk."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.base.i18n import texts
from kiosk.profiles.loader import NAMES, check, load
from kiosk.profiles.problems import ProfileError
from kiosk.profiles.source import ended
from kiosk.residence.menu import menu
from kiosk.residence.topics import information_pages

# when the makers named the law behind the national layer
LAW_READ = date(2026, 11, 29)
TODAY = date(2026, 11, 22)


def codes(result):
    return [str(error.code) for error in result.errors]


def test_R126_every_mistake_is_named_with_file_and_key_all_at_once(town):
    path = town(
        ('accent = "#005AA9"', 'accent = "#005AA9"\nfont = "Comic Sans"'),
        ('collect_at = "stadskantoor"', 'collect_at = "stadhuis"'),
        ('id = "gentbrugge"', 'id = "stadskantoor"'),
        ("valid_until = 2027-03-04", "valid_until = 2024-03-04"),
        ("renew_from = 2027-01-04", "renew_from = 2024-01-04"),
        ("amount_cents = 800", "amount_cents = 800\nvalid_to = 2025-12-31"),
        extra="""
[[fees]]
age_band = "adult"
procedure = "regular"
amount_cents = 3000
source = "000"

[tickets.classes.P]
prefix = "B"
label = "Collect a card"
source = "own"
""",
    )
    result = check([path], TODAY)
    found = {(str(error.code), error.key) for error in result.errors}
    assert found >= {
        ("UNKNOWN_KEY", "look.font"),
        ("MISSING_PLACE", "urgent.collect_at"),
        ("PLACE_TWICE", "places.stadskantoor"),
        ("FEE_OVERLAP", "fees.4"),
        ("PREFIX_IS_CARD_LETTER", "tickets.classes.P.prefix"),
        ("STALE_DATE", "statuses.temporary_protection.valid_until"),
    }
    assert {error.file for error in result.errors} == {"stad.toml"}
    assert all(error.message for error in result.errors)
    assert "FEE_OUT_OF_DATE" in {str(notice.code) for notice in result.notices}


def test_R126_a_fee_gap_is_an_age_and_procedure_without_amount_or_unstated(town):
    path = town(('age_band = "child"\nprocedure = "regular"\namount_cents = 800\nsource = "000"', 'source = "000"'))
    assert "BAD_VALUE" in codes(check([path], TODAY))
    gap = town(
        ('[[fees]]\nage_band = "child"\nprocedure = "regular"\namount_cents = 800\nsource = "000"\n', ""),
        name="gap.toml",
    )
    result = check([gap], TODAY)
    assert codes(result) == ["FEE_GAP"]
    assert "child, regular" in result.errors[0].message
    stated = town(("amount_cents = 800", "unstated = true"), name="unstated.toml")
    assert check([stated], TODAY).ok


def test_R126_an_expired_row_is_a_notice_not_a_gap(town):
    result = check([town(("amount_cents = 800", "amount_cents = 800\nvalid_to = 2026-11-21"))], TODAY)
    assert result.ok
    assert [notice.key for notice in result.notices if notice.code == "FEE_OUT_OF_DATE"] == ["fees.1"]


def test_R066_an_expired_fee_row_asks_at_the_counter_and_raises_an_alarm(town):
    from datetime import datetime

    from kiosk.base.clock import BRUSSELS
    from kiosk.residence.engine import answer
    from kiosk.residence.facts import Facts, PartialDate
    from kiosk.residence.vocabulary import Service

    profile = load(town(("amount_cents = 800", "amount_cents = 800\nvalid_to = 2026-11-21")), today=TODAY)
    facts = Facts(service=Service.CHILD, born=PartialDate.parse("2019-01-01"))
    told = answer(facts, profile, datetime(2026, 11, 22, 10, tzinfo=BRUSSELS), clock_ok=True)
    assert told.fee.ask_at_counter
    assert told.fee.total_cents is None
    assert [alarm.key for alarm in ended(profile, TODAY)] == ["fees.1"]
    before = answer(facts, profile, datetime(2026, 11, 21, 10, tzinfo=BRUSSELS), clock_ok=True)
    assert before.fee.total_cents == 800


def test_R126_notices_list_conflicts_assumptions_and_old_values(shipped):
    result = check([shipped / "gent.toml"], TODAY)
    assert result.ok
    assert [notice.key for notice in result.notices if notice.code == "CONFLICT"] == ["places.wondelgem.collection"]
    assumed = {notice.key for notice in result.notices if notice.code == "ASSUMPTION"}
    assert "places.stadskantoor.opening" in assumed
    assert "OLD_VALUE" not in {str(notice.code) for notice in result.notices}
    later = check([shipped / "gent.toml"], date(2027, 11, 23))
    old = [notice.key for notice in later.notices if notice.code == "OLD_VALUE"]
    assert "renewal" in old
    # twelve months to the day are not yet more than twelve months
    on_the_day = check([shipped / "gent.toml"], date(2027, 11, 22))
    assert "OLD_VALUE" not in {str(notice.code) for notice in on_the_day.notices}


def test_R031_a_notice_date_in_the_past_is_a_mistake_and_is_not_shown(town):
    path = town(
        ("valid_until = 2027-03-04", "valid_until = 2024-03-04"), ("renew_from = 2027-01-04", "renew_from = 2024-01-04")
    )
    assert codes(check([path], TODAY)) == ["STALE_DATE"]
    # the kiosk still starts: the value is switched off and staff are told
    profile = load(path, today=TODAY)
    assert [alarm.key for alarm in ended(profile, TODAY)] == ["statuses.temporary_protection.valid_until"]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("cutoff = 15:00:00", 'cutoff = "three"', "BAD_VALUE", "urgent.cutoff"),
        ("deadline_months = 3", "deadline_months = -3", "BAD_VALUE", "collection.deadline_months"),
        ('monday = ["09:00-17:00"]', 'monday = ["17:00-09:00"]', "BAD_VALUE", "places.stadskantoor.opening.monday"),
        ('monday = ["09:00-17:00"]', 'monday = ["nine"]', "BAD_VALUE", "places.stadskantoor.opening.monday.0"),
        ('services = ["renew",', 'services = ["renovate",', "BAD_VALUE", "menu.card.services.0"),
        ('letters = ["A"]\nvalue', 'letters = ["Q"]\nvalue', "UNKNOWN_LETTER", "invitation.0.letters.0"),
        ('obligation = "mandatory"', 'obligation = "perhaps"', "BAD_VALUE", "child_card.obligation"),
        ('contactless = true\nsource = "000"', "contactless = true", "NO_SOURCE", "payment.contactless"),
        ('contactless = true\nsource = "000"', 'contactless = true\nsource = "099"', "UNKNOWN_SOURCE", "payment"),
        ('name = "Gent"\n', "", "MISSING_KEY", "municipality.name"),
        ("[look]", "[looks]", "MISSING_KEY", "look"),
        ('knowledge = ["university"]', 'knowledge = ["nowhere"]', "UNREADABLE", "knowledge"),
    ],
)
def test_R126_one_mistake_in_any_table_is_named(town, old, new, code, key):
    result = check([town((old, new))], TODAY)
    assert (code, key) in {(str(error.code), error.key) for error in result.errors}


def test_R126_a_mistake_in_every_table_hides_no_other(town):
    path = town(
        ("telephone = ", "telefone = "),
        ("days_after_letter = 0", "days_after_letter = 900"),
        ("in_person = true", "in_person = 7"),
        ("closes_days_before = 30", "closes_days_before = true"),
        ("amount_cents = 2900", "amount_cents = -1"),
        ('bring = "under_age"', 'bring = "sometimes"'),
        ('police_paper = "loss_certificate"', 'police_paper = "note"'),
        ('by_proxy = "never"', 'by_proxy = "always"'),
        ("ready_time = 14:00:00", "ready_time = 99"),
        ("certificate_months = 1", "certificate_months = 0"),
        ('opens = "collect"', 'opens = "collecting"'),
        extra="\n[tickets.classes.K]\nprefix = 'Q'\nlabel = 'Q'\nsource = 'own'\n[weather]\nsun = true\nsource = 'own'\n",
    )
    keys = {error.key for error in check([path], TODAY).errors}
    expected = {
        "staff.telefone",
        "places.stadskantoor.collection.days_after_letter",
        "renewal.in_person",
        "fees.0.amount_cents",
        "photo.bring",
        "bring.police_paper",
        "collection.by_proxy",
        "urgent.ready_time",
        "medical.certificate_months",
        "menu.collect.opens",
        "weather",
    }
    assert expected <= keys | {key.rpartition(".")[0] for key in keys}
    assert any(key.startswith("tickets.classes.K") for key in keys)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"= nothing", b"[unclosed", b""])
def test_R126_a_file_that_is_no_profile(tmp_path, content):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    result = check([path], TODAY)
    assert not result.ok
    assert {error.file for error in result.errors} == {"broken.toml"}
    with pytest.raises(ProfileError):
        load(path, today=TODAY)


def test_R126_a_knowledge_layer_holds_no_fees_and_no_places(town, tmp_path):
    (tmp_path / "rumours.toml").write_text('[[fees]]\namount_cents = 1\nsource = "004"\n', encoding="utf-8")
    result = check([town(('knowledge = ["university"]', 'knowledge = ["university", "rumours"]'))], TODAY)
    assert ("KNOWLEDGE_ONLY", "fees") in {(str(error.code), error.key) for error in result.errors}


def test_R018_a_prefix_that_stands_on_a_card_is_refused(town):
    for letter in "ABCDEFHIJKLMN":
        extra = f'\n[tickets.classes.R]\nprefix = "{letter}"\nlabel = "Application"\nsource = "own"\n'
        assert codes(check([town(extra=extra)], TODAY)) == ["PREFIX_IS_CARD_LETTER"]
    twice = '\n[tickets.classes.R]\nprefix = "P"\nlabel = "Application"\nsource = "own"\n'
    assert codes(check([town(extra=twice)], TODAY)) == ["PREFIX_TWICE"]


def test_R130_the_official_language_comes_first(town, profile_of):
    for name in NAMES:
        assert (profile_of(name).languages[0].code,) == profile_of(name).official == ("nl",)
    french = town(
        ('code = "nl"', 'code = "fr"'), ('code = "fr"\nsource = "own"\n\n[[languages]]\ncode = "de"', 'code = "de"')
    )
    assert ("BAD_VALUE", "languages") in {(str(error.code), error.key) for error in check([french], TODAY).errors}
    unknown = town(('code = "de"', 'code = "xx"'), name="xx.toml")
    assert [error.key for error in check([unknown], TODAY).errors] == ["languages.xx"]
    twice = town(('code = "de"', 'code = "en"'), name="twice.toml")
    assert [error.key for error in check([twice], TODAY).errors] == ["languages.en"]


def test_official_languages_come_first_in_their_order_and_each_once(town):
    bilingual = ('official_languages = ["nl"]', 'official_languages = ["nl", "en"]')
    assert load(town(bilingual), today=TODAY).official == ("nl", "en")
    for wrong in ('["en", "nl"]', '["nl", "nl"]', "[]", '["nl", "en", "fr", "de"]', '["nl", "Engels"]'):
        path = town((bilingual[0], f"official_languages = {wrong}"), name="wrong.toml")
        keys = {error.key for error in check([path], TODAY).errors}
        assert keys, wrong
        assert all(key.startswith(("languages", "municipality.official_languages")) for key in keys), wrong


def test_the_menu_holds_six_choices_a_screen_and_a_group_two_screens(town):
    own = '"renew", "child", "first", "switch", "urgent", "medical", "codes", "long-term", "absence", "passport"'
    more = f'[{own}, "photo"]'
    assert check([town((f"[{own}]", more), name="two-screens.toml")], TODAY).ok
    path = town((f"[{own}]", more.replace("]", ', "damaged"]')))
    assert codes(check([path], TODAY)) == ["MENU_TOO_LONG"]


@pytest.mark.parametrize("name", NAMES)
def test_R128_the_shipped_profiles_pass_the_check(shipped, name):
    assert check([shipped / f"{name}.toml"], TODAY).errors == ()


@pytest.mark.parametrize("name", NAMES)
def test_R128_every_value_of_a_shipped_profile_has_a_source(profile_of, name):
    profile = profile_of(name)
    about = {"source", "checked_on", "note", "source_of"}

    def leaves(value, path):
        if hasattr(value, "model_fields_set"):
            for field in value.model_fields_set - about:
                yield from leaves(getattr(value, field), f"{path}.{field}" if path else field)
        elif isinstance(value, tuple) and value and hasattr(value[0], "source"):
            for index, row in enumerate(value):
                yield from leaves(row, f"{path}.{getattr(row, 'id', None) or getattr(row, 'code', None) or index}")
        else:
            yield path

    for key in leaves(profile, ""):
        if key not in {"id", "knowledge"} and not key.startswith("sources"):
            assert profile.source(key).checked_on in {TODAY, LAW_READ}, key


def test_a_source_is_the_nearest_one(profile_of):
    source = profile_of("gent").source("renewal.window")
    assert (source.page, source.page_date, source.checked_on) == ("000", date(2024, 12, 11), TODAY)
    assert profile_of("leuven").source("renewal.window").page == "004"
    assert profile_of("gent").source("contact.mail").page == "003"
    with pytest.raises(KeyError):
        profile_of("gent").source("nothing.like.this")


def test_layers_do_not_leak_into_one_another(shipped):
    first = load("gent", today=TODAY)
    second = load("leuven", today=TODAY)
    assert (first.child_card.parental_authority, second.child_card.parental_authority) == (True, False)
    assert load("gent", today=TODAY) == first


def test_the_kiosk_layer_lies_on_top(shipped, tmp_path):
    assert load("gent", kiosk_layer=shipped / "kiosk-layer.example.toml", today=TODAY).home_place == "stadskantoor"
    layer = tmp_path / "kiosk.toml"
    layer.write_text('home_place = "gentbrugge"\nsource = "own"\n', encoding="utf-8")
    profile = load("gent", kiosk_layer=layer, today=TODAY)
    assert profile.place(None).id == "gentbrugge"
    layer.write_text('home_place = "nowhere"\nsource = "own"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="MISSING_PLACE"):
        load("gent", kiosk_layer=layer, today=TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_the_menu_follows_the_profile(profile_of, name):
    from kiosk.residence.labels import PROFILE_LABELS
    from kiosk.views.view import Icon

    profile = profile_of(name)
    for place in profile.places:
        items = menu(profile, place)
        assert 1 <= len(items) <= 6
        for item in items:
            assert Icon(item.icon)
            assert item.label in PROFILE_LABELS
            assert len(item.children) <= 11
            assert sum((item.service is not None, item.action is not None, bool(item.children))) == 1
            for child in item.children:
                assert Icon(child.icon)
                assert child.children == ()
                assert child.service in profile.offered or child.action in ("information", "medical")


@pytest.mark.parametrize("name", NAMES)
def test_labels_of_ticket_classes_are_neutral_and_known(profile_of, name):
    from kiosk.residence.labels import PROFILE_LABELS

    classes = profile_of(name).tickets.classes
    assert {row.label for row in classes.values()} <= PROFILE_LABELS
    assert classes["T"].label == "Migration"


@pytest.mark.parametrize("name", NAMES)
def test_R111_R112_R113_pages_of_general_information(profile_of, name):
    pages = {page.id: page for page in information_pages(texts("en"), profile_of(name))}
    assert "It can be renewed 4 times." in pages["second-residence"].body
    assert "The card is valid for 1 year." in pages["second-residence"].body
    assert "It is valid for 5 years at most." in pages["eu-card"].body
    assert "Always carry your residence card." in pages["carry"].body
    assert any("move" in sentence for sentence in pages["carry"].body)
    assert len(pages["card-types"].body) == 14
    assert {page.footer for page in pages.values()} == {"This is general information. Staff at the counter decide."}
