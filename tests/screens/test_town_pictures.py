"""The example towns in their languages, as pictures: the first screen, an answer, its ticket and slip; `UPDATE_PICTURES=1` draws them anew."""

from datetime import datetime

import pytest
from PIL import Image

from devices.printer.receipt import render
from devices.simulators.paper import draw, strip
from kiosk.base.clock import BRUSSELS
from kiosk.base.config import Config
from kiosk.profiles.loader import EXAMPLES, load
from kiosk.residence.vocabulary import Service
from kiosk.views.touches import Pressed
from kiosk.visit.model.effects import PrintSlip
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.tour.people import people
from kiosk.visit.tour.walker import do, walk
from kiosk.wiring.drivers import ticket_paper
from screens.picture import Camera
from screens.theme import Glass
from tests.support.pictures import FOLDER, LARGEST_BYTES, drawn_anew, unlike

TOWNS = FOLDER / "towns"
PANEL = (1080, 1920)
SCREEN, PAPER = (270, 200), (320, 6)  # pixels across, and how many colours
# a Thursday; in the Flemish city one is served without an appointment in the evening only
MORNING = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
EVENING = datetime(2027, 2, 18, 16, 30, tzinfo=BRUSSELS)
LANGUAGES = {name: load(name, today=MORNING.date()).official for name in EXAMPLES}
# another cut of a typeface may break a line elsewhere; what is lost or new is more than that
TOLERANCE = 0.02


def nobody(name):
    """The kiosk of a town's first place with nobody before it."""
    profile = load(name, today=MORNING.date())
    now = EVENING if name == "examples/flemish-city" else MORNING
    return VisitState(Setting(profile, profile.places[0].id, "town"), Moment(now, 0.0), Situation())


def renewal(name, language):
    """The first answer about renewing that has a ticket and a slip."""
    somebody = next(each for each in people(MORNING.date()) if each.name == "A card, in time")
    answers = walk(nobody(name), somebody, language=language, only=Service.RENEW)
    return next(told for told in answers if {"ticket", "slip"} <= told.buttons)


def slip(told):
    _, effects = do(told.state, Pressed("slip"))
    return next(each.receipt for each in effects if isinstance(each, PrintSlip))


@pytest.fixture(scope="module")
def screen():
    camera = Camera()
    return lambda shown: camera.shoot(shown, Glass.of(*PANEL))


def paper(receipt):
    paper = ticket_paper(Config())
    return strip(draw(render(receipt, paper).data, paper.dots).pictures).convert("RGB")


def compared(name, image, kind, folder):
    wide, colours = kind
    image = image.resize((wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS)
    file = TOWNS / f"{name.removeprefix('examples/')}.png"
    drawn_anew(image, file, colours)
    assert file.stat().st_size <= LARGEST_BYTES
    far = unlike(file, image, folder)
    assert far < TOLERANCE, f"{far} of {file} differs, see {folder}; UPDATE_PICTURES=1 draws it anew"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_first_screen_of_a_town_looks_as_committed(screen, name, tmp_path):
    compared(f"{name}-first", screen(view(nobody(name))), SCREEN, tmp_path)


@pytest.mark.parametrize(("name", "language"), [(name, code) for name in EXAMPLES for code in LANGUAGES[name]])
def test_an_answer_its_ticket_and_its_slip_look_as_committed(screen, name, language, tmp_path):
    told = renewal(name, language)
    compared(f"{name}-answer-{language}", screen(told.view), SCREEN, tmp_path)
    compared(f"{name}-ticket-{language}", paper(told.paper), PAPER, tmp_path)
    compared(f"{name}-slip-{language}", paper(slip(told)), PAPER, tmp_path)


def test_no_other_picture_of_a_town_is_kept():
    wanted = {f"{name}-first" for name in EXAMPLES}
    wanted |= {
        f"{name}-{what}-{code}"
        for name in EXAMPLES
        for code in LANGUAGES[name]
        for what in ("answer", "ticket", "slip")
    }
    assert {file.stem for file in TOWNS.glob("*.png")} == {name.removeprefix("examples/") for name in wanted}
