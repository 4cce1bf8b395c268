"""The screens of maintenance mode on the real kiosk: what staff print, settle, switch and read, and what it really does."""

import json
import re
import urllib.request

import pytest

from devices.api import DeviceState
from kiosk.base.clock import BRUSSELS
from kiosk.events.generated import StaffAct, VisitStep
from kiosk.queue.model import IssueRequest, Paper, TicketState
from kiosk.staff.audit import NAME as AUDIT
from kiosk.staff.audit import verify
from kiosk.station.metrics import Metrics, health_document, metrics_server
from kiosk.views.view import AnswerView, AttractView, OutOfServiceView, PaperState
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.full


def printed(bench):
    return len(bench.sim.printer.tickets)


@pytest.mark.parametrize(("tab", "act"), [("printer", "test_print"), ("printer", "cut"), ("numbers", "report_printed")])
def test_what_staff_print_comes_out_and_is_told(bench, tab, act):
    bench.enter()
    bench.tap(f"staff.tab.{tab}")
    before, told = bench.sim.printer.received.count(b"\x1dV"), len(bench.acted(act))
    bench.tap(f"staff.act.{act}")
    bench.until(lambda: len(bench.acted(act)) > told, f"{act} was told")
    assert bench.sim.printer.received.count(b"\x1dV") > before


def test_a_print_without_paper_is_said_to_have_failed(bench):
    bench.enter()
    bench.tap("staff.tab.printer")
    bench.sim.printer.fault("paper_end")
    bench.until(lambda: not bench.usable("printer"), "paper out")
    told = len(bench.acted("test_print", "failed"))
    bench.tap("staff.act.test_print")
    bench.until(lambda: len(bench.acted("test_print", "failed")) > told, "told")
    bench.sim.printer.clear()
    bench.tap("staff.act.paper_changed")
    bench.until(lambda: bench.usable("printer"), "paper in")


def ticket_without_paper(bench):
    bench.sim.printer.fault("paper_end", value=10.0)
    bench.touch()
    for key in ("language.nl", "menu.ticket", "take"):
        bench.until(lambda key=key: bench.offers(key), key)
        bench.tap(key)
    bench.until(lambda: getattr(bench.view(), "paper", None) is PaperState.SCREEN_ONLY, "on the screen")
    number = bench.view().number
    bench.tap("done")
    bench.until(lambda: isinstance(bench.view(), AttractView), "home")
    bench.sim.printer.clear()
    bench.sim.printer.new_roll()
    bench.until(lambda: bench.usable("printer"), "mended")

    def found():
        return next(each for each in bench.kiosk.store.list() if each.number == number)

    bench.until(lambda: found().paper is Paper.FAILED, "known as not printed")
    return found()


def test_staff_see_who_waits_now_as_the_store_has_it(bench):
    kiosk = bench.kiosk
    kiosk.store.issue(IssueRequest(kiosk.profile.place, "P", "nl", kiosk.config.kiosk.id, "waits-now", paper=False))
    bench.enter()
    bench.tap("staff.tab.numbers")
    waiting = [each for each in kiosk.store.list() if each.state is TicketState.WAITING]
    people = len(waiting)
    bench.until(lambda: bench.view().charts[0].title.endswith((f"{people} personen", f"{people} persoon")), "counted")
    bars = {bar.label: bar.value for bar in bench.view().charts[0].bars}
    assert bars["P Een kaart afhalen"] == sum(each.klass == "P" for each in waiting) > 0


def settle(bench, act):
    found = ticket_without_paper(bench)
    bench.enter()
    bench.until(lambda: bench.kiosk.maintenance.facts().unprinted, "staff see it")
    bench.tap("staff.tab.printer", "staff.page.tickets")
    assert found.number in bench.text()
    bench.tap(f"staff.ticket.{found.id}", f"staff.act.{act}")
    if act == "withdraw":
        bench.tap("staff.sure")
    bench.until(lambda: bench.acted(act), "told")
    return next(each for each in bench.kiosk.store.list() if each.id == found.id)


