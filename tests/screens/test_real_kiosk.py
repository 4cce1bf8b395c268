"""The whole kiosk as a process under a real X server: visits by touch in every profile, hands that mean ill, and its end."""

import importlib.util
import random
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.staff.members import Members
from tests.support.screens.real_kiosk import SIZE, Running
from tests.support.screens.xserver import x_server
from tests.support.waiting import PATIENCE

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool") and shutil.which("pcscd")),
        reason="Xvfb, xdotool and pcscd are not installed",
    ),
]
PLACES = {"gent": "stadskantoor", "leuven": "stadskantoor", "vlaams-voorbeeld": "gemeentehuis"}


@pytest.fixture
def display():
    with x_server(f"{SIZE[0]}x{SIZE[1]}x24") as name:
        yield name


@pytest.fixture
def start(display, tmp_path):
    started = []

    def run(profile="gent", extra="", trap=""):
        program = Running(display, tmp_path, profile, PLACES[profile], extra, trap)
        started.append(program)
        return program

    yield run
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
        program.process.wait(PATIENCE)
        program.log.close()


def to_the_menu(kiosk):
    kiosk.see("Attract")
    kiosk.settle()
    kiosk.press(SIZE[0] // 2, SIZE[1] // 2)
    kiosk.see("Language")
    kiosk.tap("language.en")
    kiosk.see("Menu")


def to_the_pin(kiosk):
    to_the_menu(kiosk)
    kiosk.do("card.insert", profile="a33")
    kiosk.see("Pin")


# what the answer to a card that can be renewed offers: Ghent sends to the reception, the others make appointments
OFFERS = {"gent": "ticket", "leuven": "slip", "vlaams-voorbeeld": "slip"}


@pytest.mark.parametrize("profile", list(PLACES))
def test_the_main_visit_of_every_profile_by_touch(start, profile):
    kiosk = start(profile)
    # Amina's card can be renewed on this Thursday
    kiosk.set_clock(datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS))
    to_the_pin(kiosk)
    for digit in "1234":
        kiosk.tap(f"digit.{digit}")
    kiosk.tap("pin.ok")
    if profile == "vlaams-voorbeeld":  # this town says how old a photo may be, and writes to who may renew
        kiosk.see("Question")
        kiosk.tap("answer.new")
        kiosk.tap("answer.unknown")
    kiosk.see("Answer")
    kiosk.tap(OFFERS[profile])
    if OFFERS[profile] == "ticket":
        kiosk.see("Ticket")
        kiosk.until(lambda: "ticket_printed" in kiosk.codes(), "paper")
    else:
        kiosk.see("Checking")
        kiosk.see("Answer")
    kiosk.tap("done")
    kiosk.see("TakeCard")
    kiosk.do("card.remove")
    if OFFERS[profile] == "ticket":
        kiosk.see("TakeTicket")
        kiosk.tap("done")
    kiosk.see("Attract")
    assert len(kiosk.tickets()) == (OFFERS[profile] == "ticket")
    assert kiosk.papers() == 1
    code = kiosk.stop()
    assert (code, "Traceback" in kiosk.text()) == (0, False)


