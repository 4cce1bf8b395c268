"""The unit files and rules as systemd's own tools judge them, and what install and the package do with them."""

import os
import pty
import re
import shutil
import socket
import stat
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from kiosk.base.languages import LANGUAGES
from screens import window
from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
SYSTEMD = ROOT / "systemd"
SERVICES = sorted(path.name for path in (SYSTEMD / "units").glob("*.service"))
# ten times the exposure that is allowed; the display holds the screen for everybody and needs root, the splash a console
LIMITS = {
    "kiosk.service": 18,
    "kiosk-backup.service": 18,
    "kiosk-close-day.service": 18,
    "kiosk-out-of-service.service": 45,
    "kiosk-display.service": 75,
    "kiosk-retry.service": 18,
}

analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def layout():
    rows = []
    for line in (SYSTEMD / "layout").read_text().splitlines():
        if line and not line.startswith("#"):
            source, target, mode = line.split()
            rows.append((source, target, int(mode, 8)))
    return rows


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """An installed tree with empty programs, so that systemd finds what the units start."""
    folder = tmp_path_factory.mktemp("root")
    for source, target, mode in layout():
        file = folder / target.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SYSTEMD / source, file)
        file.chmod(mode)
    for program in ("opt/kiosk/venv/bin/kiosk", "usr/bin/Xorg", "usr/bin/systemctl", "usr/bin/setpriv"):
        file = folder / program
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    # units of the system that ours name
    for unit in ("pcscd.socket", "pcscd.service"):
        kind = (
            "[Socket]\nListenStream=/run/x\n" if unit.endswith("socket") else "[Service]\nExecStart=/usr/bin/setpriv\n"
        )
        (folder / "usr/lib/systemd/system" / unit).write_text(kind)
    for target in ("sysinit", "basic", "shutdown", "multi-user", "timers", "sockets", "sound", "time-set"):
        (folder / f"usr/lib/systemd/system/{target}.target").write_text("[Unit]\nDescription=x\n")
    return folder


def analyzed(*words):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *words], capture_output=True, text=True, check=False, timeout=300
    )


@analyze
@pytest.mark.parametrize("unit", sorted(path.name for path in (SYSTEMD / "units").iterdir()))
def test_systemd_understands_every_line_of_every_unit(root, unit):
    done = analyzed("verify", "--man=no", "--recursive-errors=no", f"--root={root}", unit)
    # systemd passes over keys and sections that it does not know, with a word on standard error; Debian 12's may not know this one
    told = [line for line in done.stderr.splitlines() if "Unknown key 'RestartMode'" not in line]
    assert done.returncode == 0 or (done.stderr and not told), done.stderr
    assert not re.search(r"Unknown|ignoring|not executable|Failed", "\n".join(told)), done.stderr


@pytest.mark.parametrize("unit", sorted(path.name for path in (SYSTEMD / "units").glob("*.service")))
def test_a_restart_never_calls_what_stands_in_for_a_failure(unit):
    """From systemd 254 on a restart passes through failure unless it is told not to: the splash would end it."""
    lines = (SYSTEMD / "units" / unit).read_text().splitlines()
    if any(line.startswith("OnFailure=") for line in lines) and any(line.startswith("Restart=") for line in lines):
        assert "RestartMode=direct" in lines


@analyze
@pytest.mark.parametrize(("unit", "limit"), LIMITS.items())
def test_the_exposure_of_every_service_is_within_its_gate(unit, limit):
    done = analyzed("security", "--offline=yes", f"--threshold={limit}", str(SYSTEMD / "units" / unit))
    assert done.returncode == 0, done.stdout.splitlines()[-1:]


@analyze
def test_the_gate_of_exposure_closes(tmp_path):
    loose = tmp_path / "kiosk.service"
    text = (SYSTEMD / "units/kiosk.service").read_text()
    loose.write_text(text.replace("ProtectSystem=strict", "").replace("CapabilityBoundingSet=\n", ""))
    assert analyzed("security", "--offline=yes", "--threshold=18", str(loose)).returncode != 0


def test_the_package_asks_for_every_library_that_a_window_has_when_it_is_tried():
    """SDL looks for libXi by itself and does without: then the display hears one finger, and none after a lost release."""
    tried = (SYSTEMD.parent / ".ci" / "setup.sh").read_text().split('RUN_PACKAGES="')[1].split('"')[0].split()
    libraries = {name for name in tried if name.startswith("lib") and not name.endswith("-dev")}
    depends = next(line for line in (SYSTEMD / "build-deb").read_text().splitlines() if "libpcsclite1" in line)
    assert libraries <= set(depends.removeprefix("Depends: ").replace(",", "").split())


