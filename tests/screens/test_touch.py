"""Touches: what presses, and what does not (A18, A19, A20)."""

import random
from dataclasses import replace

import pytest

from kiosk.views.touches import CharTyped, DigitTyped, Pressed, Touched
from kiosk.views.view import Comfort, TextSize


@pytest.fixture
def views(samples):
    return dict(samples.views("en"))


def test_a_button_is_pressed_on_release_inside_it(hand, views):
    hand.show(views["menu"])
    finger = hand.finger(*hand.target("menu.collect").rect.middle)
    finger.touch_down()
    assert hand.inputs == []
    finger.touch_up()
    assert hand.inputs == [Pressed("menu.collect")]


def test_a_finger_that_slides_off_presses_nothing(hand, views):
    hand.show(views["menu"])
    x, y = hand.target("menu.card").rect.middle
    finger = hand.finger(x, y)
    finger.touch_down()
    there = hand.target("menu.ticket").rect.middle
    finger.touch_move(there[0], hand.stage.glass.height - there[1])
    finger.touch_up()
    assert hand.inputs == []


def test_sliding_off_and_back_presses_nothing(hand, views):
    hand.show(views["menu"])
    x, y = hand.target("menu.card").rect.middle
    finger = hand.finger(x, y)
    finger.touch_down()
    finger.touch_move(2, 2)
    finger.touch_move(x, hand.stage.glass.height - y)
    finger.touch_up()
    assert hand.inputs == []


def test_a_second_finger_presses_nothing_while_the_first_one_does(hand, views):
    hand.show(views["menu"])
    first, second = (hand.finger(*hand.target(key).rect.middle) for key in ("menu.card", "menu.ticket"))
    first.touch_down()
    second.touch_down()
    second.touch_up()
    first.touch_up()
    assert hand.inputs == [Pressed("menu.card")]


def test_the_second_tap_of_a_double_tap_does_not_press_the_next_screen(hand, views):
    hand.show(views["menu"])
    hand.tap("menu.card", seconds=0.05)
    hand.stage.show(views["question-for-whom"])
    hand.tap("answer.me", seconds=0.3)
    assert hand.inputs == [Pressed("menu.card")]
    hand.tap("answer.me")
    assert hand.inputs == [Pressed("menu.card"), Pressed("answer.me")]


def test_a_finger_held_while_the_screen_changes_presses_nothing(hand, views):
    hand.show(views["menu"])
    finger = hand.finger(*hand.target("back").rect.middle)
    finger.touch_down()
    hand.show(views["question-for-whom"])
    finger.touch_up()
    assert hand.inputs == []


def test_a_shaking_finger_presses_once(hand, views):
    hand.show(views["menu"])
    hand.tap("menu.card", seconds=0.1)
    hand.tap("menu.card", seconds=0.5)
    hand.tap("menu.card")
    assert hand.inputs == [Pressed("menu.card")] * 2


def test_digits_may_be_typed_quickly(hand, views):
    hand.show(views["pin"])
    for key in ("digit.1", "digit.1", "digit.7"):
        hand.tap(key, seconds=0.15)
    assert hand.inputs == [DigitTyped(1), DigitTyped(1), DigitTyped(7)]


def test_a_digit_is_in_no_repr(hand, views):
    hand.show(views["pin"])
    hand.tap("digit.7")
    assert "7" not in repr(hand.inputs)


def test_letters_of_the_code_are_typed(hand, views):
    hand.show(views["code"])
    hand.tap("char.A")
    hand.tap("char.-")
    hand.tap("code.ok")
    assert hand.inputs == [CharTyped("A"), CharTyped("-"), Pressed("code.ok")]


def test_a_disabled_button_is_no_button(hand, views):
    view = views["menu"]
    hand.show(replace(view, actions=(replace(view.actions[0], enabled=False), *view.actions[1:])))
    assert all(t.key != "menu.card" for t in hand.stage.scene.targets)


def test_anywhere_on_the_attract_screen_begins(hand, views):
    hand.show(views["attract"])
    finger = hand.finger(270, 500)
    finger.touch_down()
    finger.touch_up()
    assert hand.inputs == [Touched()]


def test_tools_of_the_attract_screen_are_buttons_of_their_own(hand, views):
    hand.show(replace(views["attract"], tools=views["menu"].tools))
    hand.tap("tool.contrast")
    assert hand.inputs == [Pressed("tool.contrast")]


def test_the_first_touch_on_a_dark_screen_only_lights_it(hand, views):
    hand.show(views["attract"])
    hand.stage.darken(dark=True)
    for _ in range(2):
        finger = hand.finger(270, 500)
        finger.touch_down()
        finger.touch_up()
        hand.passes()
    assert hand.stage.lit == [True]
    assert hand.inputs == [Touched()]