def test_a_ticket_that_did_not_print_is_printed_again(bench):
    papers = printed(bench)
    settled = settle(bench, "reprint")
    bench.until(lambda: printed(bench) > papers, "paper")
    assert settled.number
    bench.until(
        lambda: next(t for t in bench.kiosk.store.list() if t.id == settled.id).paper is Paper.PRINTED,
        "known as printed",
    )


def test_a_ticket_that_did_not_print_is_withdrawn(bench):
    assert settle(bench, "withdraw").state is TicketState.WITHDRAWN


def test_out_of_service_with_an_end_is_shown_and_ends_by_itself(bench):
    bench.enter()
    bench.tap("staff.tab.service", "staff.page.out_reason", "staff.out.cleaning")
    until = next(action for action in bench.view().actions if action.key.startswith("staff.until."))
    bench.tap(until.key)
    end = bench.kiosk.override.current().until
    bench.leave()
    assert isinstance(bench.views[-1], OutOfServiceView)
    assert f"{end.astimezone(BRUSSELS):%H:%M}" in bench.view().until
    bench.skip((end - bench.kiosk.clock.now()).total_seconds() + 2)
    bench.until(lambda: isinstance(bench.view(), AttractView), "open again by itself")


def test_back_in_service_is_on_the_first_screen(bench):
    bench.enter()
    bench.tap("staff.tab.service", "staff.page.out_reason", "staff.out.repair", "staff.until.open", "staff.tab.state")
    assert bench.view().actions[0].key == "staff.in"
    bench.tap("staff.in")
    assert bench.kiosk.override.current() is None


def test_the_log_goes_to_a_file_with_nothing_personal(bench):
    bench.enter()
    told = len(bench.acted("export_logs"))
    bench.tap("staff.tab.events", "staff.act.export_logs")
    bench.until(lambda: len(bench.acted("export_logs")) > told, "exported")
    (target, *_) = (bench.kiosk.config.state_dir / "export").glob("*.jsonl")
    target.read_text()
    target.unlink()


@pytest.mark.parametrize(
    ("act", "words"), [("restart_machine", "reboot"), ("shut_down", "poweroff")], ids=["restart", "shut down"]
)
def test_the_machine_is_restarted_and_shut_down_after_a_question(bench, act, words):
    bench.asked.unlink(missing_ok=True)
    bench.enter()
    bench.tap("staff.tab.service", f"staff.act.{act}")
    assert not bench.asked.exists()
    bench.tap("staff.sure")
    bench.until(bench.asked.exists, "systemd was asked")
    assert words in bench.asked.read_text()
    assert bench.acted(act)


def test_a_machine_that_may_not_be_restarted_says_so(bench, monkeypatch):
    monkeypatch.setenv("REFUSED", "1")
    bench.enter()
    bench.tap("staff.tab.service", "staff.act.restart_machine", "staff.sure")
    bench.until(lambda: "niet mogelijk" in bench.text().lower() or "kan niet" in bench.text().lower(), "said")


def test_the_application_leaves_when_it_is_asked_to(bench):
    bench.enter()
    bench.tap("staff.tab.service", "staff.act.restart_application", "staff.sure")
    assert bench.left == ["staff"]


def test_the_software_screen_names_every_version_and_since_when_it_runs(bench):
    bench.enter()
    bench.tap("staff.tab.software")
    labels = " ".join(row.label for row in bench.view().rows)
    assert len(bench.view().rows) >= 6, labels


def test_every_act_is_in_the_chain_and_a_changed_byte_is_found(bench):
    folder = bench.kiosk.config.state_dir
    bench.enter()
    bench.tap("staff.tab.service", "staff.act.reset_visit")
    bench.until(lambda: bench.acted("reset_visit"), "told")
    acts = {record.fields["act"] for record in bench.records if record.event.value == "staff_acted"}
    file = folder / AUDIT
    good = file.read_bytes()
    entries = [json.loads(line)["entry"] for line in good.splitlines()]
    assert acts <= {entry.get("act") for entry in entries}
    assert verify(folder).good
    at = good.index(b'"act"')
    file.write_bytes(good[: at + 8] + bytes((good[at + 8] ^ 1,)) + good[at + 9 :])
    try:
        bench.skip(10)
        bench.until(lambda: bench.kiosk.maintenance.facts().audit_broken, "seen")
        bench.tap("staff.tab.state")
        assert any(row.tone.value == "stop" for row in bench.view().rows)
    finally:
        file.write_bytes(good)


