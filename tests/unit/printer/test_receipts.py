"""Receipts on paper: the letters are right, the bytes are few, and control characters never reach the printer."""

from __future__ import annotations

import itertools
import re
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.api import Align, Feed, Mark, QrCode, Receipt, Rule, Size, Text
from devices.printer.faces import PaperFaces
from devices.printer.raster import bands, draw_text
from devices.printer.receipt import Paper, Style, render
from devices.simulators.escpos_commands import Command, Cutter, Letters
from devices.simulators.paper import draw
from devices.simulators.sheet import unpack

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "printer"))

from seen import differences, stretches

WORDS = {
    "nl": ("Verblijfskaart vernieuwen", "3 wachtenden voor u · 10–20 min", "Breng mee: huidige kaart, paspoort, € 29"),
    "de": ("Aufenthaltskarte verlängern", "3 Personen vor Ihnen · GROẞE STRAẞE", "Bitte mitbringen: Karte, Pass, 29 €"),
    "ar": ("تجديد بطاقة الإقامة", "3 أشخاص قبلك · 10–20 دقيقة", "أحضر معك: البطاقة الحالية، جواز السفر، 29 €"),
    "uk": ("Поновлення картки проживання", "3 особи перед вами · 10–20 хв", "Візьміть: картку, паспорт, 29 €"),
    "bg": ("Подновяване на картата", "3 души преди вас · 10–20 мин", "Носете: карта, паспорт, 29 €"),
    "tr": ("Oturma kartını yenileme", "Sizden önce 3 kişi · 10–20 dk", "Getirin: şu anki kartınız, pasaport, 29 €"),
}
CENTER = Align.CENTER


def ticket(language: str) -> Receipt:
    service, waiting, bring = WORDS[language]
    own = () if language == "nl" else (Text(service, language, bold=True, align=CENTER),)
    own_waiting = () if language == "nl" else (Text(waiting, language, align=CENTER),)
    return Receipt(
        (
            Text("Stad Gent", size=Size.LARGE, bold=True, align=CENTER),
            Text("Stadskantoor · Woodrow Wilsonplein 1", size=Size.SMALL, align=CENTER),
            Feed(3),
            Text("Verblijfskaart vernieuwen", align=CENTER),
            *own,
            Feed(2),
            Text("R014", size=Size.HUGE, align=CENTER),
            Text("3 wachtenden voor u · 10–20 min", align=CENTER),
            *own_waiting,
            Feed(3),
            QrCode("R014-7KQ2MX"),
            Feed(3),
            Rule(),
            Text(bring, language),
            Rule(),
            Text("zaterdag 20 februari 2027, 10:04", size=Size.SMALL, align=CENTER),
        )
    )


@pytest.mark.parametrize("dots", [576, 384])
def test_a_native_ticket_is_at_most_600_bytes(dots: int) -> None:
    assert len(render(ticket("nl"), Paper(dots=dots)).data) <= 600


@pytest.mark.parametrize("language", ["de", "ar", "uk", "bg", "tr"])
@pytest.mark.parametrize("dots", [576, 384])
def test_a_drawn_ticket_is_at_most_16_kilobytes(language: str, dots: int) -> None:
    rendered = render(ticket(language), Paper(dots=dots))
    assert 2_000 < len(rendered.data) <= 16 * 1024
    assert draw(rendered.data, dots).clean


def golden(name: str) -> bytes:
    """The bytes of a ticket as they were when people looked at it; beside them is what another program drew of them."""
    return (Path(__file__).parent / "independent" / f"{name}.bin").read_bytes()


def sheet(data: bytes, dots: int) -> np.ndarray:
    (paper,) = draw(data, dots).dots
    return np.asarray(paper)


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("dots", [576, 384])
def test_a_ticket_looks_as_it_did_whatever_version_of_the_typeface_draws_it(language: str, dots: int) -> None:
    data = render(ticket(language), Paper(dots=dots)).data
    assert differences(sheet(data, dots), sheet(golden(f"{language}-{dots}"), dots)) == []
    if language == "nl":  # in the printer's own letters: no typeface of ours is in it
        assert data == golden(f"{language}-{dots}")


def test_the_code_on_a_ticket_is_read_from_the_paper() -> None:
    for language, dots in itertools.product(WORDS, (576, 384)):
        paper = np.where(sheet(render(ticket(language), Paper(dots=dots)).data, dots), 0, 255).astype(np.uint8)
        assert cv2.QRCodeDetector().detectAndDecode(paper)[0] == "R014-7KQ2MX"


def without(receipt: Receipt, number: int) -> Receipt:
    return Receipt(receipt.blocks[:number] + receipt.blocks[number + 1 :])


