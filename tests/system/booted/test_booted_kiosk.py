"""The installed kiosk on a booted system: what systemd, the sandbox and the package really do."""

import json
import re
import shutil

import pytest

pytestmark = pytest.mark.full

MINE = ("/var/lib/kiosk", "/var/log/kiosk", "/var/cache/kiosk", "/run/kiosk")
# files of the kiosk's user that are not written by the kiosk itself: its stick's mount point, kernel file systems
ELSEWHERE_ALLOWED = ("/run/kiosk", "/run/kiosk-usb", "/proc", "/sys", "/dev", "/tmp", "/var/tmp")


def test_it_reaches_ready_and_nothing_failed(machine):
    machine.fresh()
    assert machine.show("kiosk", "SubState") == "running"
    assert machine.show("kiosk", "StatusText")
    failed = machine.do("systemctl", "--failed", "--no-legend", "--plain").stdout.split()
    assert failed == []


def test_a_kiosk_that_stands_still_is_killed_and_restarted_by_the_watchdog(machine):
    machine.fresh()
    before = machine.show("kiosk", "MainPID")
    restarts = int(machine.show("kiosk", "NRestarts"))
    machine.signal("STOP")
    machine.until(lambda: int(machine.show("kiosk", "NRestarts")) > restarts, "the restart by the watchdog")
    machine.until_ready()
    assert machine.show("kiosk", "MainPID") != before
    assert "Watchdog timeout" in machine.do("journalctl", "-b", "--no-pager", "-o", "cat").stdout


def test_a_crash_is_followed_by_ready_and_the_time_is_told(machine, record_property):
    machine.fresh()
    restarts = int(machine.show("kiosk", "NRestarts"))
    machine.signal("KILL")
    machine.until(lambda: int(machine.show("kiosk", "NRestarts")) > restarts, "the restart")
    machine.until_ready()
    down = int(machine.show("kiosk", "InactiveEnterTimestampMonotonic") or 0)
    up = int(machine.show("kiosk", "ActiveEnterTimestampMonotonic"))
    seconds = (up - max(down, int(machine.show("kiosk", "ActiveExitTimestampMonotonic")))) / 1e6
    record_property("crash_to_ready_seconds", seconds)
    print(f"crash to ready: {seconds:.2f} s")
    assert seconds > 0


def test_a_kiosk_that_cannot_start_gives_way_to_the_splash_and_is_tried_again(machine):
    machine.fresh()
    configuration = machine.root / "etc/kiosk/kiosk.toml"
    good = configuration.read_text()
    try:
        configuration.write_text(good + "\nthis is no configuration\n")
        machine.do("systemctl", "restart", "--no-block", "kiosk")
        machine.until(lambda: machine.show("kiosk-out-of-service", "ActiveState") == "active", "the splash")
        assert machine.show("kiosk", "Result") in ("start-limit-hit", "exit-code")
        assert machine.show("kiosk-retry.timer", "SubState") == "waiting"
        assert machine.show("kiosk-display", "ActiveState") == "inactive"
    finally:
        configuration.write_text(good)
    machine.do("systemctl", "start", "kiosk-retry.service")
    machine.until_ready()
    assert machine.show("kiosk-out-of-service", "ActiveState") == "inactive"


BROKEN = """[Service]
ExecStart=
ExecStart=/bin/sh -c 'echo try >>/run/tries; [ $$(wc -l </run/tries) -ge {works_at} ] || exit 1; exec {display}'
"""


@pytest.mark.parametrize("works_at", [3, 99])
def test_a_display_that_fails_brings_the_kiosk_as_soon_as_it_works_and_the_splash_while_it_never_does(
    machine, works_at
):
    machine.fresh()
    good = (machine.root / "etc/systemd/system/kiosk-display.service.d/nspawn.conf").read_text()
    display = next(line for line in good.splitlines() if "Xvfb" in line).removeprefix("ExecStart=")
    machine.do("rm", "-f", "/run/tries")
    try:
        machine.drop_in("kiosk-display.service", BROKEN.format(works_at=works_at, display=display))
        machine.do("systemctl", "daemon-reload")
        machine.do("kill", "-s", "KILL", machine.show("kiosk-display", "MainPID"))
        if works_at > 6:
            machine.until(lambda: machine.show("kiosk-display", "ActiveState") == "failed", "the end of the tries")
            machine.until(lambda: machine.show("kiosk-out-of-service", "ActiveState") == "active", "the splash")
            assert machine.show("kiosk-retry.timer", "ActiveState") == "active"
        else:
            machine.until(lambda: machine.show("kiosk-display", "NRestarts") >= "2", "the third try")
    finally:
        machine.drop_in("kiosk-display.service", good)
        machine.do("systemctl", "daemon-reload")
    if works_at > 6:
        machine.do("systemctl", "start", "kiosk-retry.service")
    machine.until_ready()
    assert machine.show("kiosk-out-of-service", "ActiveState") == "inactive"


