"""Codes in a picture: QR, Aztec and DataMatrix, upright or turned, on paper or on a phone in dark mode."""

from __future__ import annotations

from dataclasses import dataclass

from devices.camera.capture import Frame, opencv

MAX_CODE = 512
_RETRY_SIDE = 1600  # a larger picture is not enlarged for the second look


@dataclass(frozen=True, slots=True)
class Code:
    """One code; its text is capped and printable, and not yet validated."""

    text: str
    symbology: str


def read_codes(picture: Frame, *, hard: bool = False) -> tuple[Code, ...]:
    """The codes in a grey picture; `hard` looks a second time, with more contrast and larger (10 times slower)."""
    found = _read(picture)
    if found or not hard:
        return found
    cv2 = opencv()
    contrast = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(picture)
    found = _read(contrast)
    if found:
        return found
    larger = contrast
    if max(picture.shape) <= _RETRY_SIDE:
        larger = cv2.resize(contrast, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC)
    found = _read(cv2.GaussianBlur(larger, (0, 0), 1.6))
    if found:
        return found
    # out of focus: the difference to a blurred copy brings the edges back
    sharp = cv2.addWeighted(larger, 2.2, cv2.GaussianBlur(larger, (0, 0), 5.0), -1.2, 0)
    return _read(sharp)


def _read(picture: Frame) -> tuple[Code, ...]:
    """All codes of the picture; the kinds that take five times as long are looked for where a QR code is, or none was found.

    A letter may carry somebody else's QR code beside ours.
    """
    import zxingcpp

    formats = zxingcpp.BarcodeFormat
    found: list[Code] = []
    for wanted in ((formats.QRCode,), (formats.Aztec, formats.DataMatrix)):
        results = zxingcpp.read_barcodes(
            picture,
            formats=wanted,
            try_invert=True,
            # as it stands in the code: otherwise a control character would come as harmless looking letters
            text_mode=zxingcpp.TextMode.Plain,
        )
        codes = (Code(r.text.strip(), r.format.name) for r in results if r.valid and len(r.text) <= MAX_CODE)
        found += [code for code in codes if code.text and code.text.isprintable()]
    return tuple(found)
