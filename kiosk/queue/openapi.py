"""The OpenAPI description of the HTTP API, made from the routes so that it cannot say anything else."""

from __future__ import annotations

from typing import Any, Final

from kiosk.queue.routes import ROUTES, Route
from kiosk.queue.shapes import schema

_TICKET: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A ticket.  No person stands in it.",
    "properties": {
        "id": {"type": "string"},
        "number": {"type": "string", "description": "As it is printed and called: R001; given off line: R2-001."},
        "class": {"type": "string"},
        "state": {"type": "string"},
        "place": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "taken_at": {"type": "string", "format": "date-time"},
        "language": {"type": "string"},
        "counter": {"type": ["string", "null"]},
        "printed": {"type": "boolean"},
        "priority": {"type": "boolean"},
        "people": {"type": "integer"},
        "appointment_at": {"type": ["string", "null"], "format": "date-time"},
        "copies": {"type": "integer"},
        "calls": {"type": "integer"},
    },
}
_ERROR: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": "A code, such as CAP_REACHED."},
        "message": {"type": "string", "description": "What happened and what to do, in English."},
        "next_opening": {"type": ["string", "null"], "format": "date-time"},
    },
    "required": ["error", "message"],
}
_ERRORS: Final = {
    "400": "The question is not understood.",
    "401": "No token, or an unknown one.",
    "403": "This client may not do that.",
    "404": "No such ticket or address.",
    "409": "Not now: closed, cap reached, or the ticket's state does not allow it.",
    "405": "GET and POST only.",
    "413": "The question is too long.",
    "422": "No such ticket class or place here.",
    "429": "Too often; Retry-After says when.",
    "503": "The store does not answer, or its disk is full.",
}


def describe(version: str) -> dict[str, Any]:
    """The whole description as an OpenAPI 3.1 object."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kiosk queue",
            "version": version,
            "description": "Counters' own software and other displays use the queue here.  "
            "Every client has a token of its own and a limit of its own.",
        },
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Ticket": _TICKET, "Error": _ERROR},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    asked = schema(route.shape)
    parameters = []
    if "{id}" in route.path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    operation: dict[str, Any] = {
        "summary": route.text,
        "description": f"Needs the scope `{route.scope.value}`.",
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {"schema": _answer(route)}}},
            **{
                code: {
                    "description": text,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
                for code, text in _ERRORS.items()
            },
        },
    }
    if route.method == "GET":
        needed = set(asked.get("required", ()))
        for name, one in asked.get("properties", {}).items():
            parameters.append({"name": name, "in": "query", "required": name in needed, "schema": one})
    else:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": asked}}}
    if parameters:
        operation["parameters"] = parameters
    return operation


def _answer(route: Route) -> dict[str, Any]:
    ticket = {"$ref": "#/components/schemas/Ticket"}
    if route.path == "/v1/tickets" and route.method == "GET":
        return {"type": "object", "properties": {"tickets": {"type": "array", "items": ticket}}}
    if route.path in {"/v1/board", "/v1/estimate"}:
        return {"type": "object"}
    return {"type": "object", "properties": {"ticket": {"anyOf": [ticket, {"type": "null"}]}}}
