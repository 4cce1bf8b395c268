"""A resident at the machine without devices: presses buttons, and answers for the card."""

from dataclasses import replace
from datetime import datetime, timedelta

from devices.api import CardIdentified, CardInserted, CardJudged, PinChecked, PinOutcome
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.visit.model.effects import ReadCard, VerifyPin
from kiosk.visit.model.inputs import Tick
from kiosk.visit.model.phases import Asking
from kiosk.visit.model.questions import question
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.steps.step import step
from kiosk.visit.tour.explore import sample_reading

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)


class Resident:
    def __init__(self, profile="gent", language="en", **situation):
        loaded = load(profile, today=NOON.date()) if isinstance(profile, str) else profile
        setting = Setting(loaded, loaded.places[0].id, "row")
        self.state = VisitState(setting, Moment(NOON, 100.0), Situation(**situation))
        self.effects = []
        self.do(Touched())
        self.press(f"language.{language}")

    @property
    def view(self):
        return view(self.state)

    def do(self, given, seconds=1.0):
        now = Moment(self.state.now.civil + timedelta(seconds=seconds), self.state.now.mono + seconds)
        self.state, effects = step(self.state, given, now)
        self.effects += effects
        return self

    def press(self, *keys):
        """Presses the keys; a question on which a detail depends is answered with "I do not know" on the way."""
        for key in keys:
            while self._detail() and key not in [action.key for action in (*self.view.actions, *self.view.controls)]:
                self.do(Pressed(self.view.actions[-1].key))
            self.do(Pressed(key))
        return self

    def unsure(self):
        """Does not know what only a detail depends on."""
        while self._detail():
            self.do(Pressed(self.view.actions[-1].key))
        return self

    def _detail(self):
        phase = self.state.phase
        return isinstance(phase, Asking) and question(phase.question).detail

    def effect(self, kind):
        return [each for each in self.effects if isinstance(each, kind)][-1]

    def insert(self, document_type=33, **card):
        self.do(CardInserted())
        reading = sample_reading(NOON.date(), **card)
        reading = replace(reading, card=replace(reading.card, document_type=document_type))
        request = self.effect(ReadCard).request
        self.do(CardIdentified(request, reading))
        return self.do(CardJudged(request, reading)).do(Tick(), 2.0)

    def read_as(self, **card):
        reading = self.state.visit.reading
        changed = replace(reading, card=replace(reading.card, **card))
        self.state = replace(self.state, visit=replace(self.state.visit, reading=changed))
        return self

    def pin(self, outcome=PinOutcome.CORRECT, left=3, *, proved=True, reasons=()):
        for digit in (1, 2, 3, 4):
            self.do(DigitTyped(digit))
        self.press("pin.ok")
        request = self.effect(VerifyPin).request
        return self.do(PinChecked(request, outcome, left, proved=proved, reasons=reasons)).do(Tick(), 2.0)
