"""A profile that changes, breaks, is mended or runs out while the whole kiosk runs: residents and staff see the right thing."""

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

import kiosk.profiles
from devices.simulators.card.pcscd import shared
from kiosk.demo.stage import prepared
from kiosk.demo.visits import VISITS
from kiosk.office.checkin import Window
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import IssueRequest
from kiosk.staff.members import Members
from kiosk.station.metrics import Metrics
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import AnswerView, LanguageView, Tone
from tests.support.waiting import until

GENT = (Path(kiosk.profiles.__file__).parent / "gent.toml").read_text(encoding="utf-8")
PIN = "284917"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Town:
    """A municipality's file, and a kiosk that runs on it."""

    def __init__(self, path, stage):
        self.path = path
        self.kiosk = stage.kiosk
        self.clock = stage.clock
        self.records = []
        self.kiosk.log.subscribe(self.records.append)

    def edit(self, old, new):
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new))

    def write(self, text):
        before = self.path.stat().st_mtime_ns
        self.path.write_text(text, encoding="utf-8")
        os.utime(self.path, ns=(before + 1_000_000, before + 1_000_000))
        self.look()

    def look(self, seconds=1.5):
        """The kiosk looks at its files about once a second; the clock of the test is moved."""
        self.clock.shift += seconds
        for _ in range(3):
            self.kiosk._due["look"] = 0.0
            self.kiosk.frame()

    def do(self, *given):
        for each in given:
            self.kiosk.input(each if not isinstance(each, str) else Pressed(each))
            self.kiosk.frame()
        return self.kiosk.shown()

    def price(self):
        """What a resident reads who asks about the urgent procedure for one child."""
        shown = self.do(
            Touched(),
            "language.en",
            "menu.card",
            "menu.urgent",
            "answer.children",
            "answer.1",
            "answer.3-11",
            "answer.unknown",
        )
        assert isinstance(shown, AnswerView)
        found = shown.fee[0].amount if shown.fee else shown.fee_note
        self.do("done")
        return found.replace("\u00a0", " ")

    def told(self, name):
        return [record.fields for record in self.records if record.event.value == name]

    def gauges(self):
        metrics = Metrics()
        metrics.observe(self.kiosk.situation.level, {}, None, self.kiosk.profile.alarms)
        return metrics.text().decode()

    def staff(self):
        """The first screen of maintenance mode."""
        desk = self.kiosk.maintenance.session
        if not desk.active:
            desk.gesture()
            for digit in PIN:
                desk.digit(int(digit))
            desk.press("pin.ok")
            until(lambda: any(action.key == "staff.page.devices" for action in desk.view().actions), turn=self.turn)
        desk.press("staff.tab.state")
        return desk.view()

    def turn(self):
        self.kiosk.runner.wait(0.01)
        self.kiosk.frame()

    def rows(self):
        """What is told of the profile where profiles are told of, beside its name and version."""
        self.staff()
        desk = self.kiosk.maintenance.session
        desk.press("staff.tab.software")
        return [row for row in desk.view().rows if row.label == "Profiel" and not row.text.startswith("gent ")]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    path = folder / "stad.toml"
    path.write_text(GENT, encoding="utf-8")

    def prepare(kiosk):
        Members(kiosk.config.state_dir, CHEAP).add("Karel", PIN, kiosk.clock.now())

    script = replace(VISITS["urgent"], profile=str(path), place="stadskantoor", prepare=prepare)
    with prepared(script, folder, present=lambda view: None, pcscd=shared(), paper_speed=0.0) as stage:
        yield path, stage


@pytest.fixture
def town(running):
    """The kiosk with Ghent's own file, nobody in front of it, and nothing remembered of the test before."""
    path, stage = running
    shift = stage.clock.shift
    made = Town(path, stage)
    made.write(GENT)
    made.records.clear()
    yield made
    desk = stage.kiosk.maintenance.session
    if desk.active:
        desk.press("staff.leave")
    stage.clock.shift = shift


def test_a_changed_price_is_told_at_the_next_visit_and_never_in_the_middle_of_one(town):
    assert town.price() == "€ 130"
    assert isinstance(town.do(Touched()), LanguageView)
    town.edit("amount_cents = 13000", "amount_cents = 14000")
    shown = town.do(
        "language.en", "menu.card", "menu.urgent", "answer.children", "answer.1", "answer.3-11", "answer.unknown"
    )
    assert shown.fee[0].amount.endswith("130")
    town.do("done")
    assert town.price() == "€ 140"
    assert len(town.told("profile_loaded")) == 1


def test_a_broken_profile_leaves_the_good_one_in_force_and_staff_see_the_file_and_the_key(town):
    town.edit("amount_cents = 13000", 'amount_cents = "130 euro"')
    assert town.price() == "€ 130"
    (row,) = town.rows()
    assert row.tone is Tone.ATTENTION
    assert row.text == "Het gewijzigde profiel bevat fouten. Het laatste goede blijft gelden."
    assert row.detail == "stad.toml: fees.2.amount_cents: BAD_VALUE: write a whole number (amounts are in cents)"
    counted = next(tab for tab in town.staff().tabs if tab.key == "staff.tab.software")
    assert counted.detail == "1"  # on every page
    assert [fields["errors"] for fields in town.told("profile_broken")] == [1]
    assert 'kiosk_profile_alarms{kind="broken"} 1.0' in town.gauges()
    town.look()
    assert len(town.told("profile_broken")) == 1


