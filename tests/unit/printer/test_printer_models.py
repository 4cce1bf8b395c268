"""The table of printer models: complete, with its sources, and the words of the configuration are its words."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from devices.api import Receipt, Size, Text
from devices.printer.address import FLOWS
from devices.printer.driver import ThermalPrinter
from devices.printer.models import models
from devices.printer.receipt import render
from devices.printer.status import Condition, PrinterStatus
from devices.simulators.escpos_commands import Command, Cutter
from devices.simulators.escpos_draw import Interpreter
from devices.simulators.paper import draw
from devices.simulators.printer_status import realtime_reply
from kiosk.base.config import Config, ConfigProblem, PrinterSection, load_config
from kiosk.wiring.drivers import open_printer, ticket_paper

MODELS = sorted(models())


def config(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "kiosk.toml"
    file.write_text(f"[printer]\n{text}\n", encoding="utf-8")
    return load_config(file)


def test_the_configuration_knows_the_models_of_the_table() -> None:
    assert sorted(get_args(PrinterSection.model_fields["model"].annotation)) == MODELS


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_complete_and_says_where_it_was_read(name: str) -> None:
    model = models()[name]
    assert model.flow in FLOWS
    assert model.dots in (384, 512, 576)
    assert model.sources
    for number, encoding in model.pages:
        assert 0 <= number <= 255
        # no script that runs from the right: the printer would set its letters one by one, from the left
        assert not any("\u0590" <= letter <= "\u06ff" for letter in bytes(range(128, 256)).decode(encoding, "ignore"))
    assert name in Path("docs/hardware.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in MODELS if not name.startswith("nippon")])
def test_a_ticket_of_each_model_has_its_letters(name: str, tmp_path: Path) -> None:
    paper = ticket_paper(config(tmp_path, f'model = "{name}"'))
    text = "Verlängerung · é ç 29 € migratie@stad.gent"
    drawn = draw(render(Receipt((Text(text), Text("R014", size=Size.HUGE))), paper).data, paper.dots)
    assert drawn.clean


def test_style_pages_and_width_overrule_the_model(tmp_path: Path) -> None:
    said = 'model = "epson-tm-t88"\ndots = 384\nstyle = "picture"\npages = { 16 = "cp1252" }'
    paper = ticket_paper(config(tmp_path, said))
    assert (paper.dots, paper.dpi, paper.style, paper.pages) == (384, 180, "picture", ((16, "cp1252"),))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('model = "epson"', "model"),
        ('style = "nice"', "style"),
        ('pages = { 16 = "latin-nine" }', "no such code table"),
        ('pages = { 300 = "cp1252" }', "0 to 255"),
    ],
)
def test_what_the_table_does_not_know_is_refused(said: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match=why):
        config(tmp_path, said)


@pytest.mark.parametrize(
    ("url", "model", "flow"),
    [
        ("serial:///dev/x", "generic", "xonxoff"),
        ("serial:///dev/x", "epson-tm-t88", "dsrdtr"),
        ("serial:///dev/x?flow=none", "epson-tm-t88", "none"),
        ("tcp://127.0.0.1", "epson-tm-t88", ""),
    ],
)
def test_the_flow_is_the_addresss_else_the_models(tmp_path: Path, url: str, model: str, flow: str) -> None:
    printer = open_printer(lambda _: None, config(tmp_path, f'url = "{url}"\nmodel = "{model}"'))
    assert isinstance(printer, ThermalPrinter)
    assert printer.address.flow == flow


def test_a_star_that_says_it_is_off_line_is_not_believed() -> None:
    first, second, third, fourth = (realtime_reply(n, frozenset({"off_line"})) for n in (1, 2, 3, 4))
    status = PrinterStatus.from_replies((first, second, third, fourth))
    assert status.conditions == Condition.OFF_LINE
    assert status.without(models()["star-escpos"].distrusted).can_print


class Stubborn(Interpreter):
    """A printer whose own switches say: France, Kanji, wide lines; a job that says nothing gets them."""

    def __init__(self) -> None:
        super().__init__()
        self.international, self.kanji, self.spacing = 1, True, 60
        self.seen: list[tuple[int, bool, int]] = []

    def run(self, piece) -> bool:
        if isinstance(piece, Command):
            match piece.name:
                case "ESC @":
                    self.international, self.kanji, self.spacing = 1, True, 60
                case "ESC R":
                    self.international = piece.args[0]
                case "FS .":
                    self.kanji = False
                case "ESC 3":
                    self.spacing = piece.args[0]
        else:
            self.seen.append((self.international, self.kanji, self.spacing))
        return super().run(piece)


def test_the_printers_own_switches_change_no_letter() -> None:
    printer, cutter = Stubborn(), Cutter()
    cutter.push(render(Receipt((Text("migratie@stad.gent · één jaar · € 29"),))).data)
    while (piece := cutter.next_piece()) is not None:
        printer.run(piece)
    assert set(printer.seen) == {(0, False, 30)}


@pytest.mark.parametrize(
    ("address", "style", "drawn"),
    [
        ("tcp://127.0.0.1:9100", "auto", True),
        ("usblp:///dev/usb/lp0", "auto", True),
        ("usb://04b8:0e28", "auto", True),
        ("serial:///dev/ttyS0?baud=38400", "auto", False),
        ("serial:///dev/ttyS0?baud=38400", "picture", True),
        ("tcp://127.0.0.1:9100", "native", False),
    ],
)
def test_a_dutch_ticket_is_drawn_but_on_a_slow_line_or_where_the_configuration_says_no(
    tmp_path: Path, address: str, style: str, *, drawn: bool
) -> None:
    paper = ticket_paper(config(tmp_path, f'url = "{address}"\nstyle = "{style}"'))
    data = render(Receipt((Text("Verblijfskaart", "nl"),)), paper).data
    assert (b"\x1dv0" in data) is drawn
    assert (b"Verblijfskaart" in data) is not drawn
