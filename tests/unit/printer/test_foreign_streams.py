"""Streams of other programs decode on the simulated printer: every command known, every letter there, codes readable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.simulators.paper import draw

FOREIGN = Path(__file__).parent / "foreign"
STREAMS = {
    "receiptline": (576, {"R014-7KQ2MX", "2012345678903"}),
    "receiptline-multilingual": (384, {"R014-7KQ2MX"}),
    "encoder": (576, {"R014-7KQ2MX", "R0142027", "2012345678903"}),
    "encoder-58": (384, {"R014-7KQ2MX", "R0142027", "2012345678903"}),
    "encoder-tm": (576, {"R014-7KQ2MX", "R0142027", "2012345678903"}),
}


@pytest.mark.parametrize("name", list(STREAMS))
def test_a_foreign_stream_is_understood_and_its_codes_can_be_read(name: str) -> None:
    dots, codes = STREAMS[name]
    drawn = draw((FOREIGN / f"{name}.bin").read_bytes(), dots)
    assert drawn.clean
    (picture,) = drawn.pictures
    assert codes <= {result.text for result in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("name", list(STREAMS))
def test_a_foreign_stream_looks_as_it_was_seen_to_be_right(name: str) -> None:
    drawn = draw((FOREIGN / f"{name}.bin").read_bytes(), STREAMS[name][0])
    seen = np.asarray(Image.open(FOREIGN / f"{name}.png").convert("L"), dtype=np.int16)
    now = drawn.pictures[0].resize((seen.shape[1], seen.shape[0]), Image.Resampling.LANCZOS)
    assert np.abs(np.asarray(now, dtype=np.int16) - seen).mean() < 6.0
