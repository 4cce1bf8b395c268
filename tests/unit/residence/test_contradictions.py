"""X1 to X15: where the pages disagree, the profile decides, and says so."""

from __future__ import annotations

from datetime import date

from kiosk.residence.cardtypes import card_type

E = "2027-03-31"
NOW = "2027-02-20T10:00"


def renew(ask, name, **given):
    return ask(name, NOW, **({"service": "renew", "document_type": 33, "valid_until": E} | given))


def test_X1_the_ordinary_price(ask):
    assert renew(ask, "gent").fee.total_cents == 2900
    assert renew(ask, "vlaams-voorbeeld").fee.alternatives_cents == (2110, 2160)
    assert renew(ask, "leuven").fee.ask_at_counter


def test_X2_the_price_below_twelve(ask):
    def price(name):
        return ask(name, NOW, service="child", born="2019-01-01", document_type=63).fee

    assert price("gent").total_cents == 800
    assert price("vlaams-voorbeeld").alternatives_cents == (770, 1070)
    assert price("leuven").total_cents == 1100


def test_X3_the_urgent_procedure(ask):
    def told(name, today):
        return ask(name, today, service="urgent", born="2019-01-01")

    assert told("gent", "2026-11-03T14:30").dates.ready.date() == date(2026, 11, 4)
    assert told("leuven", "2026-11-03T13:30").dates.ready == date(2026, 11, 4)
    assert told("leuven", "2026-11-03T14:30").dates.ready is None
    assert told("vlaams-voorbeeld", "2026-11-03T09:00").dates.ready is None
    assert [told(name, "2026-11-03T09:00").fee.total_cents for name in ("gent", "vlaams-voorbeeld", "leuven")] == [
        13000,
        11840,
        12000,
    ]


def test_X4_an_appointment_to_collect(ask):
    def told(name, **given):
        return ask(name, NOW, service="collect", card_status="ready", codes="yes", **given).result

    assert told("gent", place="stadskantoor") == "COLLECT_NOW"
    assert told("gent", place="rabot") == "COLLECT_BY_APPOINTMENT"
    assert told("leuven") == told("vlaams-voorbeeld") == "COLLECT_BY_APPOINTMENT"


def test_X5_wondelgem_follows_the_newer_page(ask, profile_of):
    told = ask("gent", NOW, service="collect", place="wondelgem", card_status="ready", codes="yes")
    assert told.result == "COLLECT_NOW"
    used = {use.key: use for use in told.told.sources}["places.wondelgem.collection.mode"]
    assert (used.source, used.page_date) == ("000", date(2024, 12, 11))
    assert profile_of("gent").place("wondelgem").collection.conflict_note


def test_X6_must_a_child_have_a_card(ask):
    def notes(name):
        return ask(name, NOW, service="child", born="2019-01-01").notes

    assert "MANDATORY" in notes("gent")
    assert "OPTIONAL" in notes("vlaams-voorbeeld")
    assert "RECOMMENDED" in notes("leuven")


def test_X7_who_collects_for_a_child(ask):
    def notes(name):
        return ask(name, NOW, service="collect", born="2019-01-01", for_other=True, codes="yes").notes

    assert "CHILD_NEED_NOT_COME" in notes("leuven")
    assert "ASK_WHO_COLLECTS" in notes("gent")
    assert "ASK_WHO_COLLECTS" in notes("vlaams-voorbeeld")


def test_X8_whose_photo(ask):
    def photo(name, born):
        return ask(name, NOW, service="child", born=born).photo

    assert [photo(name, "2026-01-01") for name in ("gent", "vlaams-voorbeeld", "leuven")] == ["bring"] * 3
    assert [photo(name, "2019-01-01") for name in ("gent", "vlaams-voorbeeld", "leuven")] == [
        "taken_here",
        "bring",
        "taken_here",
    ]
    assert renew(ask, "leuven").photo == "ask"


def test_X9_the_printed_letter_and_its_name_today(ask):
    for code, printed, now in ((13, "C", "K"), (14, "D", "L"), (15, "E", "EU"), (16, "E+", "EU+")):
        assert (card_type(code).letter_printed, card_type(code).letter) == (printed, now)
        assert f"Your {printed} card is now called {now} card." in renew(ask, "gent", document_type=code).text


def test_X10_who_is_invited(ask):
    assert "LETTER_BY_POST" not in renew(ask, "gent").notes
    assert "LETTER_BY_POST" in renew(ask, "gent", document_type=34).notes
    assert "LETTER_BY_POST" in renew(ask, "vlaams-voorbeeld").notes
    assert "NO_INVITATION" in renew(ask, "vlaams-voorbeeld", born="2019-01-01").notes
    assert "LETTER_BY_POST" in ask("leuven", NOW, service="child", born="2019-01-01", situation="non-eu").notes
    assert "NO_INVITATION" in ask("leuven", NOW, service="child", born="2019-01-01", situation="long-stay").notes
    assert not {"LETTER_BY_POST", "NO_INVITATION"} & set(renew(ask, "leuven").notes)


def test_X11_the_polices_paper_has_a_name_in_each_town(ask):
    said = {name: ask(name, NOW, service="lost").text for name in ("gent", "leuven", "vlaams-voorbeeld")}
    assert "loss certificate" in said["gent"]
    assert "annex 12 (bijlage 12)" in said["leuven"]
    assert "proof that the card is lost" in said["vlaams-voorbeeld"]


def test_X12_ninety_days_or_three_months(profile_of):
    from kiosk.base.i18n import texts
    from kiosk.residence.topics import information_pages

    def said(name):
        pages = {page.id: page.body for page in information_pages(texts("en"), profile_of(name))}
        return " ".join(pages["without-card"])

    assert "3 months" in said("gent")
    assert "90 days" not in said("gent")
    assert "90 days" in said("leuven")


def test_X13_the_date_of_temporary_protection(ask):
    def told(today):
        return ask(
            "gent",
            today,
            service="temporary-protection",
            document_type=33,
            valid_until="2027-03-04",
            place="stadskantoor",
        )

    assert told("2027-02-01").result == "TP_RENEW_OPEN"
    assert told("2027-03-05").result == "EXPIRED"
    assert told("2027-03-05").ticket == "R"


def test_X14_an_F_card_has_the_window_and_the_remark(ask):
    told = renew(ask, "gent", document_type=35)
    assert (told.result, told.dates.opens) == ("RENEW_OPEN", date(2027, 2, 14))
    assert "ASK_PERMANENT_RESIDENCE" in told.notes


def test_X15_both_ends_are_included(ask):
    def on(today):
        return ask("gent", today, service="renew", document_type=33, valid_until=E).result

    assert [
        on(day) for day in ("2027-02-13", "2027-02-14", "2027-03-01", "2027-03-02", "2027-03-31", "2027-04-01")
    ] == [
        "RENEW_TOO_EARLY",
        "RENEW_OPEN",
        "RENEW_OPEN",
        "RENEW_LATE",
        "RENEW_LATE",
        "EXPIRED",
    ]
    last = ask("gent", "2027-02-02", service="collect", place="stadskantoor", applied="2026-11-02", codes="yes")
    assert last.result == "STATUS_UNKNOWN"
    gone = ask("gent", "2027-02-03", service="collect", place="stadskantoor", applied="2026-11-02", codes="yes")
    assert gone.result == "DESTROYED_OR_EXPIRED"
