"""Reading the letters of a machine-readable zone with RapidOCR (the optional extra `[mrz]`)."""

from __future__ import annotations

import logging
from typing import Any

from devices.camera.capture import Frame, opencv

_WIDTH = 1000  # enough for 44 letters; larger pictures cost time and read no better


class RapidReader:
    """Reads text lines, top to bottom.  Loading takes about a second, a picture 0.3 to 1.2 s: its thread only."""

    def __init__(self, threads: int = 1) -> None:
        opencv()
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._engine: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, picture: Frame) -> list[str]:
        """The lines of text in a picture."""
        cv2 = opencv()
        if picture.shape[1] > _WIDTH:
            factor = _WIDTH / picture.shape[1]
            picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        result = self._engine(picture)
        if result.txts is None:
            return []
        placed = sorted(zip(result.boxes, result.txts, strict=True), key=lambda p: float(p[0][:, 1].mean()))
        return [str(text) for _, text in placed]


def available() -> bool:
    """True when the extra is installed."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
