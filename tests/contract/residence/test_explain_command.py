"""`kiosk explain` and `kiosk profile check`: fields, exit statuses and messages of the command line's contract."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.residence.vocabulary import Service

RENEW = [
    "explain",
    "--profile",
    "gent",
    "--today",
    "2027-02-20T10:00",
    "--service",
    "renew",
    "--document-type",
    "33",
    "--valid-until",
    "2027-03-31",
]


def run(*arguments):
    return CliRunner().invoke(kiosk, [str(argument) for argument in arguments])


def told(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code in {0, 2}, done.output
    return json.loads(done.stdout)


def test_the_example_of_the_contract():
    answer = told(*RENEW, "--place", "stadskantoor")
    assert list(answer)[:9] == [
        "result", "notes", "dates", "fee", "bring", "photo", "appointment", "channels", "ticket_class",
    ]  # fmt: skip
    assert {"text", "sources"} <= set(answer)
    assert answer["result"] == "RENEW_OPEN"
    assert answer["notes"] == ["APPROVAL_FIRST", "NO_LETTER_E_FORM", "FEE_CONTACTLESS"]
    expected = {
        "opens": "2027-02-14", "first_open_day": "2027-02-15", "closes": "2027-03-01", "last_open_day": "2027-03-01",
        "days_left": 9, "opens_in_days": None, "valid_days": 39, "expired_days": None,
    }  # fmt: skip
    assert {name: answer["dates"][name] for name in expected} == expected
    assert answer["fee"] == {
        "lines": [{"label": "Residence card", "cents": 2900}],
        "total_cents": 2900,
        "alternatives_cents": [],
        "ask_at_counter": False,
    }
    assert (answer["photo"], answer["appointment"], answer["ticket_class"]) == ("taken_here", "reception", "R")
    assert answer["text"]["title"].startswith("You can renew your card now")
    window = next(source for source in answer["sources"] if source["key"] == "renewal.window")
    assert window == {
        "key": "renewal.window", "source": "000", "checked_on": "2026-11-22", "page_date": "2024-12-11",
    }  # fmt: skip


def test_a_promise_is_written_to_the_minute():
    answer = told("explain", "--profile", "gent", "--today", "2026-11-03T14:59", "--service", "urgent")
    assert answer["dates"]["ready"] == "2026-11-04T14:00"
    leuven = told(
        "explain", "--profile", "leuven", "--today", "2026-11-03T13:59", "--service", "urgent", "--born", "2019-01-01"
    )
    assert leuven["dates"]["ready"] == "2026-11-04"


def test_facts_that_contradict_each_other_leave_with_two():
    done = run("explain", "--profile", "gent", "--valid-from", "2027-04-01", "--valid-until", "2027-03-31", "--json")
    assert done.exit_code == 2
    answer = json.loads(done.stdout)
    assert answer["result"] == "BAD_FACTS"
    assert answer["params"]["bad_facts"] == ["valid_from", "valid_until"]
    assert "contradict each other: valid_from, valid_until" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--profile", "gnt"], "There is no profile gnt.toml"),
        (["--profile", "gent", "--place", "moon"], "Places: stadskantoor"),
        (["--profile", "gent", "--applied-at", "moon"], "--applied-at"),
        (["--profile", "gent", "--valid-until", "2027-02-30"], "no date"),
        (["--profile", "gent", "--today", "soon"], "no date and time"),
        (["--profile", "gent", "--today", "2027-02-20T25:00"], "no date and time"),
        (["--profile", "gent", "--service", "wedding"], "wedding"),
        (["--profile", "gent", "--document-type", "A"], "not a valid integer"),
        (["--profile", "gent", "--born", "1984-13"], "--born"),
        (["--profile", "gent", "--months", "60,24"], "3 are needed"),
        (["--profile", "gent", "--months", "x"], "whole numbers"),
        (["--profile", "gent", "--absences", "6;4"], "whole numbers"),
        (["--profile", "gent", "--appointment", "noon"], "--appointment"),
        (["--profile", "gent", "--children", "-1"], "children"),
        (["--profile", "gent", "--switch-to", "Z"], "switch-to"),
        ([], "profile"),
    ],
)
def test_wrong_usage_leaves_with_two_and_says_what_to_write(arguments, said):
    done = run("explain", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_a_profile_with_mistakes_leaves_with_one(tmp_path):
    path = tmp_path / "stad.toml"
    path.write_text('id = "stad"\n', encoding="utf-8")
    done = run("explain", "--profile", path)
    assert done.exit_code == 1
    assert "municipality" in done.stderr


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize("service", list(Service))
def test_every_service_of_every_profile_is_explained(name, service):
    answer = told("explain", "--profile", name, "--today", "2027-02-22T10:00", "--service", service)
    assert answer["text"]["title"]
    assert answer["result"] != "BAD_FACTS"
    assert "{" not in answer["text"]["title"] + " ".join(answer["text"]["body"])


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        (["--annex", "15"], "INFO"),
        (["--guarantee", "student"], "APPOINTMENT_REQUIRED"),
        (["--switch-to", "K"], "BY_MAIL_OR_APPOINTMENT"),
        (["--months", "72,24,0"], "COUNT_OK"),
        (["--absences", "7"], "ABSENCE_BREAKS"),
        (["--entry", "2027-03-15"], "INFO"),
        (["--codes", "no"], "WAIT_FOR_CODES"),
        (["--police-paper", "no"], "POLICE_FIRST"),
        (["--medical", "fingerprints"], "CONTACT_US"),
        (["--document-type", "33"], "ID_OK"),
        (["--card-status", "reported"], "CARD_REVOKED"),
    ],
)
def test_facts_of_one_service_say_what_it_is_about(arguments, result):
    assert told("explain", "--profile", "gent", "--today", "2027-02-22T10:00", *arguments)["result"] == result


def test_the_pages_of_general_information():
    pages = {page["id"]: page for page in told("explain", "--profile", "gent", "--pages")["pages"]}
    assert len(pages["card-types"]["body"]) == 14
    assert {"carry", "eu-card", "second-residence", "reach-us"} <= set(pages)
    assert "The EU card" in run("explain", "--profile", "gent", "--pages").stdout


def test_plain_output_says_why():
    done = run(*RENEW)
    assert done.exit_code == 0
    assert "You can renew your card now, until 1\u00a0March\u00a02027" in done.stdout
    assert "renewal.window = opens_days_before 45, closes_days_before 30, letters A B " in done.stdout


def test_the_text_is_said_in_the_language_asked_for():
    dutch = told(*RENEW, "--language", "nl")
    assert dutch["dates"] == told(*RENEW)["dates"]
    assert "2027" in dutch["text"]["title"]


def test_profile_check_of_good_and_broken_files(tmp_path):
    good = run("profile", "check", "--no-draw", "gent", "leuven", "vlaams-voorbeeld", "--today", "2026-11-22")
    assert good.exit_code == 0
    assert "CONFLICT" in good.stdout
    assert "can be used (0 errors" in good.stdout
    broken = tmp_path / "stad.toml"
    broken.write_text('id = "stad"\nfruit = 1\n[urgent]\ncollect_at = "x"\nsource = "000"\n', encoding="utf-8")
    bad = run("profile", "check", broken)
    assert bad.exit_code == 1
    assert "stad.toml:2: fruit: UNKNOWN_KEY" in bad.stdout
    assert "stad.toml:4: urgent.collect_at: MISSING_PLACE" in bad.stdout
    assert "cannot be used" in bad.stdout
    as_json = json.loads(run("profile", "check", broken, "--json").stdout)
    assert as_json["ok"] is False
    assert {"code", "file", "line", "key", "message"} == set(as_json["errors"][0])
    assert run("profile", "check", tmp_path / "nothing.toml").exit_code == 2
    assert run("profile", "check").exit_code == 2
    assert run("profile", "check", "gent", "--today", "never").exit_code == 2


def test_today_is_the_day_of_the_check():
    later = json.loads(run("profile", "check", "gent", "--no-draw", "--today", date(2027, 3, 5), "--json").stdout)
    assert [error["code"] for error in later["errors"]] == ["STALE_DATE"]


@pytest.mark.parametrize("profile", ["gent", "leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize("service", ["renew", "urgent", "lost", "damaged"])
def test_what_is_told_has_the_figures_of_the_answer(profile, service):
    card = ["--document-type", "33", "--valid-until", "2027-03-31", "--born", "1991-08-17"]
    facts = [] if service == "urgent" else card
    answer = told("explain", "--profile", profile, "--today", "2027-02-18T10:00", "--service", service, *facts)
    screen = " ".join(answer["told"])
    assert answer["told"][0] == answer["text"]["title"]
    for line in (answer["fee"] or {"lines": []})["lines"]:
        assert f"€\N{NO-BREAK SPACE}{line['cents'] // 100}" in screen
    for name in ("opens", "closes", "valid_until"):
        # a window that is open is told by its end
        if answer["dates"][name] is not None and (name != "opens" or answer["dates"][name] > "2027-02-18"):
            day = date.fromisoformat(answer["dates"][name])
            assert f"{day.day}\u00a0{day:%B}" in screen


def test_how_a_resident_comes_there_is_said_by_touches_or_why_not():
    assert told(*RENEW)["reachable"] == {"touches": ["(card), PIN"], "why_not": ""}
    unreachable = told("explain", "--profile", "gent", "--service", "guarantor", "--duplicate")["reachable"]
    assert unreachable["touches"] is None
    assert "duplicate" in unreachable["why_not"]


def test_a_card_alone_and_a_medical_reason_are_reached_as_the_kiosk_takes_them():
    alone = [word for word in RENEW if word not in ("--service", "renew")]
    asked, bare = told(*RENEW), told(*alone)
    assert bare["told"] == asked["told"]
    assert bare["reachable"] == {"touches": ["(card), PIN"], "why_not": ""}
    ill = told("explain", "--profile", "gent", "--today", "2027-02-22T10:00", "--medical", "cannot-come")
    assert ill["told"][0] == ill["text"]["title"]
    assert ill["reachable"]["touches"][0] == "My residence card"
    # a card whose dates nobody knows is no answer yet
    assert told("explain", "--profile", "gent", "--document-type", "33")["reachable"]["touches"] is None
