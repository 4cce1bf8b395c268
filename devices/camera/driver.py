"""The camera's driver: open only while it looks, back by itself after a stall, every code told once."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices.api import CodeSeen, DeviceState, Emit, MrzSeen
from devices.camera.capture import Capture, Frame, grey, opencv
from devices.camera.codes import read_codes
from devices.camera.mrz import Vote, parse
from devices.driven import Driven
from devices.presence import look_at
from devices.worker import Backoff, Seat, Session, Worker

_CALL_LIMIT = 6.0  # s; a camera that neither answers nor fails
_HARD_EVERY = 3
_PREVIEW = 480


class LineReader(Protocol):
    """Reads lines of text from a picture (see `devices.camera.ocr`)."""

    def lines(self, picture: Frame) -> list[str]:
        """The lines, top to bottom."""
        ...


class Look(enum.Enum):
    """What the camera looks for."""

    NOTHING = "nothing"
    CODES = "codes"
    MRZ = "mrz"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the camera should do now, and for whom."""

    look: Look = Look.NOTHING
    request: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The latest picture for the screen, mirrored as people expect: `rgb` rows from the top; never stored."""

    width: int
    height: int
    rgb: bytes
    number: int


class VideoCamera(Driven[Wish]):
    """`devices.api.Camera`.  Looking shows as health BUSY: the camera's light and its picture follow that.

    `mrz` makes the reader for machine-readable zones, called once on the camera's own thread; without it (the
    profile must turn it on) `reads_mrz` is false and `look_for_mrz` rests.
    """

    name = "camera"

    def __init__(
        self,
        emit: Emit,
        source: str,
        *,
        mrz: Callable[[], LineReader] | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self.source = source
        self.make_reader = mrz
        self.reader: LineReader | None = None
        self.wish = Wish()
        self._preview: Preview | None = None
        present = look_at(source) if source.startswith("/dev/") else None
        self._worker = Worker(self.name, emit, self._connect, present=present, backoff=backoff or Backoff(first=0.5))

    @property
    def reads_mrz(self) -> bool:
        """True when reading of machine-readable zones is turned on."""
        return self.make_reader is not None

    def look_for_codes(self, request: str) -> None:
        """Look for codes until `rest`: `CodeSeen`, each code once."""
        self._want(Wish(Look.CODES, request))

    def look_for_mrz(self, request: str) -> None:
        """Look for a machine-readable zone until one is elected or `rest`: `MrzSeen`."""
        self._want(Wish(Look.MRZ, request) if self.reads_mrz else Wish())

    def rest(self) -> None:
        """Stop looking: the camera is released and its picture forgotten."""
        self._want(Wish())

    def preview(self) -> Preview | None:
        """The latest picture, while it looks."""
        return self._preview

    def show(self, preview: Preview | None) -> None:
        """Keep the latest picture (the session's)."""
        self._preview = preview

    def _want(self, wish: Wish) -> None:
        self.wish = wish
        self._worker.submit(wish)

    def _connect(self, seat: Seat[Wish]) -> Session[Wish]:
        capture = Capture(self.source)
        try:
            with seat.limit(_CALL_LIMIT):
                capture.read()
        finally:
            capture.close()
        return _Eye(self)


class _Eye(Session[Wish]):
    def __init__(self, camera: VideoCamera) -> None:
        self._camera = camera
        self._capture: Capture | None = None
        self._seen: set[str] = set()
        self._vote = Vote()
        self._number = 0

    def run(self, seat: Seat[Wish]) -> None:
        """Rest, look, rest."""
        wish = Wish()
        while True:
            looking = wish.look is not Look.NOTHING
            if seat.next_job(0.0 if looking else 0.2) is not None:
                seat.done()
            if wish != self._camera.wish:
                wish = self._camera.wish
                self._forget()
            if wish.look is Look.NOTHING:
                self._close_eye()
                seat.report(DeviceState.READY)
                continue
            with seat.limit(_CALL_LIMIT):
                if self._capture is None:
                    self._capture = Capture(self._camera.source)
                    seat.report(DeviceState.BUSY)
                frame = self._capture.read()
            self._number += 1
            self._camera.show(_preview(frame, self._number))
            if wish.look is Look.CODES:
                self._codes(seat, frame)
            elif self._mrz(seat, wish, frame):
                self._camera.wish = Wish()

    def close(self) -> None:
        """Release the camera."""
        self._forget()
        self._close_eye()

    def _close_eye(self) -> None:
        capture, self._capture = self._capture, None
        self._camera.show(None)
        if capture is not None:
            capture.close()

    def _forget(self) -> None:
        self._seen.clear()
        self._vote.forget()

    def _codes(self, seat: Seat[Wish], frame: Frame) -> None:
        for code in read_codes(grey(frame), hard=self._number % _HARD_EVERY == 0):
            if code.text not in self._seen:
                self._seen.add(code.text)
                seat.emit(CodeSeen(code.text, code.symbology))

    def _mrz(self, seat: Seat[Wish], wish: Wish, frame: Frame) -> bool:
        """True when a reading was elected and told."""
        camera = self._camera
        if camera.reader is None and camera.make_reader is not None:
            camera.reader = camera.make_reader()
        if camera.reader is None:
            return False
        read = parse(camera.reader.lines(frame))
        elected = None if read is None else self._vote.add(read)
        if elected is None or self._camera.wish != wish:
            return False
        seat.emit(
            MrzSeen(
                wish.request,
                elected.document,
                elected.document_number,
                elected.birth_date,
                elected.valid_until,
                elected.nationality,
            )
        )
        self._forget()
        return True


def _preview(frame: Frame, number: int) -> Preview:
    cv2 = opencv()
    height = max(1, round(frame.shape[0] * _PREVIEW / frame.shape[1]))
    small = cv2.resize(frame, (_PREVIEW, height), interpolation=cv2.INTER_AREA)
    rgb = cv2.cvtColor(cv2.flip(small, 1), cv2.COLOR_BGR2RGB)
    return Preview(_PREVIEW, height, rgb.tobytes(), number)
