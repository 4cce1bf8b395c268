"""Codes as they come: small letters, line ends, two in one picture; "not found" only when none is."""

from dataclasses import replace

import pytest

from devices.api import CodeSeen
from kiosk.profiles.loader import load
from kiosk.visit.model import phases
from kiosk.visit.model.effects import CheckIn, IssueTicket
from kiosk.visit.model.inputs import CheckedIn
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states

NOT_FOUND, OK = "CHECKIN_NOT_FOUND", "CHECKIN_OK"


@pytest.fixture
def scanning():
    found = dict(states(load("gent", today=OPEN_DAY.date()), "en"))
    state = found["scan"]
    assert isinstance(state.phase, phases.Scanning)
    return state


def asked(effects):
    return [effect.code for effect in effects if isinstance(effect, CheckIn)]


@pytest.mark.parametrize("text", ["AP-7KQ2MX", "ap-7kq2mx", "AP-7KQ2MX ", "AP-7KQ2MX\r\n"])
def test_a_code_is_looked_up_as_it_came_without_what_is_around_it(scanning, text):
    _, effects = step(scanning, CodeSeen(text, "QRCode"), scanning.now)
    assert asked(effects) == [text.strip()]


def test_the_second_code_of_a_picture_is_tried_when_the_first_is_not_found(scanning):
    state, effects = step(scanning, CodeSeen("BE0207451227", "QRCode"), scanning.now)
    state, more = step(state, CodeSeen("AP-7KQ2MX", "QRCode"), scanning.now)
    assert (asked(effects), asked(more)) == (["BE0207451227"], [])
    state, effects = step(state, CheckedIn(state.phase.request, NOT_FOUND), scanning.now)
    assert asked(effects) == ["AP-7KQ2MX"]
    _, effects = step(state, CheckedIn(state.phase.request, OK, OPEN_DAY, "", "Z", "a"), scanning.now)
    assert any(isinstance(effect, IssueTicket) for effect in effects)


def test_not_found_is_said_only_when_no_code_of_the_picture_is(scanning):
    state, _ = step(scanning, CodeSeen("BE0207451227", "QRCode"), scanning.now)
    state, _ = step(state, CodeSeen("AP-7KQ2MX", "QRCode"), scanning.now)
    state, _ = step(state, CodeSeen("be0207451227", "QRCode"), scanning.now)
    for _ in range(2):
        assert isinstance(state.phase, phases.LookingUp)
        state, _ = step(state, CheckedIn(state.phase.request, NOT_FOUND), scanning.now)
    assert isinstance(state.phase, phases.CheckInAnswered)


def test_a_short_code_is_looked_up_where_the_profile_has_its_form(scanning):
    _, effects = step(scanning, CodeSeen("4711", "QRCode"), scanning.now)
    assert asked(effects) == []
    profile = scanning.setting.profile
    rule = profile.appointments.model_copy(update={"code_forms": ("9999",)})
    setting = replace(scanning.setting, profile=profile.model_copy(update={"appointments": rule}))
    _, effects = step(replace(scanning, setting=setting), CodeSeen("4711", "QRCode"), scanning.now)
    assert asked(effects) == ["4711"]