def test_every_file_is_in_the_layout_and_every_line_of_it_exists():
    listed = {source for source, _, _ in layout()}
    there = {
        str(path.relative_to(SYSTEMD))
        for folder in ("units", "rules", "lib", "examples")
        for path in (SYSTEMD / folder).iterdir()
    }
    assert there <= listed
    for source, target, mode in layout():
        assert (SYSTEMD / source).is_file(), source
        assert target.startswith("/usr/")
        assert bool(mode & stat.S_IXUSR) == (source.startswith("lib/") or source == "install")


@pytest.mark.parametrize("unit", SERVICES)
def test_no_service_reaches_a_network_that_nobody_opened(unit):
    lines = (SYSTEMD / "units" / unit).read_text().splitlines()
    families = next((line for line in lines if line.startswith("RestrictAddressFamilies=")), "AF_INET")
    shut = "PrivateNetwork=yes" in lines or "IPAddressDeny=any" in lines or "AF_INET" not in families
    # where the central store is, only the configuration knows
    assert shut != (unit == "kiosk-close-day.service")


def test_every_loosening_says_why():
    """A line that switches a protection off has a comment above it."""
    lines = (SYSTEMD / "units/kiosk.service").read_text().splitlines()
    for number, line in enumerate(lines):
        if re.fullmatch(r"\w+=(no|inherit)", line):
            assert lines[number - 1].startswith("#"), line


def test_only_a_display_of_this_start_counts_and_one_that_ended_is_not_waited_for(monkeypatch, tmp_path):
    """A display that was killed leaves its socket; the kiosk must not be started against it."""
    waits = (SYSTEMD / "lib/wait-for-display").read_text().replace("/tmp/.X11-unix", f'"{tmp_path}"')
    program, cookie = tmp_path / "wait", tmp_path / "cookie"
    program.write_text(waits)

    def waited(pid):
        given = {"PATH": os.defpath, "MAINPID": str(pid)}
        return subprocess.run(["bash", program, ":0", cookie], env=given, check=False, timeout=PATIENCE).returncode

    monkeypatch.chdir(tmp_path)  # the whole path may be longer than a socket's address
    with socket.socket(socket.AF_UNIX) as line:
        line.bind("X0")
        cookie.touch()
        os.utime(tmp_path / "X0", (1, 1))
        ended = subprocess.Popen(["true"])
        ended.wait(60)
        assert waited(ended.pid) == 1
        os.utime(cookie, (0, 0))
        assert waited(os.getpid()) == 0


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_starts_is_installed(name):
    targets = {target for _, target, _ in layout()}
    others = {"/opt/kiosk/venv/bin/kiosk", "/usr/bin/Xorg", "/usr/bin/systemctl"}
    for program in re.findall(r"^Exec\w+=(\S+)", (SYSTEMD / "units" / name).read_text(), re.MULTILINE):
        assert program in targets | others


@pytest.mark.parametrize("rules", ["rules/70-kiosk.rules"])
def test_udev_rules_are_well_formed(rules):
    """Every part is KEY, operator, quoted value; `udevadm verify` says the same where udev is new enough to have it."""
    part = re.compile(r'(?P<key>[A-Z_]+(\{[^}]+\})?)(?P<operator>==|!=|=|\+=|:=)"[^"]*"')
    matching = {"SUBSYSTEM", "SUBSYSTEMS", "KERNEL", "ACTION", "ATTRS", "TEST"}
    for line in (SYSTEMD / rules).read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        for each in line.split(", "):
            found = part.fullmatch(each)
            assert found, each
            key = found["key"].partition("{")[0]
            if key in matching:
                assert found["operator"] in ("==", "!="), each
            if key in ("SYMLINK", "MODE", "GROUP", "TAG"):
                assert found["operator"] in ("=", "+="), each
    if shutil.which("udevadm") is None:
        return
    done = subprocess.run(
        ["udevadm", "verify", str(SYSTEMD / rules)], capture_output=True, text=True, check=False, timeout=300
    )
    if "Unknown command verb" not in done.stderr + done.stdout:
        assert done.returncode == 0, done.stderr


