"""How a visit is ended by its visitor: one button on a screen, never two that do the same."""

from __future__ import annotations

from dataclasses import replace

from kiosk.views.view import Role, View

_ENDS = ("done", "stop")


def one_end(shown: View) -> View:
    """Where the matter is done, that button stands in the place of the one that stops; a primary one stands alone."""
    end = next((action for action in shown.actions if action.key in _ENDS), None)
    if end is None or not shown.controls:
        return shown
    controls = tuple(action for action in shown.controls if action.key != "stop")
    if end.role is Role.PRIMARY:
        return replace(shown, controls=controls)
    actions = tuple(action for action in shown.actions if action is not end)
    return replace(shown, actions=actions, controls=(*controls, replace(end, role=Role.QUIET)))