def test_every_act_of_the_catalogue_can_be_reached(bench):
    offered = set()
    bench.enter()
    for keys in (
        ("staff.tab.state", "staff.page.devices"),
        ("staff.tab.printer",),
        ("staff.tab.tests",),
        ("staff.tab.service",),
        ("staff.tab.numbers",),
        ("staff.tab.events",),
    ):
        bench.tap(*keys)
        offered |= {action.key.split(".")[2] for action in bench.view().actions if action.key.startswith("staff.act.")}
    missing = {act.value for act in StaffAct} - offered
    # on the page of a ticket, and only then
    assert missing == {"reprint", "withdraw"}


def test_a_fault_of_the_program_is_told_to_staff_and_clears_by_itself(bench):
    bench.kiosk.failed()
    bench.until(lambda: isinstance(bench.view(), OutOfServiceView), "out of service")
    assert bench.view().until == ""
    bench.enter()
    first = bench.view().rows[0]
    assert first.tone.value == "stop"
    assert "programma" in first.text
    bench.leave()
    bench.skip(25)
    bench.until(lambda: isinstance(bench.view(), AttractView), "open again")


def test_a_clock_that_is_not_checked_promises_no_date_and_is_told_to_staff(bench, monkeypatch):
    monkeypatch.setattr(bench.stage.clock, "_synchronised", False)
    bench.skip(5)
    bench.until(lambda: any(ground.cause.value == "clock" for ground in bench.kiosk.situation.level.reasons), "noticed")
    assert "clock_unsynchronised" in bench.codes()
    bench.until(lambda: "geen data" in bench.view().banner or "datum" in bench.view().banner, "said before the visit")
    bench.touch()
    for key in ("language.en", "menu.card", "menu.urgent", "answer.children", "answer.2"):
        bench.until(lambda key=key: bench.offers(key), key)
        bench.tap(key)
    bench.until(lambda: isinstance(bench.view(), AnswerView), "the answer")
    shown = bench.view()
    said = " ".join((shown.title, *shown.body, *shown.notes))
    assert "not sure of the time" in said
    # R061: neither a day nor an hour
    assert re.findall(r"\b\d{1,2} [A-Z][a-z]+\b|\d\d:\d\d", said) == []
    bench.enter()
    assert any("klok" in row.label.lower() and row.tone.value != "good" for row in bench.view().rows)
    monkeypatch.undo()
    bench.leave()
    bench.skip(5)
    bench.until(lambda: "clock_synchronised" in bench.codes(), "checked again")


def test_the_first_scrape_of_a_kiosk_has_its_devices_and_the_next_one_what_happened(bench):
    kiosk, metrics = bench.kiosk, Metrics()
    levels = kiosk.situation
    metrics.observe(levels.level, levels.devices, levels.waiting_by_class, kiosk.profile.alarms, levels.line)
    kiosk.log.subscribe(metrics.listen)
    server = metrics_server(metrics, lambda: health_document(levels.level, "1"), 0)
    server.start()
    try:

        def scrape():
            with urllib.request.urlopen(f"http://127.0.0.1:{server.address[1]}/metrics", timeout=PATIENCE) as answer:
                return answer.read().decode().splitlines()

        first = scrape()
        for device in ("card", "printer", "camera", "panel", "speech"):
            assert sum(line.startswith("kiosk_device_state{") and f'"{device}"' in line for line in first) == len(
                DeviceState
            )
            assert any(line.endswith(" 1.0") and f'kiosk_device_state{{device="{device}"' in line for line in first)
        assert sum(line.startswith("kiosk_visit_step_seconds_count{") for line in first) == len(VisitStep)
        bench.enter()
        bench.leave()
        normal = 'kiosk_events_total{level="normal"} '
        (before,) = (float(line.rpartition(" ")[2]) for line in first if line.startswith(normal))
        (after,) = (float(line.rpartition(" ")[2]) for line in scrape() if line.startswith(normal))
        assert after > before
    finally:
        server.stop()
