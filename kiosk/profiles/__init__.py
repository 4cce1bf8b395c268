"""What a municipality holds to be true, with the source of every value."""

from kiosk.profiles.loader import NAMES, check, load
from kiosk.profiles.problems import CheckResult, Notice, Problem, ProfileError
from kiosk.profiles.source import Alarm, AlarmKind, ProfileSource
from kiosk.residence.profile import Place, Profile, Source

__all__ = [
    "NAMES",
    "Alarm",
    "AlarmKind",
    "CheckResult",
    "Notice",
    "Place",
    "Problem",
    "Profile",
    "ProfileError",
    "ProfileSource",
    "Source",
    "check",
    "load",
]
