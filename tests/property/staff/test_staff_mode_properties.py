"""Maintenance mode under any order of anything: it never fails, never lets in without an answer, and always leaves."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.api.card import CardFault, CardInserted, CardProblem, CardRemoved
from devices.api.health import DeviceState, Health, Reason
from devices.api.others import CodeSeen, KeyPressed, PadKey
from kiosk.base.clock import BRUSSELS
from kiosk.events.generated import ActResult, OutReason, StaffAct
from kiosk.health.servicelevel import Capability, Level, OpenState, StaffOut, service_level, steady
from kiosk.staff.actions import StaffFacts, Unprinted
from kiosk.staff.mode import LEAVE_SECONDS, Closed, Door, Inside, step
from kiosk.staff.numbers import DayNumbers
from kiosk.staff.signals import (
    ActEnded,
    CardAnswer,
    CheckCardPin,
    CheckPin,
    DoorAnswer,
    Entered,
    GestureMade,
    Left,
    StaffDigit,
    StaffPressed,
    StaffTick,
)
from kiosk.staff.views import staff_view

NOW = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
DEVICES = ("card", "printer", "camera", "panel", "speech", "display")
healths = st.builds(Health, st.sampled_from(DeviceState), st.sampled_from(Reason), st.just(""), st.floats(0, 1000))
device_maps = st.dictionaries(st.sampled_from(DEVICES), healths)
answers = st.sampled_from([True, False, None])


def facts(devices, store, unprinted):
    day = DayNumbers(NOW.date())
    return StaffFacts(
        kiosk="k",
        place="p",
        now=NOW,
        mono=1000.0,
        level=service_level(devices, store_ok=store, opening=OpenState(), staff_out=None, clock_ok=None),
        devices=devices,
        today=day,
        yesterday=day,
        unprinted=tuple(Unprinted(f"t{n}", f"R{n:03d}", "R", NOW) for n in range(unprinted)),
    )


happenings = st.one_of(
    st.builds(GestureMade, st.integers(0, 5), st.sampled_from([0.0, 900.0])),
    st.builds(StaffDigit, st.integers(0, 9)),
    st.sampled_from(["pin.ok", "pin.erase", "staff.leave", "staff.back", "staff.sure", "staff.came.yes", "other"]).map(
        StaffPressed
    ),
    st.builds(DoorAnswer, st.just(""), st.integers(0, 4), st.sampled_from([0.0, 900.0])),
    st.builds(CardAnswer, st.sampled_from(["", "s1234"])),
    st.builds(ActEnded, st.sampled_from(StaffAct), st.sampled_from(ActResult)),
    st.sampled_from([StaffTick(), CardInserted(), CardRemoved(), CodeSeen("X"), KeyPressed(PadKey.OK)]),
    st.builds(CardFault, st.just("r"), st.sampled_from(CardProblem)),
)


@settings(max_examples=60)
@given(st.lists(happenings, max_size=40))
def test_nobody_comes_in_without_the_desk_s_yes(order):
    mode = Closed()
    for now, happening in enumerate(order):
        mode, wishes = step(mode, happening, float(now))
        assert not isinstance(mode, Inside)
        assert not any(isinstance(wish, Entered) for wish in wishes)
        for wish in wishes:
            if isinstance(wish, CheckPin | CheckCardPin):
                assert isinstance(mode, Door)
                assert mode.checking
                assert mode.pin.length == 0


@settings(max_examples=25)
@given(st.data(), device_maps, answers, st.integers(0, 9))
def test_every_screen_that_can_be_reached_can_be_drawn_and_left(data, devices, store, unprinted):
    known = facts(devices, store, unprinted)
    mode = Inside("s1234", 0.0, 0.0)
    for now in range(data.draw(st.integers(1, 25))):
        view = staff_view(mode, known, "en")
        assert view is not None
        assert view.title
        assert len(view.actions) <= 6
        assert view.controls[-1].key == "staff.leave"
        keys = [action.key for action in (*view.tabs, *view.actions, *view.controls[:-1]) if action.enabled]
        pressed = st.sampled_from(keys).map(StaffPressed)
        mode, wishes = step(mode, data.draw(st.one_of(pressed, happenings)), float(now))
        if isinstance(mode, Closed):
            assert any(isinstance(wish, Left) for wish in wishes)
            return
    left, wishes = step(mode, StaffTick(), 1000.0 + LEAVE_SECONDS)
    assert isinstance(left, Closed)
    assert isinstance(wishes[-1], Left)


@settings(max_examples=120)
@given(device_maps, answers, answers, answers, answers, st.booleans())
def test_the_service_level_is_never_better_than_what_is_known(devices, store, office, clock, opened, staff):
    out = StaffOut(OutReason.REPAIR, NOW) if staff else None
    level = service_level(
        devices, store_ok=store, opening=OpenState(opened), staff_out=out, clock_ok=clock, office_ok=office
    )
    assert (Capability.TICKET in level.can) == (store is True)
    assert (Capability.DATES in level.can) == (clock is True)
    assert (Capability.LOOK_UP in level.can) == (office is True)
    for name, capability in (("card", Capability.READ_CARD), ("printer", Capability.PRINT)):
        health = devices.get(name)
        assert (capability in level.can) == (
            health is not None and health.usable and health.reason is not Reason.DISABLED
        )
    if level.level is Level.OPEN:
        assert store is True
        assert clock is True
        assert not staff
    if level.level is not Level.OPEN:
        assert level.banners


@settings(max_examples=60)
@given(st.lists(st.tuples(device_maps, answers, st.floats(0, 5)), min_size=1, max_size=20))
def test_what_residents_see_catches_up_with_what_is_so(changes):
    shown, now = None, 0.0
    for devices, store, wait in changes:
        now += wait
        fresh = service_level(devices, store_ok=store, opening=OpenState(), staff_out=None, clock_ok=True)
        shown = steady(shown, fresh, now)
        if fresh.level is Level.OUT_OF_SERVICE:
            assert shown.shown == fresh
    assert steady(steady(shown, fresh, now), fresh, now + 2.5).shown == fresh
