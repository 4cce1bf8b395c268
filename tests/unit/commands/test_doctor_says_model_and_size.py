"""What the doctor says of a printer's model and flow control, and of a display of another size than the configured one."""

import pytest

from devices.simulators.printer import SimulatedPrinter
from kiosk.base.config import Config
from kiosk.commands import devicechecks
from kiosk.commands.findings import Found
from screens import desktop


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch, tmp_path):
    monkeypatch.setattr(devicechecks, "kiosk_runs", lambda: False)
    monkeypatch.setattr(devicechecks, "PRINTER_RULES", tmp_path)


def asked(url, **printer):
    return {
        each.name: (each.found, each.said)
        for each in devicechecks.printer(Config.model_validate({"printer": {"url": url, **printer}}))
    }


@pytest.mark.parametrize(
    ("model", "query", "said"),
    [
        ("generic", "", "any ESC/POS printer, flow xonxoff"),
        ("epson-tm-t88", "", "Epson TM-T88 (V, VI, VII), flow dsrdtr"),
        ("epson-tm-t88", "?flow=xonxoff", "Epson TM-T88 (V, VI, VII), flow xonxoff"),
        ("custom-vkp80", "?flow=none", "Custom VKP80 (II, III), flow none, has a presenter"),
    ],
)
def test_a_printer_that_answers_is_said_with_its_model_and_the_flow_that_the_driver_goes_by(
    tmp_path, model, query, said
):
    with SimulatedPrinter(0, tmp_path, pty=True) as printer:
        found = asked(printer.url + query, model=model)
        assert found["printer"] == (Found.GOOD, f"{printer.url}{query} answers ({said})")
    warned = (Found.WARNING, "flow=none, and a ticket may be longer than its buffer of 4096 bytes")
    assert found.get("printer flow") == (warned if query == "?flow=none" else None)


def test_no_flow_is_said_of_a_printer_on_the_network(tmp_path):
    with SimulatedPrinter(0, tmp_path) as printer:
        found = asked(printer.url, model="epson-tm-m30")
        assert found == {"printer": (Found.GOOD, f"{printer.url} answers (Epson TM-m30 (II, III))")}


def test_a_model_that_cannot_confirm_a_ticket_is_a_warning_whatever_answers(tmp_path):
    with SimulatedPrinter(0, tmp_path) as printer:
        found = asked(printer.url, model="nippon-np")
    said = "Nippon Primex NP-2511, NP-3511 does not answer ESC/POS questions: no ticket can be confirmed"
    assert found["printer model"] == (Found.WARNING, said)


@pytest.fixture
def size(monkeypatch):
    """What the doctor says of a display of so many pixels, where 1080 × 1920 are configured."""

    def said(width, height, **screen):
        monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.setattr(devicechecks, "_answers", lambda path: True)
        monkeypatch.setattr(desktop, "desktop", lambda: desktop.Desktop(width, height))
        millimetres = {"width_mm": 597.0, "height_mm": 336.0}
        config = Config.model_validate({"screen": {"width": 1080, "height": 1920, **millimetres, **screen}})
        return {each.name: (each.found, each.said) for each in devicechecks.display(config)}

    return said


def test_a_display_that_lies_on_its_side_is_said_with_its_own_size_and_the_configured_one(size):
    assert size(1920, 1080) == {
        "screen": (Found.GOOD, "display :0 runs"),
        "screen size": (Found.WARNING, "the display has 1920 × 1080 pixels, [screen] says 1080 × 1920"),
    }


@pytest.mark.parametrize(
    ("pixels", "screen"),
    [((1080, 1920), {}), ((0, 0), {}), ((1920, 1080), {"fullscreen": False})],
    ids=["as configured", "does not tell", "a developer's window"],
)
def test_nothing_is_said_of_a_display_that_has_room_or_does_not_tell(size, pixels, screen):
    assert size(*pixels, **screen) == {"screen": (Found.GOOD, "display :0 runs")}


def test_a_display_that_does_not_tell_its_size_is_no_reason_to_stop(size, monkeypatch):
    def nobody():
        raise desktop.NoDisplay

    size(1080, 1920)
    monkeypatch.setattr(desktop, "desktop", nobody)
    assert [
        each.name for each in devicechecks.display(Config.model_validate({"screen": {"width_mm": 1, "height_mm": 1}}))
    ] == ["screen"]