def test_modules_are_loaded_for_every_kind_of_serial_device_that_the_unit_allows():
    """A kind that is unknown when the unit starts stays forbidden: the boot race that only a virtual machine showed."""
    modules = set((SYSTEMD / "rules/modules-load.conf").read_text().split("\n"))
    assert {"usbserial", "cdc_acm", "usblp", "uvcvideo", "snd_usb_audio"} <= modules
    unit = (SYSTEMD / "units/kiosk.service").read_text()
    assert set(re.findall(r"^DeviceAllow=char-(\S+)", unit, re.MULTILINE)) == {
        "ttyUSB", "ttyACM", "usb_device", "usb", "video4linux", "alsa",
    }  # fmt: skip


def on_a_console(columns, rows, *words, last="Bitte fragen Sie am Schalter."):
    """What the splash draws on a console of this size, line by line; `last` is what it draws last."""
    leader, console = pty.openpty()
    termios.tcsetwinsize(console, (rows, columns))
    splash = [SYSTEMD / "lib/splash", *words]
    with subprocess.Popen(
        splash, stdin=console, stdout=console, env={"PATH": os.defpath}, start_new_session=True
    ) as shown:
        os.close(console)
        text = b""
        while last.encode() not in text:
            text += os.read(leader, 65536)
        shown.terminate()
    os.close(leader)
    cells = {}
    for row, column, drawn in re.findall(r"\033\[(\d+);(\d+)H([^\033]*)", text.decode()):
        for number, sign in enumerate(drawn):
            cells[int(row), int(column) + number] = sign
    assert all(1 <= row <= rows and 1 <= column <= columns for row, column in cells), "drawn outside the screen"
    return ["".join(cells.get((row, column), " ") for column in range(1, columns + 1)) for row in range(1, rows + 1)]


def blocks_of(lines):
    """Runs of rows with big letters: as many as there are lines of them."""
    big = ["█" in line for line in lines]
    return sum(now and not before for before, now in zip([False, *big], big, strict=False))


WORDS = (SYSTEMD / "splash.txt", SYSTEMD / "splash.art")


@pytest.mark.parametrize(("columns", "rows", "lines"), [(135, 120, 11), (240, 67, 6), (128, 48, 4)])
def test_the_splash_has_as_many_languages_in_big_letters_as_the_screen_has_room_for(columns, rows, lines):
    shown = on_a_console(columns, rows, *WORDS)
    assert blocks_of(shown) >= lines
    text = "\n".join(shown)
    assert "Deze kiosk werkt nu niet. Vraag het aan het onthaal." in text
    assert "Adressez-vous à l'accueil." in text


def test_on_a_small_console_the_splash_has_its_words_as_they_stand():
    shown = on_a_console(80, 25, *WORDS)
    assert not blocks_of(shown)
    middle = [line for line in shown if line.strip()]
    assert [line.strip() for line in middle] == [line for line in WORDS[0].read_text().splitlines() if line]
    # in the middle, also a line with letters of two bytes
    line = next(line for line in middle if "accueil" in line)
    left, right = len(line) - len(line.lstrip()), len(line) - len(line.rstrip())
    assert abs(left - right) <= 1


def test_the_splash_needs_no_file(tmp_path):
    none = tmp_path / "none"
    assert "Hors service" in "\n".join(on_a_console(80, 25, none, none, last="Out of service"))


def test_the_big_words_are_those_of_every_language_and_two_fit_side_by_side():
    blocks = (SYSTEMD / "splash.art").read_text().strip().split("\n\n")
    assert len(blocks) == len(LANGUAGES)
    for block in blocks:
        rows = block.split("\n")
        assert len({len(row) for row in rows}) == 1
        assert len(rows[0]) <= 116
        assert set(block) <= set("#.\n")


def test_at_installation_the_big_words_are_those_of_the_profile(tmp_path):
    """Official languages first; both are drawn here, as another release of Inter has other letters."""

    def drawn(text):
        config, out = tmp_path / "kiosk.toml", tmp_path / "splash.art"
        config.write_text('[kiosk]\nprofile = "stad.toml"\n', encoding="utf-8")
        (tmp_path / "stad.toml").write_text(text, encoding="utf-8")
        subprocess.run([sys.executable, SYSTEMD / "draw_splash.py", config, out], check=True, timeout=300)
        return out.read_text().strip().split("\n\n")

    profile = (ROOT / "kiosk/profiles/gent.toml").read_text(encoding="utf-8")
    before, row, _ = profile.partition('[[languages]]\ncode = "fr"')
    assert row
    end = profile.index("\n[", profile.rindex("[[languages]]") + 1)
    whole, blocks = drawn(profile), drawn(before + profile[end:])
    assert blocks[0] == whole[0]
    assert len(blocks) == before.count("[[languages]]")
    assert set(blocks) < set(whole)


