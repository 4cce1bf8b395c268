"""The waiting-room display: read from ten metres, calm, and its rows have straight edges."""

from dataclasses import replace

import pytest

from kiosk.views.view import Call, Comfort
from kiosk.visit.tour.showcase import views as showcase
from screens import typeset
from screens.fonts import Font
from screens.painter import Glow
from screens.registry import scene_of
from screens.scene import Pulse
from screens.theme import Glass
from screens.typeset import Typesetter

# 43 inches
LARGE = Glass(1920, 1080, 952.0, 535.0)


def board(**changed):
    return replace(dict(showcase("nl"))["board"], **changed)


def drawn(view, glass=LARGE):
    return scene_of(view, glass, Typesetter())


def signs(scene, text):
    return [line for line in scene.lines() if line.shown == text]


def test_the_counter_of_a_call_is_read_from_ten_metres_on_43_inches():
    largest = max(signs(drawn(board()), "3"), key=lambda line: line.px)
    assert typeset.ink_height("3", Font.DISPLAY, largest.px) / LARGE.density >= 10_000 / 200


def test_counters_that_are_words_and_long_numbers_find_room():
    for number, counter in (("R2-114", "12"), ("Z999", "A-14"), ("W100", "Balie 12")):
        view = board(current=Call(number, counter, "Verblijfsdossier starten", fresh=True, room="Afhaalbalie"))
        for glass in (LARGE, Glass.of(1280, 800), Glass.of(1080, 1920)):
            assert all(line.rect.x >= 0 and line.rect.right <= glass.width for line in drawn(view, glass).lines())


def test_numbers_and_counters_of_the_last_calls_have_one_size_and_straight_edges():
    calls = tuple(Call(number, counter) for number, counter in (("P111", "1"), ("P000", "7"), ("P414", "4")))
    scene = drawn(board(current=None, recent=calls))
    letters = signs(scene, "P")
    counters = signs(scene, "7")
    assert (len(letters), len(counters)) == (3, 1)
    assert {line.px for line in letters} == {line.px for line in counters}
    rows = [[line for line in scene.lines() if line.rect.y == letter.rect.y] for letter in letters]
    middles = [[round(line.rect.middle[0]) for line in sorted(row, key=lambda line: line.rect.x)] for row in rows]
    assert max(max(column) - min(column) for column in zip(*middles, strict=True)) <= 1


def test_the_word_for_a_counter_stands_once_over_the_last_calls_and_once_beside_the_present_one():
    assert len(signs(drawn(board()), "Loket")) == 2


def test_a_call_pulses_three_times_slowly_and_then_rests():
    pulse = next(item for item in drawn(board()).items if isinstance(item, Pulse))
    assert pulse.times == 3
    assert pulse.seconds >= 1.0
    seen = type("Seen", (), {"a": 1.0})()
    glow = Glow(pulse, seen)
    levels = []
    for tenth in range(80):
        glow.at(tenth / 10)
        levels.append(seen.a)
    ups = [a < b >= c for a, b, c in zip(levels, levels[1:], levels[2:], strict=False)]
    assert sum(ups) == 3
    assert max(levels) <= 0.25
    assert set(levels[int(pulse.seconds * 30) + 1 :]) == {0.0}
    glow.rest()
    assert seen.a == 0.0
    assert not [item for item in drawn(board(current=Call("R014", "3"))).items if isinstance(item, Pulse)]


@pytest.mark.parametrize("reduced", [False, True])
def test_the_pulse_begins_with_the_call_and_is_off_where_nothing_may_move(hand, reduced):
    calm = board(comfort=Comfort(reduced_motion=reduced), current=Call("R013", "1"))
    hand.show(calm)
    hand.passes(20.0)
    hand.show(replace(calm, current=Call("R014", "3", fresh=True)))
    seen = []
    for _ in range(30):
        hand.passes(0.05)
        (glow,) = [each for each in hand.stage._movers if isinstance(each, Glow)]
        seen.append(glow._colour.a)
    assert (max(seen) > 0.1) is not reduced
    hand.show(replace(hand.stage.view, clock="10:41"))
    hand.passes(8.0)
    (glow,) = [each for each in hand.stage._movers if isinstance(each, Glow)]
    assert glow._colour.a == 0.0
