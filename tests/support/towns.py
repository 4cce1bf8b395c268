"""Municipalities that do not ship: Ghent's rules under another language regime."""

from kiosk.profiles.loader import load


def town(today, *official):
    """Ghent with these official languages, which come first among the others."""
    ghent = load("gent", today=today)
    codes = {each.code: each for each in ghent.languages}
    others = tuple(each for code, each in codes.items() if code not in official)
    spoken = (*(codes[code] for code in official), *others)
    house = ghent.municipality.model_copy(update={"official_languages": official})
    return ghent.model_copy(update={"municipality": house, "languages": spoken})