def altered(receipt: Receipt, old: str, new: str) -> Receipt:
    assert any(isinstance(block, Text) and old in block.text for block in receipt.blocks)
    return Receipt(
        tuple(
            replace(block, text=block.text.replace(old, new)) if isinstance(block, Text) else block
            for block in receipt.blocks
        )
    )


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "10–20", "20–20"),
        ("de", "29 €", "24 €"),
        ("de", "R014", "R015"),
        ("de", "Pass, ", ""),
        ("de", "Karte,", "Kasten,"),
        ("de", "mitbringen: Karte", "Karte mitbringen:"),
        ("de", "Personen vor", "Personen sind vor"),
        ("uk", "картку", "картки"),
        ("bg", "паспорт", "пасорт"),
        ("tr", "pasaport", "passaport"),
        ("ar", "تجديد بطاقة", "بطاقة تجديد"),
        ("ar", "أشخاص", "شخص"),
    ],
)
@pytest.mark.parametrize("dots", [576, 384])
def test_another_word_or_figure_is_seen(language: str, old: str, new: str, dots: int) -> None:
    data = render(altered(ticket(language), old, new), Paper(dots=dots)).data
    assert differences(sheet(data, dots), sheet(golden(f"{language}-{dots}"), dots))


@pytest.mark.parametrize("dots", [576, 384])
def test_a_line_that_is_missing_doubled_or_elsewhere_is_seen(dots: int) -> None:
    receipt, wanted = ticket("ar"), sheet(golden(f"ar-{dots}"), dots)
    for number, block in enumerate(receipt.blocks):
        if isinstance(block, Text | Rule | QrCode):
            assert differences(sheet(render(without(receipt, number), Paper(dots=dots)).data, dots), wanted), block
            blocks = (*receipt.blocks[:number], block, *receipt.blocks[number:])
            assert differences(sheet(render(Receipt(blocks), Paper(dots=dots)).data, dots), wanted), block
            moved = without(receipt, number).blocks
            other = Receipt((*moved, block) if number < len(moved) else (block, *moved))
            assert differences(sheet(render(other, Paper(dots=dots)).data, dots), wanted), block


def test_letters_that_run_the_wrong_way_are_seen() -> None:
    wanted = sheet(golden("ar-576"), 576)
    for first, last in stretches(wanted.any(axis=1), 3):
        mirrored = wanted.copy()
        mirrored[first:last] = wanted[first:last, ::-1]
        if not np.array_equal(mirrored, wanted) and last - first > 6:  # a rule has no direction
            assert differences(mirrored, wanted), (first, last)


def test_arabic_is_joined_and_runs_from_the_right() -> None:
    """The letters of a word touch, and the first word stands at the right edge."""
    block = Text("السلام عليكم", "ar", size=Size.LARGE)
    ink = ~np.asarray(draw_text(block, 576, PaperFaces()))
    columns = np.flatnonzero(ink.any(axis=0))
    assert columns[-1] >= 565
    assert columns[0] > 250
    apart = ~np.asarray(draw_text(Text("ا ل س ل ا م", "ar", size=Size.LARGE), 576, PaperFaces()))
    joined = ~np.asarray(draw_text(Text("السلام", "ar", size=Size.LARGE), 576, PaperFaces()))
    assert np.ptp(np.flatnonzero(joined.any(axis=0))) < 0.75 * np.ptp(np.flatnonzero(apart.any(axis=0)))


@pytest.mark.parametrize("letter", "ẞ€ŞİğЇґєѝщ")
def test_letters_that_no_code_page_has_are_drawn_and_not_replaced(letter: str) -> None:
    def ink(text: str):
        return np.asarray(draw_text(Text(text), 576, PaperFaces()))

    assert not np.array_equal(ink(letter), ink("\u0378"))  # U+0378 is no letter: the face's empty box
    drawn = draw(render(Receipt((Text(f"x{letter}x"),))).data)
    assert drawn.clean


def test_a_copy_says_so_at_its_head() -> None:
    receipt = ticket("nl")
    copy = Receipt(receipt.blocks, copy=True)
    assert b"KOPIE" in render(copy).data
    assert b"KOPIE" not in render(receipt).data


def test_a_number_too_wide_for_the_paper_is_made_smaller_and_stays_on_one_line() -> None:
    for style in (Style.NATIVE, Style.PICTURE):
        paper = Paper(dots=384, style=style)
        wide = draw(render(Receipt((Text("RR-123456", size=Size.HUGE),)), paper).data, 384).dots[0]
        assert wide.any(axis=0).sum() <= 384
        assert wide.shape[0] < 260


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("size", list(Size))
def test_a_line_break_alone_is_blank_paper(size, style) -> None:
    """The shaper of letters fails on it, and a huge text is one line."""
    for text in ("\n", "\n\n", "R\n014"):
        assert render(Receipt((Text(text, size=size),)), Paper(style=style)).data


