"""A logo on paper: dot for dot at the head of a drawn ticket, and no byte of it among the printer's own letters."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from devices.api import Drawing, Receipt, Text
from devices.printer.receipt import LONGEST, Paper, Style, render
from devices.simulators.paper import draw
from kiosk.base.clock import BRUSSELS
from kiosk.base.languages import LANGUAGES
from kiosk.base.logo import dots
from kiosk.profiles.loader import NAMES, load
from kiosk.visit.shown.paper import TicketPaper, ticket_receipt

MORNING = datetime(2027, 2, 18, 10, 4, tzinfo=BRUSSELS)


def paper(language="nl", logo=""):
    return TicketPaper(
        municipality="Gent", place="Stadskantoor", official=("nl",), number="R014", service=(("Afhalen", "nl"),),
        taken_at=MORNING, language=language, qr="R014-7KQ2MX", logo=logo,
    )  # fmt: skip


@pytest.fixture
def logo():
    return load("gent", today=MORNING.date()).look.logo


@pytest.mark.parametrize("wide", [576, 384])
@pytest.mark.parametrize("name", NAMES)
def test_the_logo_of_each_profile_stands_at_the_head_of_the_ticket_dot_for_dot(name, wide):
    svg = load(name, today=MORNING.date()).look.logo
    width, rows = dots(svg, 88, 320)
    wanted = np.unpackbits(np.array([list(row) for row in rows], dtype=np.uint8), axis=1)[:, :width].astype(bool)
    rendered = render(ticket_receipt(paper(logo=svg)), Paper(dots=wide, style=Style.PICTURE))
    sheet = draw(rendered.data, wide).dots[0]
    top = int(np.flatnonzero(sheet.any(axis=1))[0])
    printed = sheet[top : top + len(rows), :width]
    # a dot more is burnt where a byte would be a command to the printer
    assert not (wanted & ~printed).any()
    assert (printed & ~wanted).sum() <= 4
    assert not sheet[top : top + len(rows), width:].any()


@pytest.mark.parametrize("width", [1, 7, 8, 9, 313])
def test_a_drawing_of_any_width_is_printed_as_it_is(width):
    row = np.zeros(width, dtype=np.uint8)
    row[[0, -1]] = 1
    block = Drawing(width, (np.packbits(row).tobytes(),) * 10)
    sheet = draw(render(Receipt((block, Text("Gent"))), Paper(style=Style.PICTURE)).data).dots[0]
    assert [int(at) for at in np.flatnonzero(sheet[3])] == sorted({0, width - 1})


def test_the_printers_own_letters_go_without_it(logo):
    with_it, without = (render(ticket_receipt(paper(logo=each)), Paper(style=Style.NATIVE)) for each in (logo, ""))
    assert with_it == without


def test_it_costs_a_drawn_ticket_a_kilobyte_and_a_half_at_most(logo):
    drawn = Paper(style=Style.PICTURE)
    with_it, without = (render(ticket_receipt(paper(logo=each)), drawn) for each in (logo, ""))
    assert len(with_it.data) - len(without.data) <= 1536
    for language in LANGUAGES:
        if language != "ar":
            data = render(ticket_receipt(paper(language, logo)), drawn).data
            assert len(data) <= LONGEST


def test_a_copy_bears_its_mark_above_the_logo(logo):
    copy = ticket_receipt(replace(paper(logo=logo), copy=True))
    assert copy.copy
    assert isinstance(copy.blocks[0], Drawing)
