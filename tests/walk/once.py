"""Walks come to the same facts and the same screen again and again: here each is worked out once.

A walk asks for one screen at each of its touches, and for the answer to the same facts about eight times.
"""

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import fields
from functools import cache, wraps

import pytest

from kiosk.residence import engine
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown import presenter
from kiosk.visit.steps import step, tickets
from kiosk.visit.tour import explore, walker

# the states on one way, from the menu to the answer's slip
NEAR = 64


@contextmanager
def worked_out_once():
    """While it lasts the rules answer the same question once, and what was just seen is not drawn up again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "answer", _answers(engine.answer))
        seen = _views(presenter.view)
        for module in (step, tickets, explore, walker):
            patch.setattr(module, "view", seen)
        yield


def _answers(answer):
    # a profile is one object as long as it is loaded, and comparing two takes longer than an answer
    profiles = {}

    @cache
    def once(facts, profile, now, clock_ok):
        return answer(facts, profiles[profile], now, clock_ok=clock_ok)

    @wraps(answer)
    def remembered(facts, profile, now, *, clock_ok):
        profiles.setdefault(id(profile), profile)
        return once(facts, id(profile), now, clock_ok)

    return remembered


def _views(view):
    near = OrderedDict()
    parts = [field.name for field in fields(VisitState) if field.name != "now"]

    @wraps(view)
    def remembered(state):
        # a walk's touch comes a second after the screen, and no screen of a walk shows seconds
        key = (*(id(getattr(state, name)) for name in parts), id(state.now.civil))
        found = near.get(key)
        if found is None:
            found = near[key] = state, view(state)
            if len(near) > NEAR:
                near.popitem(last=False)
        return found[1]

    return remembered
