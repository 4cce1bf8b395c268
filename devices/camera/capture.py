"""Frames from a camera: a video device, a network stream or image files, through OpenCV, with limits on every call."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from devices.api import Reason
from devices.worker import PermanentFault, TemporaryFault

Frame: TypeAlias = NDArray[np.uint8]

OPEN_LIMIT = 3000  # ms
READ_LIMIT = 1200  # ms
_SPOILED = ("LD_LIBRARY_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


@lru_cache(maxsize=1)
def opencv() -> ModuleType:
    """OpenCV, imported without what it does to the environment.

    Its import puts a search path into LD_LIBRARY_PATH that ends with the current directory: every program that is
    started later would look for libraries there.
    """
    before = {name: os.environ.get(name) for name in _SPOILED}
    import cv2

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    module: ModuleType = cv2
    return module


class Capture:
    """An open camera; `source` is a device (`/dev/kiosk-camera`), a URL (`http://…`) or images (`/dir/f_%03d.png`)."""

    def __init__(self, source: str, width: int = 1280, height: int = 720) -> None:
        cv2 = opencv()
        device = source.startswith("/dev/")
        if device and not Path(source).exists():
            raise TemporaryFault(Reason.NOT_REACHABLE, f"{source} is not there")
        if device and not os.access(source, os.R_OK | os.W_OK):
            raise PermanentFault(Reason.NOT_PERMITTED, f"{source}: not allowed; the user needs the group video")
        if device:
            self._capture: Any = cv2.VideoCapture(
                source, cv2.CAP_V4L2, [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height]
            )
        elif "://" in source:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_LIMIT, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_LIMIT]
            self._capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits)
        else:
            self._capture = cv2.VideoCapture(source, cv2.CAP_IMAGES)
        if not self._capture.isOpened():
            self._capture.release()
            raise TemporaryFault(Reason.NOT_REACHABLE, "the camera does not open")

    def read(self) -> Frame:
        """The next frame, BGR; a stall or the end of the stream is a `TemporaryFault`."""
        good, frame = self._capture.read()
        if not good or frame is None:
            raise TemporaryFault(Reason.NOT_RESPONDING, "no picture comes")
        picture: Frame = frame
        return picture

    def close(self) -> None:
        """Release the camera: its own light goes off."""
        self._capture.release()


def grey(frame: Frame) -> Frame:
    """A frame as grey levels."""
    if frame.ndim == 2:
        return frame
    picture: Frame = opencv().cvtColor(frame, opencv().COLOR_BGR2GRAY)
    return picture
