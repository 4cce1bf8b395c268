"""One case of the second reading, on the way to its answer."""

from __future__ import annotations

from datetime import datetime

from second_tables import CHANNELS, CHILD_CODES, LETTERS, ORDER, PLACES, years_old


class Reading:
    """One case on the way to its answer."""

    def __init__(self, town: str, at: datetime, case: dict, clock_ok: bool) -> None:
        self.town, self.at, self.today, self.case, self.clock_ok = town, at, at.date(), case, clock_ok
        self.notes: set[str] = set()
        self.dates: dict = {}
        self.fee: object = None
        self.bring: list[str] = []
        self.photo = "none"
        self.service = case.get("service")
        self.letter = LETTERS.get(case.get("document_type"))
        known = case.get("place")
        if known is None and self.service == "collect":
            known = case.get("applied_at")
        self.place = known or next(iter(PLACES[town]))
        born = case.get("born")
        if born is not None:
            self.child = years_old(born, self.today) < 12
        else:
            childish = case.get("document_type") in CHILD_CODES
            hurried = self.service == "urgent" or case.get("procedure") == "urgent"
            childish = childish or (hurried and (case.get("children") or 0) > 0)
            self.child = self.service == "child" or case.get("role") is not None or childish
        self.status = None if case.get("office") == "down" else case.get("card_status")

    def out(
        self, result: str, ticket: str | None = None, need: str | None = None, channels: list | None = None
    ) -> dict:
        if need is None:
            need = "reception" if PLACES[self.town][self.place][3] else "required"
        return {
            "result": result,
            "notes": [note for note in ORDER if note in self.notes],
            "dates": self.dates,
            "fee": self.fee,
            "bring": self.bring,
            "photo": self.photo,
            "appointment": need,
            "channels": CHANNELS[self.town] if channels is None else channels,
            "ticket": ticket,
        }

    def foreign(self) -> bool:
        """No national of the EU or EEA: by what was said, else by a card that only others get."""
        said = self.case.get("eu")
        return said is False or (said is None and self.letter is not None and not self.letter.startswith("EU"))

    def again(self, told: dict) -> dict:
        """The same answer with the notes that came later."""
        return told | {"notes": [note for note in ORDER if note in self.notes]}

    def number(self, ticket: str) -> str | None:
        return ticket if PLACES[self.town][self.place][3] else None
