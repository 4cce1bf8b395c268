"""The disks of an emulated kiosk, in three layers that are kept: bare Debian, the Python environment, this tree's program.

Each layer has a key of what it is made of, and is made again only when that changes:

  1  bare Debian with its kernel          release, list of packages                  2 to 5 minutes
  2  + residence-kiosk-env, the agent     layer 1, name of that package, the bench   half a minute
  3  + residence-kiosk, booted and saved  the bench, the program's sources, QEMU     1 to 5 minutes

They lie in ~/.cache/residence-kiosk/machine.  Layer 3 is made by `tests/support/machine/saved.py`, as it needs a machine.
"""

import gzip
import lzma
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.debian import CACHE, HERE, PACKAGES, PROJECT, CannotHere, bare_root, key_of, run

KEPT = CACHE / "machine"
GUEST = Path(__file__).with_name("guest")
MACHINE_PACKAGES = (
    *PACKAGES,
    "linux-image-amd64",
    "busybox-static",
    "xserver-xorg-core",
    "xserver-xorg-input-libinput",
    "kbd",
    "usbutils",
    "opensc",
    "iproute2",
    "e2fsprogs",
    "sqlite3",
)
# a RAM disk of Debian's own takes minutes to build under load, and minutes of nothing to unpack: ours has the disk's drivers alone
NO_RAM_DISK = ("/etc/kernel/postinst.d/initramfs-tools", "/etc/initramfs/post-update.d/*")
DRIVERS = ("virtio_pci", "virtio_blk", "ext4", "crc32c_generic", "crc32c_intel", "virtio_console", "virtio_rng")
DISK = "4G"
# a Tuesday morning, whenever the tests run: the office is open, and the card of the visits (b12) may be renewed
CLOCK = "2027-01-19T09:00:00"
# what would wake up and take the processor in the middle of a scenario
QUIET = (
    *(
        "apt-daily.timer",
        "apt-daily-upgrade.timer",
        "dpkg-db-backup.timer",
        "e2scrub_all.timer",
        "e2scrub_reap.service",
    ),
    "fstrim.timer",
)
# an emulated machine is some ten times slower: longer times, no other change to the units
SLOW = {
    "kiosk.service": "[Service]\nTimeoutStartSec=900\nWatchdogSec=180\n",
    "kiosk-display.service": "[Service]\nTimeoutStartSec=600\n",
}
PROGRAM = ("build.lock", "requirements.lock", "pyproject.toml", "kiosk", "devices", "screens", "systemd")
NEEDED = {
    "qemu-system-x86_64": "qemu-system-x86",
    "qemu-img": "qemu-utils",
    "mmdebstrap": "mmdebstrap",
    "mke2fs": "e2fsprogs",
    "cpio": "cpio",
    "modprobe": "kmod",
    "dpkg-deb": "dpkg",
    "losetup": "mount",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder with a kernel, its RAM disk and a disk without the program."""

    folder: Path

    @property
    def kernel(self) -> Path:
        return self.folder / "vmlinuz"

    @property
    def ram_disk(self) -> Path:
        return self.folder / "initrd"

    @property
    def disk(self) -> Path:
        return self.folder / "disk.ext4"


def cannot() -> str:
    """Why no machine can be emulated here; "" when it can."""
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing:
        return f"missing Debian packages: {' '.join(sorted(set(missing)))}"
    if os.geteuid() != 0:
        return "needs root: disks are made and mounted by root"
    return ""


def bare_key(suite: str) -> str:
    return key_of(suite, *MACHINE_PACKAGES, *NO_RAM_DISK)


def bench_key(suite: str) -> str:
    """The bare system and everything that the bench adds to it."""
    bench = [path.read_bytes() for path in sorted(GUEST.iterdir())]
    return key_of(bare_key(suite), *bench, DRIVERS, DISK, QUIET, SLOW)


def environment_key(suite: str, environment: str) -> str:
    """`environment` is the file name of residence-kiosk-env: it names Python, the recipe and the lock files."""
    return key_of(bench_key(suite), environment)


def program_key(suite: str, project: Path, emulator: str) -> str:
    """Of sources alone, lock files and recipe too: nothing need be built to know it.

    `emulator` is what QEMU says of itself: a saved machine is woken by the same QEMU alone.
    """
    files: list[Path] = []
    for name in PROGRAM:
        path = project / name
        files += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    said = [
        f"{one.relative_to(project)} {key_of(one.read_bytes())}"
        for one in files
        if "__pycache__" not in one.parts and one.suffix != ".pyc"
    ]
    return key_of(bench_key(suite), emulator, CLOCK, *said)


@contextmanager
def half_made(target: Path) -> Iterator[Path]:
    """A folder beside the one that is wanted; it gets its name when it is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _over(bare: Path) -> Iterator[Path]:
    """The bare system with a layer above it that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="kiosk-image-", dir="/var/tmp") as place:
        root, upper, work = (Path(place, name) for name in ("root", "upper", "work"))
        for each in (root, upper, work):
            each.mkdir()
        run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={bare},upperdir={upper},workdir={work}", str(root))
        try:
            yield root
        finally:
            run("umount", str(root))


@contextmanager
def mounted(disk: Path, *options: str) -> Iterator[Path]:
    """A file with a file system, as a folder; AssertionError with mount's words when it cannot be mounted."""
    with tempfile.TemporaryDirectory(prefix="kiosk-disk-", dir="/var/tmp") as place:
        run("mount", "-o", ",".join(("loop", *options)), str(disk), place)
        try:
            yield Path(place)
        finally:
            run("umount", place)


def inside(root: Path, *words: str) -> None:
    """A command in a system that is not booted."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    run("chroot", str(root), *words, env={"PATH": path, "LANG": "C.UTF-8", "HOME": "/root"}, stdin=subprocess.DEVNULL)


def install(root: Path, package: Path) -> None:
    target = root / "root" / package.name
    shutil.copy(package, target)
    inside(root, "dpkg", "--force-unsafe-io", "--force-depends", "-i", f"/root/{package.name}")
    target.unlink()


def environment_layer(suite: str, environment: Path) -> Layer:
    """Layers 1 and 2; `CannotHere` when no Debian can be had."""
    layer = Layer(KEPT / f"env-{environment_key(suite, environment.name)}")
    if layer.folder.exists():
        layer.folder.touch()
        return layer
    bare = bare_root(suite, MACHINE_PACKAGES, kept=KEPT, left_out=NO_RAM_DISK)
    with half_made(layer.folder) as folder, _over(bare) as root:
        install(root, environment)
        _prepare(root)
        kernel = max((root / "boot").glob("vmlinuz-*"))
        shutil.copy(kernel, folder / "vmlinuz")
        (folder / "initrd").write_bytes(ram_disk(root, kernel.name.removeprefix("vmlinuz-")))
        run("truncate", "-s", DISK, str(folder / "disk.ext4"))
        run("mke2fs", "-q", "-t", "ext4", "-L", "kiosk", "-d", str(root), str(folder / "disk.ext4"))
    return layer


def program_disk(layer: Layer, program: Path, target: Path) -> None:
    """A disk of layer 2 with this program installed and set up for the bench's devices, not booted yet."""
    run("cp", "--sparse=always", str(layer.disk), str(target))
    with mounted(target) as root:
        install(root, program)
        configure(root / "etc/kiosk/kiosk.toml")


def configure(file: Path) -> None:
    """The installer's file for the devices that the bench plugs in."""
    text = file.read_text()
    for old, new in (
        ('[printer]\nurl = ""', '[printer]\nurl = "/dev/kiosk-printer"'),
        ('[panel]\nurl = ""', '[panel]\nurl = "serial:///dev/kiosk-panel"'),
        ('scanner_url = ""', 'scanner_url = "serial:///dev/kiosk-scanner"'),
        ("width_mm = 0 ", "width_mm = 300 "),
        ("height_mm = 0", "height_mm = 530"),
        ('place = "stadskantoor"', 'place = "stadskantoor"\ntime_limit_factor = 10.0'),
    ):
        if old not in text:
            raise AssertionError(f"systemd/kiosk.toml no longer has {old!r}: the bench's settings go elsewhere")
        text = text.replace(old, new)
    file.write_text(text)


def _prepare(root: Path) -> None:
    """What the bench adds to a system: its agent, and nothing that a kiosk would not have."""
    agent = root / "usr/local/sbin/bench-agent"
    shutil.copy(GUEST / "agent.py", agent)
    agent.chmod(0o755)
    shutil.copy(GUEST / "agent.service", root / "etc/systemd/system/bench-agent.service")
    shutil.copy(GUEST / "agent.rules", root / "etc/udev/rules.d/99-bench.rules")
    for unit, text in SLOW.items():
        folder = root / "etc/systemd/system" / f"{unit}.d"
        folder.mkdir(parents=True)
        (folder / "bench.conf").write_text(text)
    for unit in QUIET:
        (root / "etc/systemd/system" / unit).symlink_to("/dev/null")
    (root / "etc/hostname").write_text("kiosk\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost kiosk\n")
    (root / "etc/fstab").write_text("/dev/vda / ext4 defaults 0 1\n")


def ram_disk(root: Path, version: str) -> bytes:
    """busybox and the drivers of the disk, as the kernel wants it."""
    with tempfile.TemporaryDirectory(prefix="kiosk-initrd-") as place:
        tree = Path(place)
        for name in ("bin", "dev", "proc", "sys", "root", "modules"):
            (tree / name).mkdir()
        shutil.copy(root / "bin/busybox", tree / "bin/busybox")
        shutil.copy(GUEST / "init", tree / "init")
        (tree / "init").chmod(0o755)
        names: list[str] = []
        for driver in DRIVERS:
            said = run("modprobe", "-d", str(root), "-S", version, "--show-depends", driver, check=False).stdout
            for line in said.splitlines():
                if line.startswith("insmod ") and (file := Path(line.split()[1])).name not in names:
                    # busybox is not told to unpack: it need not be able to
                    data = lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
                    (tree / "modules" / file.name).write_bytes(data)
                    names.append(file.name)
        if not names:
            raise CannotHere(f"the kernel {version} has none of the disk's drivers")
        (tree / "modules/order").write_text("".join(f"{name}\n" for name in names))
        files = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
        packed = subprocess.run(
            ["cpio", "-o", "-H", "newc", "--quiet"],
            cwd=tree, input=files.encode(), capture_output=True, check=True, timeout=300,
        ).stdout  # fmt: skip
    return gzip.compress(packed, 1)


@contextmanager
def built(suite: str) -> Iterator[tuple[Path, Path]]:
    """The environment's package and the program's of this tree, as ./systemd/build-deb makes them for this release."""
    with tempfile.TemporaryDirectory(prefix="kiosk-deb-", dir="/var/tmp") as out:
        build = ("systemd/build-deb", "--out", out) if suite == HERE else (".ci/other", "--bundle", "--suite", suite)
        done = run(*build, check=False, cwd=PROJECT)
        if done.returncode:
            raise CannotHere(f"the packages could not be built: {done.stderr[-300:]}")
        environment, program = (Path(line) for line in done.stdout.split()[:2])
        yield environment, program