def test_staff_come_in_by_five_touches_in_the_corner_and_their_pin(start):
    kiosk = start()
    Members(kiosk.folder / "state").add("Karel", "739154", datetime.now(BRUSSELS))
    kiosk.see("Attract")
    kiosk.settle()
    kiosk.xdo("mousemove", SIZE[0] // 40, SIZE[1] // 40, *(5 * ("mousedown", 1, "sleep", 0.05, "mouseup", 1)))
    kiosk.see("Staff")
    for digit in "739154":
        kiosk.tap(f"digit.{digit}")
    kiosk.tap("pin.ok")
    kiosk.until(lambda: "staff_entered" in kiosk.codes(), "staff inside")
    kiosk.tap("staff.leave")
    kiosk.see("Attract")
    assert "739154" not in kiosk.text()


def windows(kiosk):
    """The visible windows of the display."""
    search = ["xdotool", "search", "--onlyvisible", "--class", ".*"]
    found = subprocess.run(search, env=kiosk.env, capture_output=True, text=True, check=True, timeout=300)
    # the first is the root of the display
    return found.stdout.split()[1:]


def home(kiosk):
    """Out of whatever visit there is, by its own buttons."""
    ways = ("stop", "done", "no", "more.no")

    def there():
        shown = kiosk.screen()
        way = next((each for each in ways if each in shown["targets"]), None)
        if shown["view"] != "Attract" and way is not None:
            kiosk.settle()
            kiosk.press(*shown["targets"][way])
        return shown["view"] == "Attract"

    kiosk.until(there, "the way home")


def tickets_of_visits(kiosk):
    """How many tickets each visit drew, in order."""
    counts = []
    for code in kiosk.codes():
        if code == "visit_started":
            counts.append(0)
        if code == "ticket_issued":
            counts[-1] += 1
    return counts


def pointers(display, count):
    """Several hands on the display."""
    file = Path(__file__).parents[1] / "support" / "screens" / "pointers.py"
    spec = importlib.util.spec_from_file_location("screens_pointers", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Pointers(display, count)


def many_hands(kiosk):
    """A palm that rests while a finger taps, then three hands at once."""
    x, y = kiosk.until(lambda: kiosk.screen()["targets"].get("menu.ticket"), "the button")
    hands = pointers(kiosk.env["DISPLAY"], 3)
    hands.move(1, 3, SIZE[1] // 2)
    hands.press(1, down=True)
    kiosk.settle()
    hands.move(0, x, y)
    hands.press(0, down=True)
    kiosk.settle()
    for hand in (0, 1):
        hands.press(hand, down=False)
    kiosk.settle()
    # the finger may have pressed its button or not; the palm has pressed nothing
    assert kiosk.screen()["view"] in ("Menu", "Question")
    dice = random.Random(3)
    for _ in range(300):
        hand = dice.randrange(3)
        hands.move(hand, dice.randrange(SIZE[0]), dice.randrange(SIZE[1]))
        hands.press(hand, down=dice.random() < 0.5)
    for hand in range(3):
        hands.press(hand, down=False)
    hands.close()


def test_hands_that_mean_ill_find_our_window_and_one_ticket_a_visit(start):
    kiosk = start()
    kiosk.set_clock(datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS))
    own = windows(kiosk)
    assert len(own) == 1
    to_the_menu(kiosk)
    for keys in ("Escape", "F1", "F11", "alt+F4", "ctrl+alt+Delete", "ctrl+c", "ctrl+w", "super", "Menu", "alt+Tab"):
        kiosk.xdo("key", keys)
    kiosk.see("Menu")
    x, y = kiosk.until(lambda: kiosk.screen()["targets"].get("menu.ticket"), "the button")
    # a swipe over the button and back, and one that ends on it
    rest = ("sleep", 0.15)
    kiosk.xdo(
        "mousemove", x, y, "mousedown", 1, *rest, "mousemove", x, 40, *rest, "mousemove", x, y, *rest, "mouseup", 1
    )
    kiosk.xdo("mousemove", x, SIZE[1] - 5, "mousedown", 1, *rest, "mousemove", x, y, *rest, "mouseup", 1)
    # the other buttons and the wheel
    kiosk.xdo("mousemove", x, y, "click", 2, "click", 3, "click", 4, "click", 5)
    # a palm that rests on the edge while a finger taps
    kiosk.xdo(
        "mousemove", 3, SIZE[1] // 2, "mousedown", 3, "mousemove", x, y, "mousedown", 2, "mouseup", 2, "mouseup", 3
    )
    kiosk.settle()
    assert kiosk.screen()["view"] == "Menu"
    many_hands(kiosk)
    assert windows(kiosk) == own
    home(kiosk)
    to_the_menu(kiosk)
    x, y = kiosk.until(lambda: kiosk.screen()["targets"].get("menu.ticket"), "the button")
    before = len(tickets_of_visits(kiosk)) - 1
    kiosk.settle()
    # a long press is one press
    kiosk.xdo("mousemove", x, y, "mousedown", 1, "sleep", 1.5, "mouseup", 1)
    kiosk.see("Question")
    x, y = kiosk.until(lambda: kiosk.screen()["targets"].get("take"), "the button")
    kiosk.settle()
    kiosk.xdo("mousemove", x, y, "click", "--repeat", 8, "--delay", 40, 1)
    kiosk.until(lambda: "ticket_printed" in kiosk.codes(), "paper")
    assert tickets_of_visits(kiosk)[before:] == [1]
    dice = random.Random(7)
    chain = []
    for _ in range(400):
        chain += ["mousemove", dice.randrange(SIZE[0]), dice.randrange(SIZE[1])]
        chain += dice.choice((["click", "1"], ["mousedown", "1"], ["mouseup", "1"], ["click", "3"], ["key", "Escape"]))
        if dice.random() < 0.2:
            chain += ["sleep", "0.1"]
    kiosk.xdo(*chain, "mouseup", "1")
    assert windows(kiosk) == own
    assert max(tickets_of_visits(kiosk)) == 1
    assert "callback_fault" not in kiosk.codes()
    # it still serves, and ends at once with a card in it
    home(kiosk)
    to_the_pin(kiosk)
    code = kiosk.stop()
    assert (code, "Traceback" in kiosk.text()) == (0, False)


def test_the_first_touch_on_a_dark_screen_only_wakes_it_and_sigterm_ends_a_kiosk_that_prints(start):
    kiosk = start(extra="blank_after = 4.0\n")
    kiosk.set_clock(datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS))
    kiosk.until(lambda: kiosk.screen()["dark"], "a dark screen")
    kiosk.press(SIZE[0] // 2, SIZE[1] // 2)
    shown = kiosk.until(lambda: (now := kiosk.screen()) and not now["dark"] and now, "light")
    kiosk.settle()
    assert kiosk.screen()["view"] == shown["view"] == "Attract"
    to_the_menu(kiosk)
    kiosk.tap("menu.ticket")
    kiosk.see("Question")
    kiosk.tap("take")
    kiosk.until(lambda: "ticket_issued" in kiosk.codes(), "a number")
    code = kiosk.stop()
    assert (code, "Traceback" in kiosk.text()) == (0, False)
    assert len(kiosk.tickets()) == 1


TRAP = """
import kiosk.station.kiosk
from kiosk.station.kiosk import Kiosk
from kiosk.visit.model.inputs import Pressed
heard = Kiosk.input
def breaks(own, given):
    if given == Pressed("menu.ticket"):
        raise LookupError("a callback that breaks")
    heard(own, given)
Kiosk.input = breaks
drawn = Kiosk.frame
frames = []
def frame(own):
    drawn(own)
    visit = own.runner.state.visit
    if not frames and visit is not None and visit.language == "fr":
        frames.append(True)
        raise ZeroDivisionError
Kiosk.frame = frame
kiosk.station.kiosk.MEND_SECONDS = 2.0
"""


def test_an_error_in_a_callback_is_out_of_service_and_an_event_and_mends_itself(start):
    kiosk = start(trap=TRAP)
    kiosk.set_clock(datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS))
    to_the_menu(kiosk)
    kiosk.tap("menu.ticket")
    kiosk.see("OutOfService")
    (fault,) = [event for event in kiosk.events() if event["event"] == "callback_fault"]
    assert (fault["fault"], "breaks" in str(fault)) == ("LookupError", False)
    kiosk.see("Attract")
    # the same in the frame itself
    kiosk.settle()
    kiosk.press(SIZE[0] // 2, SIZE[1] // 2)
    kiosk.see("Language")
    kiosk.tap("language.fr")
    kiosk.see("OutOfService")
    assert kiosk.codes().count("callback_fault") == 2
    kiosk.see("Attract")
    assert kiosk.stop() == 0
