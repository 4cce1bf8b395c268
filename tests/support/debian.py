"""A bare Debian as a folder, made once for each release and list of packages, for containers and emulated machines."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HERE = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "residence-kiosk"
# what the kiosk's packages need, as Debian 12 calls them: apt finds those that have another name since (libglib2.0-0t64) by what
# they provide
PACKAGES = (
    "systemd",
    "systemd-sysv",
    "dbus",
    "udev",
    "polkitd",
    "python3",
    "pcscd",
    "libccid",
    "libpcsclite1",
    "libgl1",
    "libxi6",
    "libegl1",
    "libgl1-mesa-dri",
    "libglib2.0-0",
    "libfribidi0",
    "libmtdev1",
    "espeak-ng",
    "alsa-utils",
    "fonts-inter",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "fonts-material-design-icons-iconfont",
    "xauth",
    "procps",
    "kmod",
    "util-linux",
)
LONGEST = 1800  # seconds: the packages of another release are built from nothing


class CannotHere(Exception):
    """Something that this proof needs is missing on this machine; says what."""


def run(*words, check=True, timeout=LONGEST, **given):
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=timeout, **given)
    if check and done.returncode:
        raise AssertionError(
            f"{' '.join(words[:6])} …: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    return done


def key_of(*parts: object) -> str:
    """Twelve letters that change with any of these."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:12]


def bare_root(suite: str, packages: Iterable[str], *, kept: Path = CACHE / "nspawn", left_out: Iterable[str] = ()):
    """The folder, from the mirror that this machine's apt knows; `left_out` are paths that no package may bring."""
    names = list(packages)
    with tempfile.TemporaryDirectory(prefix="kiosk-mirror-") as carried:
        asked = ("bash", "-c", '. .ci/mirror.sh && carry_mirror "$1" "$2"', "bash", suite, carried)
        if run(*asked, check=False, cwd=PROJECT).returncode:
            raise CannotHere(
                f"apt knows no mirror of Debian here, or cannot reach it; the same one is asked for {suite}"
            )
        sources = Path(carried, "sources.list").read_text().splitlines()
        settings = Path(carried, "apt.conf").read_text().splitlines()
    root = kept / f"{suite}-{hashlib.sha256(' '.join([suite, *names]).encode()).hexdigest()[:12]}"
    if (root / "etc" / "complete").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    paths = [*(f"/usr/share/{name}/*" for name in ("doc", "man", "locale")), *left_out]
    made = run(
        "mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--format=directory",
        f"--include={','.join(names)}", *(f"--aptopt={line}" for line in settings),
        *(f"--dpkgopt=path-exclude={path}" for path in paths), suite, str(root), *sources, check=False, timeout=900,
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(root, ignore_errors=True)
        raise CannotHere(f"no Debian system could be made from {sources}: {made.stderr[-300:]}")
    (root / "etc" / "complete").touch()
    return root


def next_revision(package: Path, place: Path) -> Path:
    """The same files as the next revision, in `place`: what dpkg sees as an update."""
    tree = place / "next"
    run("dpkg-deb", "-R", str(package), str(tree))
    described = tree / "DEBIAN" / "control"
    described.write_text(re.sub(r"^(Version: .*)-1$", r"\1-2", described.read_text(), flags=re.MULTILINE))
    target = place / package.name.replace("-1_", "-2_")
    run("dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(tree), str(target))
    return target
