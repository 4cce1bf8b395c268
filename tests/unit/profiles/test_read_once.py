"""A profile that is checked is built of what the check has read: nobody reads and judges a file twice to use it."""

from datetime import date

from kiosk.profiles import loader
from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import ProfileProblem

TODAY = date(2026, 11, 22)
MISTAKES = loader.mistakes


def test_the_check_gives_the_profiles_that_a_kiosk_would_load(town, monkeypatch):
    sound = town().rename(town().with_name("sound.toml"))
    # a date that has passed is told and starts all the same; a place without its id is none
    told = town(
        ("valid_until = 2027-03-04", "valid_until = 2024-03-04"), ("renew_from = 2027-01-04", "renew_from = 2024-01-04")
    )
    told = told.rename(told.with_name("told.toml"))
    refused = town(('id = "gentbrugge"', ""))
    loaded = [load(each, today=TODAY) for each in (sound, told)]
    judged = []
    monkeypatch.setattr(loader, "mistakes", lambda *known: judged.append(known) or MISTAKES(*known))
    result = check((sound, told, refused), TODAY)
    assert len(judged) == 3
    assert {each.code for each in result.errors} >= {ProfileProblem.STALE_DATE, ProfileProblem.MISSING_KEY}
    assert list(result.profiles) == loaded
    key = "renewal.window.opens_days_before"
    assert [each.source(key) for each in result.profiles] == [each.source(key) for each in loaded]