def test_a_restart_that_was_asked_for_wins_over_the_splash_even_when_the_old_process_hangs(machine):
    machine.fresh()
    machine.signal("STOP")
    machine.do("systemctl", "restart", "kiosk")
    machine.until_ready()
    assert machine.show("kiosk-out-of-service", "ActiveState") != "active"


PCSC = "from smartcard.scard import *; import sys; sys.exit(SCardEstablishContext(SCARD_SCOPE_USER)[0] & 0xFF)"


def test_the_card_service_comes_by_its_socket_and_lets_the_kiosk_in_but_not_everybody(machine):
    machine.fresh()
    assert machine.show("pcscd.socket", "ActiveState") == "active"
    python = "/opt/kiosk/venv/bin/python"

    def asked_by(user):
        return machine.do(
            "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", python, "-c", PCSC, check=False
        )

    assert asked_by("kiosk").returncode == 0
    assert machine.show("pcscd.service", "ActiveState") == "active"
    # pcscd asks polkit from Debian 13 on; before, everybody on the machine may use the reader
    actions = machine.do("sh", "-c", "ls /usr/share/polkit-1/actions").stdout
    if "pcsc" in actions:
        assert asked_by("games").returncode != 0


@pytest.mark.parametrize(
    "path", ["/etc", "/usr", "/opt/kiosk", "/var", "/var/lib", "/home", "/root", "/boot", "/dev/shm", "/srv"]
)
def test_the_kiosk_cannot_write_outside_its_directories(machine, path):
    machine.fresh()
    assert not _may_write(machine, path)


@pytest.mark.parametrize("path", MINE)
def test_the_kiosk_can_write_in_its_directories(machine, path):
    machine.fresh()
    assert _may_write(machine, path)


