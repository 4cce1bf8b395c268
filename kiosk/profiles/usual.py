"""Between which numbers each key is meant: beyond them a slip of the pen is likelier than a town's rule."""

from __future__ import annotations

from typing import Final

# by the name of the key, in its own unit, both ends inclusive.  Wide on purpose: the law's own number lies in it, and so does every page
# that was read.  A key whose limits in the model say the same is not here; what is counted in cents has limits of its own.
MEANT: Final[dict[str, tuple[int, int]]] = {
    # most cards are valid for one year; the law says 45 and 30 days
    "opens_days_before": (0, 183),
    "closes_days_before": (0, 122),
    "within_days": (0, 92),
    # a day's numbers of one class have room for a few hundred people
    "start": (1, 5000),
    "daily_cap": (1, 2000),
    "no_show_after": (1, 10),
    "opens_minutes_before": (0, 240),
    "closes_minutes_after": (0, 240),
    "nth_child": (1, 10),
    "from_age": (0, 90),
    "max_age_months": (1, 12),
    "certificate_months": (1, 12),
    "max_years": (1, 5),
    # a card that nobody fetched is destroyed after three months
    "deadline_months": (1, 12),
    "letter_days": (0, 60),
    "days_after_letter": (0, 30),
    "before_cutoff_workdays": (1, 10),
    "after_cutoff_workdays": (1, 10),
    "saturday_workdays": (1, 10),
    # the directive on long-term residents says 60 months, half of a student's time, 6 and 10 months away, a blue card's 12 and 18
    "required_months": (12, 120),
    "student_divisor": (1, 4),
    "consecutive_months": (1, 36),
    "total_months": (1, 60),
    "blue_card_years_in_eu": (1, 10),
    "blue_card_years_in_belgium": (1, 10),
    "passport_months_after_entry": (1, 12),
    "stay_without_card_days": (1, 183),
    "stay_without_card_months": (1, 12),
    "second_residence_years": (1, 10),
    "second_residence_renewals": (1, 10),
    "eu_card_max_years": (1, 10),
    "b_card_years": (1, 10),
    "f_card_years": (1, 10),
    "unlimited_permit_months": (1, 60),
    "unlimited_permit_within_months": (1, 60),
    "unlimited_stay_years": (1, 10),
}


def unusual(name: str, value: int) -> str:
    """What is unlikely about a whole number; "" when nothing is, or when no more is known of the key than its limits."""
    low, high = MEANT.get(name, (value, value))
    if low <= value <= high:
        return ""
    return f"{value} is hardly meant: {low} to {high} is usual; write what your page says"