def test_a_mended_profile_clears_the_alarm(town):
    town.edit("amount_cents = 13000", "amount_cents = -1")
    assert len(town.rows()) == 1
    town.kiosk.maintenance.session.press("staff.leave")
    town.edit("amount_cents = -1", "amount_cents = 13500")
    assert town.rows() == []
    town.kiosk.maintenance.session.press("staff.leave")
    town.kiosk.frame()
    assert town.price() == "€ 135"
    assert len(town.told("profile_mended")) == 1
    assert 'kiosk_profile_alarms{kind="broken"} 0.0' in town.gauges()


def test_many_mistakes_are_all_listed_page_by_page(town):
    text = GENT.replace('source = "000"', "source = 7")
    town.write(text)
    (row,) = town.rows()
    assert row.detail.endswith("Ze staan allemaal onder “Software”.")
    desk = town.kiosk.maintenance.session
    desk.press("staff.tab.software")
    desk.press("staff.page.profile")
    seen = []
    while True:
        shown = desk.view()
        assert len(shown.rows) <= 8
        seen += [(row.detail, row.label) for row in shown.rows]
        more = next(action for action in shown.actions if action.key == "staff.more")
        if not more.enabled:
            break
        desk.press("staff.more")
    assert len(seen) == len(town.kiosk.profile.alarms) > 20
    assert ("stad.toml", "municipality.source") in seen


def test_a_place_that_is_gone_from_the_file_does_not_take_the_kiosk_with_it(town):
    town.edit('"stadskantoor"', '"stadhuis"')
    assert town.price() == "€ 130"
    assert any("this kiosk stands at 'stadskantoor'" in alarm.message for alarm in town.kiosk.profile.alarms)


def test_R066_a_fee_that_ends_overnight_is_asked_at_the_counter_and_told_to_staff(town):
    day = town.clock.now().date()
    town.edit("amount_cents = 13000", f"amount_cents = 13000\nvalid_to = {day}")
    assert town.price() == "€ 130"
    assert town.rows() == []
    town.kiosk.maintenance.session.press("staff.leave")
    town.look(24 * 3600)
    assert town.price() == "Ask the price at the counter."
    (row,) = town.rows()
    assert row.text == "1 waarde van het profiel is verlopen en wordt niet getoond."
    assert row.detail.startswith(f"stad.toml: fees.2: the fee ended on {day}")
    assert [(fields["ended"], fields["old"]) for fields in town.told("profile_outdated")] == [(1, 0)]
    assert 'kiosk_profile_alarms{kind="ended"} 1.0' in town.gauges()


def test_values_of_more_than_a_year_ago_are_listed_without_raising_a_fault(town):
    town.edit("department = {", "checked_on = 2020-01-01\ndepartment = {")
    (row,) = town.rows()
    assert row.tone is Tone.CALM
    assert "meer dan een jaar geleden" in row.text
    assert row.detail.startswith("stad.toml: municipality")
    assert town.told("profile_broken") == []


def test_the_readiness_report_names_what_is_wrong_with_the_profile(town):
    from devices.api import Text
    from kiosk.staff.report import readiness_report

    town.edit("amount_cents = 13000", "amount_cents = 1.5")
    printed = " ".join(
        block.text for block in readiness_report(town.kiosk.maintenance.facts(), "nl").blocks if isinstance(block, Text)
    )
    assert "! Het gewijzigde profiel bevat fouten." in printed
    assert "fees.2.amount_cents" in printed


def test_caps_prefixes_and_hours_follow_the_changed_profile(town):
    def issue(name):
        return town.kiosk.store.issue(IssueRequest("stadskantoor", "V", "nl", "kiosk-1", name, paper=False))

    assert issue("one").number == "V001"
    town.edit(
        "[renewal]\nin_person",
        '[tickets.classes.V]\nprefix = "Y"\nlabel = "Advice"\ndaily_cap = 1\nsource = "own"\n\n[renewal]\nin_person',
    )
    refused = issue("two")
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.CAP_REACHED
    town.edit("daily_cap = 1", "daily_cap = 5")
    assert issue("three").number == "Y002"
    town.edit('tuesday = ["09:00-17:00"]', 'tuesday = ["09:00-09:30"]')
    assert issue("four").code is RefusalCode.CLOSED


def test_the_check_in_window_follows_the_changed_profile(town):
    assert town.kiosk.inquiries._window() == Window(60, 30)
    town.edit(
        "[renewal]\nin_person",
        '[appointments]\nopens_minutes_before = 90\ncloses_minutes_after = 10\nsource = "own"\n\n[renewal]\nin_person',
    )
    assert town.kiosk.inquiries._window() == Window(90, 10)


def test_the_shipped_file_that_these_tests_change_is_what_they_think():
    assert tomllib.loads(GENT)["fees"][2]["amount_cents"] == 13000
