"""The log on a USB stick: a real file system on a loop device, mounted where the export looks; full, locked, pulled out."""

import errno
import json
import os
import shutil
import subprocess
from contextlib import suppress

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.events.generated import ActResult, Event, StaffAct
from kiosk.staff import export as exporting


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)


class Stick:
    """One megabyte of ext4 in a file; it goes in and out as a stick does."""

    def __init__(self, folder, at):
        self.image, self.at = folder / "stick.img", at
        at.mkdir()
        self.image.write_bytes(b"\0" * 1_000_000)
        run("mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-m", "0", str(self.image))

    def plug(self, *options):
        return run("mount", "-o", ",".join(("loop", *options)), str(self.image), str(self.at))

    def pull(self):
        run("umount", "-l", str(self.at))

    def fill(self):
        with (self.at / "holiday.jpg").open("wb", buffering=0) as file:
            for size in (4096, 1024):
                with suppress(OSError):
                    while file.write(b"\0" * size) == size:
                        pass

    def names(self):
        return sorted(path.name for path in self.at.iterdir() if path.name != "lost+found")


@pytest.fixture
def stick(bench):
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    if shutil.which("mke2fs", path="/usr/sbin:/sbin:" + os.environ["PATH"]) is None:
        pytest.skip("mke2fs is not installed (e2fsprogs)")
    made = Stick(bench.folder, bench.folder / "usb")
    done = made.plug()
    if done.returncode:
        pytest.skip(f"this machine mounts no loop device: {done.stderr.strip()}")
    bench.log.emit(Event.VISIT_STARTED, visit="7f3a")
    bench.enter()
    bench.session.press("staff.tab.events")
    yield made
    while os.path.ismount(made.at):
        made.pull()


def export(bench):
    bench.session.press("staff.act.export_usb")
    return bench.session.mode.doing


def told(bench):
    return next(r for r in bench.log.recent() if r.fields.get("act") == StaffAct.EXPORT_USB).fields["result"]


def test_a_stick_holds_a_whole_file_when_it_is_pulled_out_after_done(bench, stick):
    assert export(bench).result is ActResult.DONE
    stick.pull()
    assert stick.names() == []
    assert stick.plug().returncode == 0
    (name,) = stick.names()
    lines = [json.loads(line) for line in (stick.at / name).read_text().splitlines()]
    assert "visit_started" in {line["event"] for line in lines}


def test_a_full_stick_is_said_and_keeps_nothing_half(bench, stick):
    stick.fill()
    doing = export(bench)
    assert (doing.result, told(bench)) == (ActResult.FAILED, "failed")
    assert "room" in bench.view().body[-1]
    assert stick.names() == ["holiday.jpg"]


def test_a_stick_that_is_locked_against_writing_is_said(bench, stick):
    stick.pull()
    assert stick.plug("ro").returncode == 0
    assert export(bench).result is ActResult.FAILED
    assert stick.names() == []


def test_a_stick_that_is_pulled_out_half_way_is_said_and_the_next_try_clears_up(bench, stick, monkeypatch):
    clean = exporting.clean

    def pulled(lines):
        for line in clean(lines):
            yield line
            stick.pull()

    monkeypatch.setattr(exporting, "clean", pulled)
    assert export(bench).result is ActResult.FAILED
    assert stick.names() == []
    monkeypatch.undo()
    assert stick.plug().returncode == 0
    # what a pulled stick has is no file that somebody takes for a whole one
    assert [name.rpartition(".")[2] for name in stick.names()] == ["part"]
    bench.clock.advance(60)
    assert export(bench).result is ActResult.DONE
    (name,) = stick.names()
    assert name.endswith(".jsonl")


def test_a_stick_that_goes_before_the_first_byte_leaves_no_file_under_it(bench, stick, monkeypatch):
    monkeypatch.setattr(exporting, "read_lines", lambda folder: stick.pull() or iter(()))
    whole = exporting.export

    def gone_first(logs, target):
        stick.pull()
        return whole(logs, target)

    monkeypatch.setattr(exporting, "export", gone_first)
    assert export(bench).result is ActResult.FAILED
    assert stick.names() == []


def test_the_export_to_a_file_says_what_is_wrong_and_leaves_nothing_half(tmp_path, bench, stick):
    (tmp_path / "kiosk.toml").write_text(
        f'[kiosk]\nid = "gent-1"\n[paths]\nstate = "{bench.folder}"\nlogs = "{bench.folder}/log"\n'
    )

    def logs(out):
        words = ["logs", "export", "--config", str(tmp_path / "kiosk.toml"), "--out", str(out), "--json"]
        return CliRunner().invoke(kiosk, words)

    whole = logs(stick.at / "log.jsonl")
    assert (whole.exit_code, stick.names()) == (0, ["log.jsonl"])
    assert json.loads(whole.stdout)["entries"] == len((stick.at / "log.jsonl").read_text().splitlines()) > 0
    kept = (stick.at / "log.jsonl").read_bytes()
    stick.fill()
    full = logs(stick.at / "log.jsonl")
    assert full.exit_code == 3
    assert os.strerror(errno.ENOSPC) in full.stderr
    # the one from before is still whole
    assert (stick.at / "log.jsonl").read_bytes() == kept
    assert logs(stick.at / "no such folder" / "log.jsonl").exit_code == 3
    assert logs(stick.at).exit_code == 2