def test_the_button_more_turns_the_page_and_counts_as_a_touch(hand, views):
    hand.show(replace(views["answer-open"], comfort=Comfort(text_size=TextSize.VERY_LARGE)))
    hand.tap("page.next")
    assert hand.stage.page == 1
    assert hand.inputs == [Touched()]
    hand.tap("page.back")
    assert hand.stage.page == 0


def test_the_page_of_the_focused_button_comes_up(hand, views):
    view = replace(views["menu"], comfort=Comfort(text_size=TextSize.VERY_LARGE), focus="menu.other")
    hand.show(view)
    assert any(t.key == "menu.other" for t in hand.stage.scene.targets)


def test_a_screen_that_nobody_operates_turns_its_pages(hand, views):
    long = ("Deze kiosk werkt vandaag niet. " * 12,)
    hand.show(replace(views["out-of-service"], body=long, comfort=Comfort(text_size=TextSize.VERY_LARGE)))
    assert hand.stage.scene.pages > 1
    hand.passes(9.0)
    hand.passes(0.1)
    assert hand.stage.page == 1


def test_a_picture_moves_and_rests_for_who_wants_it_still(hand, views):
    """A25."""
    hand.show(views["card-in"])
    assert hand.stage._movers
    assert hand.stage._motion is not None
    hand.show(replace(views["card-in"], comfort=Comfort(reduced_motion=True)))
    assert hand.stage._movers
    assert hand.stage._motion is None


@pytest.mark.parametrize("reduced", [False, True])
def test_another_screen_comes_out_of_the_ground_within_120_ms_and_at_once_for_who_wants_it_still(hand, views, reduced):
    still = Comfort(reduced_motion=reduced)
    hand.show(replace(views["menu"], comfort=still))
    hand.passes(1.0)
    assert not hand.stage._curtain
    hand.stage.show(replace(views["question-role"], comfort=still))
    assert bool(hand.stage._curtain) is not reduced
    hand.passes(0.06)
    levels = [each.a for each in hand.stage._curtain.group.children if hasattr(each, "a")]
    assert levels == [] if reduced else 0.0 < levels[0] < 0.65
    hand.passes(0.07)
    assert not hand.stage._curtain
    assert not hand.stage._curtain.group.children
    # what is around the matter stays as it is, and a digit that is typed is not another screen
    hand.show(replace(views["pin"], comfort=still))
    hand.stage.settle()
    hand.stage.show(replace(views["pin"], comfort=still, typed=3))
    assert not hand.stage._curtain


def test_back_help_and_stop_are_not_faded(hand, views):
    for name in ("menu", "pin", "answer-open"):
        hand.show(views[name])
        content = hand.stage.scene.content
        for target in hand.stage.scene.targets:
            if target.key in {"back", "help", "stop", "done"} or target.key.startswith("tool."):
                assert not content.holds(*target.rect.middle), (name, target.key)


def test_nothing_of_the_screen_before_stays_in_memory(hand, views):
    hand.show(views["greeting"])
    hand.show(views["attract"])
    kept = repr([key[0] for key in hand.stage._textures._kept]) + repr(hand.stage._type._widths)
    assert "Amina" not in kept


def test_random_fingers_press_only_what_is_shown(hand, views):
    storm(hand, list(views.values()), events=2_500, seed=7)


def storm(hand, views, *, events, seed):
    """Fingers that come, move and leave at random, while screens change; everything heard was on a screen."""
    dice = random.Random(seed)
    known = {"page.next", "page.back"}
    fingers = []
    for number in range(events):
        if number % 25 == 0:
            hand.stage.show(dice.choice(views))
            known |= {t.key for t in hand.stage.scene.targets}
            hand.passes(dice.random())
        x, y = dice.randrange(-20, 560), dice.randrange(-20, 980)
        match dice.randrange(4):
            case 0 | 1 if len(fingers) < 10:
                finger = hand.finger(x, y)
                finger.touch_down()
                fingers.append(finger)
            case 2 if fingers:
                dice.choice(fingers).touch_move(x, y)
            case _ if fingers:
                fingers.pop(dice.randrange(len(fingers))).touch_up()
            case _:
                pass
    for finger in fingers:
        finger.touch_up()
    assert not hand.stage._fingers
    assert all(not isinstance(one, Pressed) or one.key in known for one in hand.inputs)
    assert hand.inputs


def test_a_finger_that_never_leaves_keeps_nobody_from_pressing(hand, views):
    hand.show(views["menu"])
    hand.finger(*hand.target("menu.card").rect.middle).touch_down()
    hand.passes(6)
    hand.tap("menu.ticket")
    assert hand.inputs == [Pressed("menu.ticket")]


