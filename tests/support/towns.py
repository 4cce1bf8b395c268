"""Municipalities that do not ship: Ghent's rules under another language regime."""

from datetime import datetime

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.shown.presenter import view

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)


def town(*official):
    """Ghent with these official languages, which come first among the others."""
    ghent = load("gent", today=NOON.date())
    codes = {each.code: each for each in ghent.languages}
    others = tuple(each for code, each in codes.items() if code not in official)
    spoken = (*(codes[code] for code in official), *others)
    house = ghent.municipality.model_copy(update={"official_languages": official})
    return ghent.model_copy(update={"municipality": house, "languages": spoken})


def nobody(official, **situation):
    """The screen that such a town's kiosk shows while nobody has begun."""
    profile = town(*official)
    return view(VisitState(Setting(profile, profile.places[0].id, "row"), Moment(NOON, 100.0), Situation(**situation)))
