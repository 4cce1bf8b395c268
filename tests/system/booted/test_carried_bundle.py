"""A kiosk without a network, from one carried file: installed on a bare system, updated and taken back with no way out."""

import hashlib
import shutil
import tarfile

import pytest

from tests.support.debian import run
from tests.system.booted.conftest import Machine, bare_debian

pytestmark = pytest.mark.full

# what a machine has that can boot, and nothing that the kiosk needs
BARE = ["systemd", "systemd-sysv", "dbus"]


@pytest.fixture(scope="module")
def bare(bundle, workshop):
    made = Machine(workshop / "carried", bare_debian(BARE), "carried")
    try:
        made.boot()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def next_bundle(bundle, next_package, workshop):
    """The same with the next revision of the program, as build-deb would make it."""
    (workshop / "unpacked").mkdir()
    run("tar", "-xf", str(bundle), "-C", str(workshop / "unpacked"))
    tree = workshop / "unpacked" / bundle.name.removesuffix(".tar")
    (old,) = tree.glob("residence-kiosk_*.deb")
    old.unlink()
    shutil.copy(next_package, tree)
    files = sorted(path for path in tree.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  ./{path.relative_to(tree)}\n" for path in files]
    (tree / "SHA256SUMS").write_text("".join(sums))
    target = workshop / bundle.name.replace("-1_", "-2_")
    with tarfile.open(target, "w") as tar:
        tar.add(tree, arcname=tree.name)
    return target


def version(machine):
    asked = ("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", "residence-kiosk")
    return machine.do(*asked, check=False).stdout


def carry(machine, file):
    shutil.copy(file, machine.root / "root")
    return f"/root/{file.name}"


def test_a_bare_machine_without_a_network_becomes_a_kiosk_by_the_bundle_alone(bare, bundle):
    lines = bare.do("cat", "/proc/net/dev").stdout.splitlines()[2:]
    assert [line.partition(":")[0].strip() for line in lines] == ["lo"]
    bare.do("tar", "-xf", carry(bare, bundle), "-C", "/root")
    done = bare.do(f"/root/{bundle.name.removesuffix('.tar')}/install", check=False)
    # a container has no screen: all the rest is there
    assert done.returncode == 3, done.stdout + done.stderr
    assert "The kiosk is installed and has no display" in done.stdout
    assert version(bare).startswith("installed ")
    assert bare.do("dpkg", "--audit").stdout == ""
    assert "missing." in bare.do("kiosk", "doctor", check=False).stdout
    bare.do("kiosk", "queue", "list")


def test_a_damaged_bundle_is_refused_before_anything_is_changed(bare, bundle):
    before = version(bare)
    damaged = bare.root / "root/damaged.tar"
    shutil.copy(bundle, damaged)
    with tarfile.open(bundle) as tar:
        middle = next(member.offset_data + member.size // 2 for member in tar if member.name.endswith(".deb"))
    with damaged.open("r+b") as file:
        file.seek(middle)
        byte = file.read(1)
        file.seek(middle)
        file.write(bytes([byte[0] ^ 1]))
    done = bare.do("kiosk-install", "--bundle", "/root/damaged.tar", check=False)
    damaged.unlink()
    assert done.returncode == 3
    assert "is damaged: copy it again" in done.stderr
    assert version(bare) == before


def test_a_later_bundle_is_the_update_and_the_way_back_needs_no_network(bare, next_bundle):
    bare.do("sh", "-c", "echo kept > /var/lib/kiosk/keepsake")
    done = bare.do("kiosk-install", "--bundle", carry(bare, next_bundle), check=False)
    assert version(bare).endswith("-2"), done.stdout + done.stderr
    done = bare.do("kiosk-install", "--rollback", check=False)
    assert version(bare).endswith("-1"), done.stdout + done.stderr
    done = bare.do("kiosk-install", "--rollback", version(bare).removeprefix("installed ")[:-1] + "2", check=False)
    assert version(bare).endswith("-2"), done.stdout + done.stderr
    bare.do("test", "-e", "/var/lib/kiosk/keepsake")
    assert bare.do("dpkg", "--audit").stdout == ""