def test_a_finger_that_rested_on_a_button_presses_nothing(hand, views):
    hand.show(views["menu"])
    finger = hand.finger(*hand.target("menu.card").rect.middle)
    finger.touch_down()
    hand.passes(6)
    finger.touch_up()
    assert hand.inputs == []


def test_a_finger_is_forgotten_when_another_screen_comes(hand, views):
    hand.show(views["menu"])
    hand.finger(*hand.target("menu.card").rect.middle).touch_down()
    hand.show(views["question-for-whom"])
    hand.tap("answer.me")
    assert hand.inputs == [Pressed("answer.me")]


def test_touches_that_press_nothing_for_minutes_are_noticed_until_one_presses(hand, views):
    hand.show(views["menu"])
    for _ in range(13):
        finger = hand.finger(1, 1)
        finger.touch_down()
        finger.touch_up()
        hand.passes(10)
    assert hand.stage.in_vain
    hand.tap("menu.card")
    assert not hand.stage.in_vain


def in_vain(hand, touches, every):
    for _ in range(touches):
        finger = hand.finger(1, 1)
        finger.touch_down()
        finger.touch_up()
        hand.passes(every)
    return hand.stage.in_vain


def test_stray_touches_of_a_whole_day_never_add_up(hand, views):
    hand.show(views["menu"])
    assert not in_vain(hand, 100, every=300)


def test_a_child_that_drums_on_the_glass_for_a_moment_is_no_alarm_however_long_nobody_comes(hand, views):
    hand.show(views["menu"])
    assert not in_vain(hand, 30, every=0.3)
    hand.passes(3600)
    assert not hand.stage.in_vain


def test_a_glass_that_takes_no_touches_stays_an_alarm_until_one_presses_however_long_nobody_comes(hand, views):
    hand.show(views["menu"])
    assert in_vain(hand, 20, every=10)
    hand.passes(8 * 3600)
    in_vain(hand, 1, every=1)
    assert hand.stage.in_vain
    hand.tap("menu.card")
    assert not hand.stage.in_vain


def test_a_displaced_glass_is_noticed_although_each_visit_begins_by_a_touch_anywhere(hand, views):
    for _ in range(6):
        hand.show(views["attract"])
        hand.tap("touch")
        hand.show(views["menu"])
        in_vain(hand, 4, every=10)
    assert isinstance(hand.inputs[-1], Touched)
    assert hand.stage.in_vain


def test_touches_where_there_is_nothing_to_press_are_in_vain_for_nobody(hand, views):
    hand.show(views["closed"])
    assert not hand.stage.scene.targets
    assert not in_vain(hand, 60, every=10)


def test_a_finger_and_the_mouse_that_is_made_of_it_press_once(hand, views):
    hand.show(views["menu"])
    middle = hand.target("menu.card").rect.middle
    mouse, finger = hand.finger(*middle), hand.finger(middle[0] + 1, middle[1])
    finger.device = "sdl"
    mouse.touch_down()
    finger.touch_down()
    second = hand.finger(*hand.target("menu.ticket").rect.middle)
    second.device = "sdl"
    mouse.touch_up()
    finger.touch_up()
    hand.passes(0.5)
    second.touch_down()
    second.touch_up()
    assert hand.inputs == [Pressed("menu.card"), Pressed("menu.ticket")]


def touched(hand, place, device):
    finger = hand.finger(*place)
    finger.device = device
    finger.touch_down()
    finger.touch_up()
    hand.passes(0.2)


@pytest.mark.parametrize("order", [("sdl", "mouse"), ("mouse", "sdl")])
def test_a_digit_is_typed_once_although_its_finger_has_left_when_it_comes_a_second_time(hand, views, order):
    hand.show(views["pin"])
    place = hand.target("digit.1").rect.middle
    for _ in range(2):  # the same digit twice, each by a finger of its own
        for device in order:
            touched(hand, place, device)
    assert hand.inputs == [DigitTyped(1), DigitTyped(1)]


def test_every_finger_of_sdl_reaches_kivy_and_nothing_else_is_kept_from_the_window():
    from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

    from screens.window import _hand_on_fingers

    class Storage:
        title = "a title"

        def __init__(self):
            self.events = [("fingerdown", 7, 0.5, 0.5, 1.0), ("mousemotion", 3, 4), False]

        def poll(self):
            return self.events.pop(0)

    class Window:
        def __init__(self):
            self._win = Storage()

    window = Window()
    without = _hand_on_fingers(window)
    SDL2MotionEventProvider.q.clear()
    assert [window._win.poll() for _ in range(3)][1] == ("mousemotion", 3, 4)
    assert list(SDL2MotionEventProvider.q) == [("fingerdown", 7, 0.5, 0.5, 1.0)]
    assert window._win.title == "a title"
    without()
    assert isinstance(window._win, Storage)
    SDL2MotionEventProvider.q.clear()
