"""Several fingers on a five-finger panel, as the kernel, the display and SDL hand them on: two at once, a palm, a lost release, ghosts, a panel plugged in anew.

After each of them the kiosk answers a single finger, and the touches that it counted in the visit are those that were meant.
"""

import random

import pytest

from screens.fingers import HELD_SECONDS, VAIN_SECONDS, VAIN_TOUCHES
from tests.support.machine.rig import EDGE, Visitor, around, differ, until_touched
from tests.support.machine.usbtouch import Touch

pytestmark = pytest.mark.machine
MEANT = 3  # touches of a visit here: the one that begins it, the language, the end


class Person(Visitor):
    """A visitor with more fingers than one, who stands before the choice of a language."""

    def arrives(self, rig):
        self.mark = super().arrives(rig, "reader", "printer")
        self.dutch, self.french = self.place("Nederlands"), self.place("Français")

    def place(self, word):
        words = self.see(word)
        return words.x, words.y

    def holds(self, fingers, word):
        """Put fingers down, by their numbers, until the button with this word looks pressed."""
        words = self.see(word)
        before = around(self.machine.picture(), words)
        self.touch.down(fingers)
        self.machine.until(lambda: differ(around(self.machine.picture(), words), before), f"{word} looks pressed")

    def chooses_and_leaves(self):
        self.tap("Nederlands")
        self.leaves()

    def leaves(self):
        """The choice was Dutch, and nothing was pressed that nobody meant."""
        self.see("Wat wilt u doen")
        self.tap("Stoppen")
        ended = self.machine.until_event(self.mark, "visit_ended")
        assert (ended["language"], ended["touches"]) == ("nl", MEANT)


@pytest.fixture
def person(machine, rig, eyes, kept):
    return Person(machine, rig.touch, eyes, kept)


def test_of_two_fingers_at_once_the_first_one_presses(rig, person):
    person.arrives(rig)
    person.touch.down({0: person.dutch, 1: person.french})
    person.touch.up(1, 0)
    person.leaves()


def test_a_finger_whose_release_is_lost_presses_nothing_and_keeps_nobody_from_pressing(machine, rig, eyes, kept):
    person = Person(machine, Touch(*Touch.UNKNOWN), eyes, kept)
    person.arrives(rig)
    person.holds({0: person.french}, "Français")
    person.touch.lose(0)
    machine.passes(HELD_SECONDS + 1)
    person.chooses_and_leaves()


def test_a_palm_that_rests_presses_nothing(machine, rig, person):
    person.arrives(rig)
    others = [person.place(word) for word in ("English", "Deutsch", "Español")]
    person.holds(dict(enumerate((person.french, person.dutch, *others))), "Français")
    machine.passes(HELD_SECONDS + 1)
    person.touch.up()
    person.chooses_and_leaves()


def test_a_panel_that_is_plugged_in_anew_while_a_finger_is_down_is_heard(machine, rig, person):
    person.arrives(rig)
    person.holds({0: person.dutch}, "Nederlands")
    machine.unplug("touch")
    machine.plug("touch", person.touch)
    until_touched(machine, person.touch, times=2)
    # the display ends the touches of a panel that goes: whether that finger has pressed is the display's affair
    if person.see("Wat wilt u doen", "Nederlands").text.startswith("Nederlands"):
        person.tap("Nederlands")
    person.leaves()


def test_ghosts_that_press_nothing_for_minutes_are_told_until_a_finger_presses(machine, rig, person):
    person.arrives(rig)
    chance = random.Random(18)

    def ghosts(times):
        for _ in range(times):
            drops = {number: (EDGE[0], chance.uniform(0.2, 0.8)) for number in range(chance.randint(1, 3))}
            person.touch.down(drops)
            person.touch.up()

    ghosts(VAIN_TOUCHES)
    machine.passes(VAIN_SECONDS)
    ghosts(1)
    told = machine.until_event(person.mark, "device_lost", device="display")
    assert told["reason"] == "not_responding"
    person.tap("Nederlands")
    machine.until_event(person.mark, "device_restored", device="display")
    person.leaves()
