"""What the tests of profiles share."""

from datetime import date

import pytest

from kiosk.profiles.loader import check


@pytest.fixture
def refused(town):
    """The errors of Ghent's profile with changes, on the day on which its pages were read."""

    def errors(*changes, extra=""):
        return check([town(*changes, extra=extra)], date(2026, 11, 22)).errors

    return errors