@given(
    st.lists(
        st.one_of(
            st.builds(
                Text,
                st.text(max_size=40),
                st.sampled_from(["nl", "ar", "uk"]),
                st.sampled_from(list(Size)),
                st.booleans(),
                st.sampled_from(list(Align)),
            ),
            st.builds(Feed, st.floats(0, 40)),
            st.builds(QrCode, st.from_regex(r"[A-Z0-9-]{6,32}", fullmatch=True)),
            st.just(Rule()),
        ),
        max_size=4,
    ),
    st.sampled_from([576, 384]),
    st.sampled_from(list(Style)),
)
@settings(max_examples=40)
def test_only_known_commands_reach_the_printer_whatever_the_text_holds(blocks, dots, style) -> None:
    rendered = render(Receipt(tuple(blocks)), Paper(dots=dots, style=style))
    cutter = Cutter()
    cutter.push(rendered.data)
    allowed = {
        "ESC @", "GS P", "ESC J", "GS L", "GS v", "ESC a", "GS !", "ESC E", "ESC M", "ESC t", "LF", "GS (", "GS V",
        "GS a", "ESC R", "FS .", "ESC 3",
    }  # fmt: skip
    while (piece := cutter.next_piece()) is not None:
        assert isinstance(piece, Letters) or (isinstance(piece, Command) and piece.name in allowed)
    assert cutter.waiting == 0
    assert not cutter.unknown


@given(st.integers(1, 90), st.integers(1, 60), st.integers(0, 2**32))
@settings(max_examples=40)
def test_bands_put_together_are_the_picture_again(width: int, height: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ink = rng.random((height, width)) < 0.05
    ink[rng.random(height) < 0.5] = False
    again = np.zeros_like(ink)
    y = 0
    for band in bands(Image.fromarray(~ink)):
        y += band.blank
        if band.height:
            piece = unpack(band.data, band.width, band.height, wide=band.doubled, tall=band.tall)[
                :, : width - band.left * 8
            ]
            again[y : y + piece.shape[0], band.left * 8 : band.left * 8 + piece.shape[1]] |= piece
            y += piece.shape[0]
    # a picture that would speak to the printer gets a dot more here and there, and never one less
    assert not (ink & ~again).any()
    assert (again & ~ink).sum() <= 2


def test_a_picture_never_speaks_to_the_printer() -> None:
    """DLE EOT inside a picture would be answered like a question; the bytes cannot occur."""
    ink = np.zeros((8, 64), dtype=bool)
    for row, second in enumerate((0x04, 0x05, 0x14, 0x04, 0x04, 0x05, 0x14, 0x04)):
        raw = bytes((0x10, second, 0x01, 0, 0, 0, 0, 0x01))
        ink[row] = np.unpackbits(np.frombuffer(raw, dtype=np.uint8)).astype(bool)
    data = b"".join(band.data for band in bands(Image.fromarray(~ink)))
    assert not re.search(rb"\x10[\x04\x05\x14]", data)


def drawn_dots(*blocks, dots=576):
    return draw(render(Receipt(blocks), Paper(dots=dots, style=Style.PICTURE)).data, dots).dots[0]


def test_a_drawn_number_stands_white_in_a_black_band_over_the_whole_paper():
    band = drawn_dots(Text("R014", size=Size.HUGE))
    rows = band[band.any(axis=1)]
    assert rows[:, 0].all()
    assert rows[:, -1].all()
    assert 0.5 < rows.mean() < 0.95


@pytest.mark.parametrize("size", [Size.NORMAL, Size.LARGE])
def test_coarse_letters_lose_no_dot_and_few_rows_are_twice_as_heavy(size):
    block = Text("Administration communale", "fr", size=size, bold=True)
    fine, coarse = (~np.asarray(draw_text(block, 576, PaperFaces(), coarse=told)) for told in (False, True))
    assert not (fine & ~coarse).any()
    assert (coarse & ~fine).sum() < 0.12 * fine.sum()
    sizes = [sum(len(band.data) for band in bands(Image.fromarray(~dots))) for dots in (fine, coarse)]
    assert sizes[1] < (0.75 if size is Size.LARGE else 0.9) * sizes[0]


def test_a_zero_has_a_stroke_through_its_middle_and_an_o_has_none():
    zero, letter = (drawn_dots(Text(said, size=Size.HUGE)) for said in ("0", "O"))
    across = slice(288 - 4, 288 + 4)
    middle = np.flatnonzero(zero.any(axis=1)).mean().astype(int)
    assert not zero[middle, across].all()
    assert letter[middle, across].all()


@pytest.mark.parametrize("mark", [Mark.BOX, Mark.BULLET])
def test_lines_of_a_thing_to_have_ready_hang_behind_its_mark(mark):
    sheet = drawn_dots(Text("Paspoort of identiteitskaart " * 3, "nl", mark=mark))
    line = 33
    first, second = sheet[:line], sheet[line : 2 * line]
    assert first[:, :24].any()
    assert not second[:, :30].any()
    assert second[:, 30:].any()


def test_lines_hang_in_the_printers_own_letters_too():
    words = b"Paspoort of identiteitskaart"
    data = render(Receipt((Text((words.decode() + " ") * 2, "nl", mark=Mark.BOX),)), Paper(style=Style.NATIVE)).data
    assert b"[] Paspoort" in data
    assert b"\n   identiteitskaart" in data