def _may_write(machine, path):
    """Tries it in the kiosk's own view of the file system, with its user and groups."""
    pid = machine.show("kiosk", "MainPID")
    uid = machine.do("id", "-u", "kiosk").stdout.strip()
    words = ["nsenter", "-t", pid, "-m", "setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    done = machine.do(*words, "touch", f"{path}/probe", check=False)
    if done.returncode == 0:
        machine.do(*words, "rm", f"{path}/probe")
    return done.returncode == 0


def test_it_left_no_file_elsewhere(machine):
    machine.fresh()
    machine.do("systemctl", "restart", "kiosk")
    machine.until_ready()
    found = machine.do("find", "/", "-xdev", "-user", "kiosk", "-not", "-type", "l", check=False).stdout.split("\n")
    strange = [path for path in found if path and not path.startswith((*MINE, *ELSEWHERE_ALLOWED))]
    assert strange == []


def test_it_holds_no_rights_and_no_devices_of_screen_and_touch(machine):
    machine.fresh()
    pid = machine.show("kiosk", "MainPID")
    status = machine.do("cat", f"/proc/{pid}/status").stdout
    assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^CapBnd:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
    opened = machine.do("sh", "-c", f"ls -l /proc/{pid}/fd").stdout
    assert "/dev/dri" not in opened
    assert "/dev/input" not in opened


def test_the_exposure_of_the_running_unit_is_within_the_gate(machine):
    done = machine.do("systemd-analyze", "security", "--no-pager", "--threshold=18", "kiosk.service", check=False)
    assert done.returncode == 0, done.stdout[-500:]


def test_staff_and_service_commands_work_as_the_kiosk_s_user(machine):
    machine.fresh()
    added = machine.do("sh", "-c", "echo 284917 | kiosk staff add --label Karel --json")
    member = json.loads(added.stdout)["id"]
    owner = machine.do("stat", "-c", "%U %a", "/var/lib/kiosk/staff.json").stdout.split()
    assert owner == ["kiosk", "600"]
    machine.do("kiosk", "staff", "remove", member)
    machine.do("kiosk", "service", "out", "--reason", "cabling")
    machine.do("kiosk", "service", "in")
    assert json.loads(machine.do("kiosk", "staff", "audit", "--json").stdout)["broken"] is None


def test_doctor_tells_on_the_installed_machine_what_is_missing_and_what_to_do(machine):
    machine.fresh()
    told = json.loads(machine.do("kiosk", "doctor", "--json", check=False).stdout)
    found = {each["name"]: each for each in told["checks"]}
    for name in ("packages", "fonts", "paper scripts", "store", "disk", "profile"):
        assert found[name]["found"] == "good", found[name]
    # the service answers; a machine without USB has no reader
    assert "reader is connected" in found["card reader"]["said"]


def test_tickets_outlive_a_crash_and_are_backed_up(machine):
    machine.fresh()
    issued = machine.do(
        "kiosk", "queue", "issue", "--class", "R", "--no-print", "--config", "/etc/kiosk/kiosk.toml", "--json"
    )
    number = json.loads(issued.stdout)["number"]
    machine.signal("KILL")
    machine.until_ready()
    listed = machine.do("kiosk", "queue", "list", "--config", "/etc/kiosk/kiosk.toml", "--json")
    assert number in [ticket["number"] for ticket in json.loads(listed.stdout)["tickets"]]
    machine.do("systemctl", "start", "kiosk-backup.service")
    assert machine.show("kiosk-backup.service", "Result") == "success"
    assert machine.do("sh", "-c", "ls /var/lib/kiosk/backup").stdout.startswith("tickets-")


def test_a_package_update_and_the_way_back_keep_configuration_and_state(machine, package, next_package):
    machine.fresh()
    configuration = machine.root / "etc/kiosk/kiosk.toml"
    mine = configuration.read_text().replace('id = "kiosk-1"', 'id = "gent-7"')
    configuration.write_text(mine)
    machine.do("sh", "-c", "echo kept > /var/lib/kiosk/keepsake")
    for which, revision in ((next_package, "2"), (package, "1")):
        machine.install(which)
        machine.until_ready()
        version = machine.do("dpkg-query", "-W", "-f", "${Version}", "residence-kiosk").stdout
        assert version.endswith(f"-{revision}")
        assert configuration.read_text() == mine
        assert machine.do("cat", "/var/lib/kiosk/keepsake").stdout == "kept\n"
    # the bare system leaves documents out; everything else must be as the package has it
    altered = machine.do("dpkg", "--verify", "residence-kiosk", check=False).stdout.splitlines()
    assert [line for line in altered if "/usr/share/doc" not in line] == []


def test_the_kiosk_s_user_may_use_what_its_unit_may(machine):
    machine.fresh()
    groups = set(machine.do("id", "-Gn", "kiosk").stdout.split())
    assert groups == {"kiosk", *machine.show("kiosk", "SupplementaryGroups").split()}


def test_the_wizard_may_stop_and_start_the_kiosk_and_its_user_nothing_else(machine):
    machine.fresh()
    as_kiosk = ("setpriv", "--reuid=kiosk", "--regid=kiosk", "--init-groups", "systemctl", "--no-ask-password")
    machine.do(*as_kiosk, "stop", "kiosk.service")
    assert machine.show("kiosk", "ActiveState") == "inactive"
    machine.do(*as_kiosk, "reset-failed", "kiosk.service")
    machine.do(*as_kiosk, "start", "kiosk.service")
    machine.until_ready()
    for refused in (("mask", "kiosk.service"), ("stop", "kiosk-display.service"), ("start", "kiosk-backup.service")):
        assert machine.do(*as_kiosk, *refused, check=False).returncode != 0


# a kiosk at which somebody stands until staff say that no other visit may begin
VISITED = """#!/bin/sh
echo '{"event": "visit_started"}'
systemd-notify --ready
until [ -e /var/lib/kiosk/out-of-service.json ]; do sleep 0.2; done
sleep 3
echo '{"event": "visit_ended"}'
exec sleep infinity
"""
BY_IT = """[Service]
NotifyAccess=all
WatchdogSec=0
ExecStart=
ExecStart=/usr/local/bin/visited
"""


def test_an_update_waits_until_the_visitor_has_finished(machine, package, next_package):
    machine.fresh()
    folder = machine.root / "etc/systemd/system/kiosk.service.d"
    try:
        (machine.root / "usr/local/bin/visited").write_text(VISITED)
        (machine.root / "usr/local/bin/visited").chmod(0o755)
        machine.drop_in("kiosk.service", BY_IT)
        machine.do("systemctl", "daemon-reload")
        machine.do("systemctl", "restart", "kiosk", check=False)
        machine.until_ready()
        shutil.copy(next_package, machine.root / "root/next.deb")
        done = machine.do("dpkg", "--force-unsafe-io", "-i", "/root/next.deb")
        assert "waiting for the end of the visit" in done.stderr
        assert "the visit has ended" in done.stderr
        # nothing is left of it: the kiosk is in service again, and its words are off the screen
        machine.do("test", "!", "-e", "/var/lib/kiosk/out-of-service.json")
        assert machine.show("kiosk", "ActiveState") == "active"
        assert machine.show("kiosk-out-of-service", "ActiveState") == "inactive"
    finally:
        shutil.rmtree(folder)
        (machine.root / "usr/local/bin/visited").unlink()
        machine.do("systemctl", "daemon-reload")
        machine.do("systemctl", "restart", "kiosk", check=False)
        machine.until_ready()
    machine.install(package)
    machine.until_ready()


def test_the_installer_installs_again_goes_back_and_takes_off_and_keeps_what_is_not_the_program(
    machine, packages, next_package
):
    machine.fresh()
    carried = machine.root / "root" / "carried"
    carried.mkdir()
    for file in (*packages, next_package):
        shutil.copy(file, carried)
    machine.do("sh", "-c", "echo kept > /var/lib/kiosk/keepsake")

    def install(*words, check=True):
        # the one that the package brought: a kiosk has no tree
        return machine.do("kiosk-install", *words, check=check)

    def version():
        return machine.do(
            "dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", "residence-kiosk", check=False
        ).stdout

    # twice the same is once
    for _ in range(2):
        install("--package", f"/root/carried/{packages[-1].name}")
        machine.until_ready()
        assert version().endswith("-1")
    install("--package", f"/root/carried/{next_package.name}")
    assert version().endswith("-2")
    install("--rollback")
    machine.until_ready()
    assert version().endswith("-1")
    assert "no package before" in install("--rollback", check=False).stderr
    assert version().endswith("-1")
    install("--uninstall")
    assert not version().startswith("installed")
    assert machine.do("test", "-e", "/opt/kiosk", check=False).returncode == 1
    machine.do("test", "-d", "/opt")
    assert machine.show("kiosk", "ActiveState") == "inactive"
    for path in ("/etc/kiosk/kiosk.toml", "/var/lib/kiosk/tickets.db", "/var/lib/kiosk/keepsake", "/var/log/kiosk"):
        machine.do("test", "-e", path)


def test_an_installation_after_a_removal_starts_with_the_machine_and_purge_leaves_nothing(machine, packages):
    shutil.copytree(machine.root / "etc/kiosk", machine.root / "root/kept")
    for package in packages:
        if machine.do("dpkg", "-s", package.name.partition("_")[0], check=False).stdout.count("ok installed") == 0:
            machine.install(package)
    assert machine.do("systemctl", "is-enabled", "kiosk", "pcscd.socket").stdout.split() == ["enabled"] * 2
    machine.do("dpkg", "--purge", "residence-kiosk", "residence-kiosk-env")
    left = machine.do(
        "find", "/etc", "/opt", "/usr", "/var", "-xdev", "-name", "*kiosk*",
        "-not", "-path", "*/nspawn.conf", "-not", "-path", "/etc/systemd/system/kiosk*.d", "-not", "-path", "/var/log/journal/*",
    ).stdout.split()  # fmt: skip
    assert left == []
    assert machine.do("getent", "passwd", "kiosk", check=False).returncode != 0
    machine.do("test", "-d", "/opt")
    # as the other tests find it
    for package in packages:
        machine.install(package)
    machine.fresh()
