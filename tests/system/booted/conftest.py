"""A machine with the kiosk's package installed, booted under systemd-nspawn, once a session.

It is of this machine's release of Debian, or of the one that KIOSK_BOOTED_SUITE names (./check booted --suite trixie): its
packages are then built in a bare system of that release.  Asked for by that name, what is missing here is status 3.

The bare system is made by mmdebstrap once and kept in the user's cache; so is the Python environment of the package.  The
machine itself is an overlay that is thrown away.  nspawn has no devices, so Xvfb stands in for Xorg by a drop-in, and the
splash talks to the journal instead of a console; everything else is what the package installs.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.support.debian import HERE, PACKAGES, PROJECT, CannotHere, bare_root, next_revision, run
from tests.support.waiting import PATIENCE, until

NAMED = os.environ.get("KIOSK_BOOTED_SUITE", "")
SUITE = NAMED or HERE
# other tests of this run point their PC/SC programs at a card service of this machine; nothing of that goes inside
INSIDE = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}

XVFB = """[Service]
ExecStart=
ExecStart=/usr/bin/Xvfb :0 -screen 0 1080x1920x24 -nolisten tcp -noreset -auth /run/kiosk-display/authority
"""
NO_CONSOLE = """[Service]
StandardInput=null
StandardOutput=journal
TTYPath=
TTYReset=no
TTYVHangup=no
"""


def missing(reason):
    """Leaves the proof out where it is one of many, and ends it where it was asked for."""
    if NAMED:
        pytest.exit(f"The booted machine ({SUITE}): {reason}", returncode=3)
    pytest.skip(reason)


def cannot():
    """Why this machine cannot boot another one; "" when it can."""
    if os.geteuid() != 0:
        return "needs root: containers are made by root"
    for program in ("systemd-nspawn", "mmdebstrap", "dpkg-deb", "nsenter"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not Path("/usr/bin/python3").exists():
        return "the system's own Python is not installed"
    return ""


def bare_debian(packages=(*PACKAGES, "xvfb")):
    """A bare Debian of the release that is tried."""
    try:
        return bare_root(SUITE, packages)
    except CannotHere as reason:
        missing(str(reason))


class Machine:
    """A booted machine; `do` runs a command inside it."""

    def __init__(self, folder, bare, name="test"):
        folder.mkdir(exist_ok=True)
        self.root = folder / "root"
        self.upper, work = folder / "upper", folder / "work"
        for each in (self.root, self.upper, work):
            each.mkdir()
        options = f"lowerdir={bare},upperdir={self.upper},workdir={work}"
        mounted = run("mount", "-t", "overlay", "overlay", "-o", options, str(self.root), check=False)
        if mounted.returncode:
            missing(f"overlay file systems cannot be mounted here: {mounted.stderr.strip()}")
        self.process = None
        self.package = None
        self.leader = ""
        self.name = f"kiosk-{name}-{os.getpid()}"

    def nspawn(self, *words):
        return [
            "systemd-nspawn", "-q", "-D", str(self.root), f"--machine={self.name}", "--private-network",
            "--register=no", "--keep-unit", *words,
        ]  # fmt: skip

    def install(self, *packages):
        """dpkg -i, before the machine is booted or in the running one."""
        inside = [self.root / "root" / package.name for package in packages]
        for package, target in zip(packages, inside, strict=True):
            shutil.copy(package, target)
        command = ("dpkg", "--force-unsafe-io", "-i", *(f"/root/{package.name}" for package in packages))
        if self.process is None:
            run(*self.nspawn("--console=pipe", *command), stdin=subprocess.DEVNULL)
        else:
            self.do(*command)
        for target in inside:
            target.unlink()

    def drop_in(self, unit, text):
        folder = self.root / "etc/systemd/system" / f"{unit}.d"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nspawn.conf").write_text(text)

    def boot(self):
        self.process = subprocess.Popen(
            self.nspawn("--console=pipe", "-b"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        until(self.is_up, "a machine that runs")

    def is_up(self):
        if self.process.poll() is not None:
            said = self.process.communicate(timeout=PATIENCE)[1].decode()
            missing(f"systemd-nspawn cannot boot here: {said[-300:]}")
        children = run("pgrep", "-P", str(self.process.pid), check=False).stdout.split()
        if not children:
            return False
        self.leader = children[0]
        return self.do("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def do(self, *words, check=True):
        entered = ("nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "-r", "-w")
        return run(*entered, *words, check=check, env=INSIDE)

    def show(self, unit, name):
        return self.do("systemctl", "show", unit, "-P", name).stdout.strip()

    def signal(self, name):
        """A signal to the kiosk's main process, as the kernel or a fault would send it."""
        self.do("kill", "-s", name, self.show("kiosk", "MainPID"))

    def until(self, wanted, what):
        """Wait for something that another process does; says what was waited for when it never came."""
        until(wanted, what, told=self.journal)

    def journal(self):
        return self.do("journalctl", "-u", "kiosk", "-n", "40", "--no-pager", "-o", "cat", check=False).stdout

    def until_ready(self):
        self.until(lambda: self.show("kiosk", "ActiveState") == "active", "the kiosk ready")

    def fresh(self):
        """The kiosk installed, ready and its counters at zero, whatever was before."""
        if not (self.root / "opt/kiosk/venv/bin/kiosk").exists():
            self.install(self.package)
        self.do("systemctl", "reset-failed", "kiosk.service", check=False)
        self.do("systemctl", "start", "kiosk.service")
        self.until_ready()

    def close(self):
        if self.process is not None:
            if self.leader:
                run("kill", "-s", "KILL", self.leader, check=False)
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process.stderr.close()
        run("umount", "--lazy", str(self.root), check=False)


@pytest.fixture(scope="session")
def workshop():
    """A folder of our own: other runs of pytest tidy up below pytest's, whether it is in use or mounted or not."""
    reason = cannot()
    if reason:
        missing(reason)
    with tempfile.TemporaryDirectory(prefix="kiosk-machine-", dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def built(workshop):
    """What build-deb makes of this tree: the environment's package, the program's, and, asked for by name, the bundle."""
    if SUITE == HERE:
        build = (str(PROJECT / "systemd/build-deb"), *(["--offline"] if NAMED else []), "--out", str(workshop / "deb"))
    else:
        build = (str(PROJECT / ".ci/other"), "--bundle", "--suite", SUITE)
    done = run(*build, check=False)
    if done.returncode:
        missing(f"the packages could not be built (no package index?): {done.stderr[-300:]}")
    return [Path(line) for line in done.stdout.split()]


@pytest.fixture(scope="session")
def packages(built):
    """The environment's package and the program's."""
    return built[:2]


@pytest.fixture(scope="session")
def bundle(built):
    """The one file for a kiosk without a network, with 100 to 300 MB of Debian's packages: fetched where it is asked for."""
    if not NAMED:
        pytest.skip("the carried bundle is tried by ./check booted")
    return built[2]


@pytest.fixture(scope="session")
def package(packages):
    """The program's package."""
    return packages[-1]


@pytest.fixture(scope="session")
def next_package(package, workshop):
    """What dpkg sees as an update of it."""
    return next_revision(package, workshop)


@pytest.fixture(scope="session")
def machine(packages, workshop):
    made = Machine(workshop, bare_debian())
    try:
        made.install(*packages)
        made.package = packages[-1]
        made.drop_in("kiosk-display.service", XVFB)
        made.drop_in("kiosk-out-of-service.service", NO_CONSOLE)
        made.boot()
        yield made
    finally:
        made.close()
