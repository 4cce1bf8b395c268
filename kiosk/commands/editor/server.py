"""The server of the page: loopback only, a token for whoever started it, small questions."""

from __future__ import annotations

import hmac
from concurrent.futures import CancelledError
from importlib import resources
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.middleware.base import RequestResponseEndpoint

from kiosk.base.hosts import is_loopback
from kiosk.base.webserver import WebServer
from kiosk.commands.editor import live
from kiosk.commands.editor.desk import Desk
from kiosk.commands.editor.live import Studio, Wish
from kiosk.residence.profile import Profile

LONGEST_BODY: Final = 65_536
TOKEN: Final = "X-Kiosk-Edit"  # noqa: S105  (the header's name; a page of another site cannot send it unasked)
_PAGE: Final = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/editor.css": ("editor.css", "text/css; charset=utf-8"),
    "/editor.js": ("editor.js", "text/javascript; charset=utf-8"),
}
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    # an idle connection is let go after some seconds: no question may meet it at that moment
    "Connection": "close",
}


class Change(BaseModel):
    """One thing that was done on the form."""

    model_config = ConfigDict(extra="forbid")

    what: str
    path: tuple[str | int, ...] = Field(default=(), max_length=12)
    said: str = Field(default="", max_length=20_000)
    by: int = Field(default=0, ge=-1, le=1)


def make_server(desk: Desk, studio: Studio, token: str, port: int) -> WebServer:
    """A server on loopback, ready to start; OSError when the port is taken."""
    return WebServer(make_app(desk, studio, token), "127.0.0.1", port, name="edit")


def make_app(desk: Desk, studio: Studio, token: str) -> FastAPI:
    """The page for everybody on this machine, everything else for who has the token."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry={"tracing": False})

    @app.middleware("http")
    async def guard(request: Request, follow: RequestResponseEndpoint) -> Response:
        if not is_loopback(request.url.hostname or "") or not _small(request):
            return Response(status_code=403, headers=_SAFE)
        if request.url.path not in _PAGE and not hmac.compare_digest(
            request.headers.get(TOKEN, "").encode(), token.encode()
        ):
            return Response(status_code=403, headers=_SAFE)
        response = await follow(request)
        response.headers.update(_SAFE)
        return response

    for address, (name, kind) in _PAGE.items():
        app.add_api_route(address, _file(name, kind), methods=["GET"])

    @app.get("/state")
    def state() -> dict[str, Any]:
        return desk.state()

    @app.get("/days")
    def days(place: str = "") -> list[dict[str, Any]]:
        return desk.days(place)

    @app.post("/change")
    def change(wanted: Change) -> dict[str, Any]:
        try:
            desk.change(wanted.what, wanted.path, wanted.said, wanted.by)
        except (ValueError, LookupError) as error:
            raise HTTPException(422, str(error)) from None
        return desk.state()

    @app.post("/save")
    def save() -> dict[str, Any]:
        return {"written": desk.save(), **desk.state()}

    @app.get("/screen")
    def screen(what: str, language: str, place: str, *, card: bool = False) -> Response:
        try:
            return _picture(studio.screen(_of(desk), _wish(what, language, place, card=card), desk.today))
        except CancelledError:
            raise HTTPException(503, "The command ends.") from None

    @app.get("/paper")
    def paper(what: str, language: str, place: str, *, card: bool = False) -> Response:
        return _picture(live.paper(_of(desk), _wish(what, language, place, card=card), desk.today))

    @app.get("/why")
    def why(what: str, language: str, place: str, *, card: bool = False) -> list[str]:
        return live.why(_of(desk), _wish(what, language, place, card=card), desk.today)

    return app


def _wish(what: str, language: str, place: str, *, card: bool) -> Wish:
    return Wish(what, language, place, card)


def _of(desk: Desk) -> Profile:
    profile = desk.profile()
    if profile is None:
        raise HTTPException(409, "There is no screen while the profile has mistakes.")
    return profile


def _small(request: Request) -> bool:
    told = request.headers.get("Content-Length", "0")
    return "Transfer-Encoding" not in request.headers and told.isdigit() and int(told) <= LONGEST_BODY


def _file(name: str, kind: str) -> Any:
    def give() -> Response:
        content = (resources.files("kiosk.commands.editor") / "page" / name).read_bytes()
        return Response(content, headers={"Content-Type": kind})

    return give


def _picture(content: bytes | None) -> Response:
    return Response(status_code=204) if content is None else Response(content, media_type="image/png")