class TestInstall:
    def run(self, *words):
        return subprocess.run([SYSTEMD / "install", *words], capture_output=True, text=True, check=False, timeout=300)

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self):
        before = set(Path("/etc").iterdir())
        done = self.run("--dry-run")
        if "is made for Debian" in done.stderr:
            pytest.skip("not a Debian that the kiosk is made for")
        assert done.returncode == 0, done.stderr
        assert "would run: " in done.stdout
        assert "build-deb" in done.stdout
        assert set(Path("/etc").iterdir()) == before

    def test_taking_off_what_is_not_there_is_no_fault(self):
        done = self.run("--dry-run", "--uninstall")
        if "is made for Debian" in done.stderr:
            pytest.skip("not a Debian that the kiosk is made for")
        assert "not installed" in done.stdout or "Kept:" in done.stdout

    def test_wrong_usage_is_status_2(self):
        assert self.run("--nonsense").returncode == 2
        assert self.run("--dry-run", "--printer").returncode == 2
        assert (
            subprocess.run(
                [SYSTEMD / "build-deb", "--nonsense"], capture_output=True, check=False, timeout=300
            ).returncode
            == 2
        )

    @pytest.mark.parametrize(("script", "last"), [("install", "Status:"), ("build-deb", "kiosk.")])
    def test_help_is_the_head_of_the_script(self, script, last):
        told = subprocess.run(
            [SYSTEMD / script, "--help"], capture_output=True, text=True, check=True, timeout=300
        ).stdout
        assert "--offline" in told
        assert last in told.splitlines()[-1]

    @pytest.mark.parametrize(
        "script",
        [
            "install",
            "build-deb",
            "lib/command",
            "lib/splash",
            "lib/display-cookie",
            "lib/wait-for-display",
            "lib/finish-visit",
            "lib/lockdown",
            "lib/printer-name",
        ],
    )
    def test_scripts_are_well_formed(self, script):
        assert subprocess.run(["bash", "-n", SYSTEMD / script], check=False, timeout=300).returncode == 0

    @pytest.mark.parametrize("script", ["deb/postinst", "deb/prerm", "deb/postrm", "lib/finish-visit", "lib/command"])
    def test_maintainer_scripts_are_plain_shell(self, script):
        assert subprocess.run(["sh", "-n", SYSTEMD / script], check=False, timeout=300).returncode == 0


def test_the_configuration_that_is_shipped_loads():
    from kiosk.base.config import load_config

    config = load_config(SYSTEMD / "kiosk.toml")
    assert str(config.state_dir) == "/var/lib/kiosk"
    assert str(config.log_dir) == "/var/log/kiosk"


@pytest.mark.parametrize(
    "version", sorted((Path(__file__).parent / "released").glob("*.toml")), ids=lambda path: path.stem
)
def test_the_configuration_of_every_released_version_loads(version):
    from kiosk.base.config import load_config

    assert load_config(version).kiosk.id


def test_a_printer_that_an_older_configuration_names_by_its_file_is_still_reached():
    from kiosk.base.config import load_config

    config = load_config(Path(__file__).parent / "released" / "0.1.0-every-key.toml")
    assert config.printer.url == "usblp:///dev/kiosk-printer"


@analyze
def test_a_key_that_systemd_does_not_know_is_found(root, tmp_path):
    copy = tmp_path / "root"
    shutil.copytree(root, copy, symlinks=True)
    unit = copy / "usr/lib/systemd/system/kiosk.service"
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHomes=yes"))
    done = analyzed("verify", "--man=no", "--recursive-errors=no", f"--root={copy}", "kiosk.service")
    assert "Unknown" in done.stderr


def test_where_there_is_no_xorg_the_window_is_on_the_kernels_own_display(monkeypatch):
    words = re.search(r"^Environment=(\w+)=(\w+)$", (SYSTEMD / "examples/kmsdrm.conf").read_text(), re.MULTILINE)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv(words[1], raising=False)
    assert not window.seen()
    monkeypatch.setenv(words[1], words[2])
    assert window.seen()
