"""The private card service: with polkit and without, with rights and without, on loopback, and gone when its owner is."""

import os
import select
import signal
import socket
import subprocess
import sys

import pytest

from devices.simulators.card.pcscd import PrivatePcscd
from tests.support.waiting import PATIENCE, line_of

READERS = """
from devices.simulators.card.pcscd import PrivatePcscd
with PrivatePcscd() as daemon:
    daemon.activate()
    from smartcard import scard
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    print(code, *scard.SCardListReaders(context, [])[1], sep="\\n")
"""
OWNER = """
from devices.simulators.card.pcscd import PrivatePcscd
daemon = PrivatePcscd().start()
print((daemon.socket_path.parent / "pcscd.pid").read_text().strip("\\n\\0"), flush=True)
input()
"""
# knows the word or not, writes down what it was started with, and is the real one in everything else
STAND_IN = """#!/bin/sh
case "$*" in *--help*) echo "{word}"; exit;; esac
echo "$*" >"{told}"
[ "$2" = --disable-polkit ] && {{ shift 2; set -- --foreground "$@"; }}
"{real}" --help | grep -q -e --disable-polkit && set -- --disable-polkit "$@"
exec "{real}" "$@"
"""


def readers(*before, **environment):
    done = subprocess.run(
        [*before, sys.executable, "-c", READERS],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("word", ["--disable-polkit", ""])
def test_polkit_is_left_out_where_the_service_knows_how(tmp_path, word):
    real = next(path for path in ("/usr/sbin/pcscd", "/usr/bin/pcscd") if os.access(path, os.X_OK))
    program = tmp_path / "pcscd"
    program.write_text(STAND_IN.format(word=word, told=tmp_path / "told", real=real))
    program.chmod(0o755)
    found = readers(PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert found == ["0", "Virtual PCD 00 00", "Virtual PCD 00 01"]
    assert ("--disable-polkit" in (tmp_path / "told").read_text()) == bool(word)


def test_without_rights_over_the_network_there_is_a_card_service_too():
    """An ordinary user has none, and root has none in many a container."""
    without = ["setpriv", "--bounding-set=-net_admin"] if os.geteuid() == 0 else []
    assert readers(*without) == ["0", "Virtual PCD 00 00", "Virtual PCD 00 01"]


def test_the_temporary_folder_may_be_deeper_than_a_sockets_address(tmp_path):
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()
    assert readers(TMPDIR=str(deep)) == ["0", "Virtual PCD 00 00", "Virtual PCD 00 01"]
    assert not list(deep.iterdir())


def test_no_code_need_be_run_from_the_temporary_folder(tmp_path):
    """Many a hardened machine mounts /tmp so."""
    ours = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    inside = ["sh", "-c", 'mount -t tmpfs -o noexec tmpfs "$TMPDIR" && exec "$@"', "sh"]
    found = readers("unshare", "--mount", *ours, "--", *inside, TMPDIR=str(tmp_path))
    assert found == ["0", "Virtual PCD 00 00", "Virtual PCD 00 01"]


def test_the_reader_is_reached_on_loopback_alone():
    with PrivatePcscd() as daemon:
        for port in (daemon.port, daemon.port + 1):
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
            # whatever listens on all addresses listens on this one
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.2", port), PATIENCE)


def test_the_service_ends_with_its_owner_however_that_one_ended():
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        service = os.pidfd_open(int(line_of(owner)))
        owner.send_signal(signal.SIGKILL)
    ended, _, _ = select.select([service], [], [], PATIENCE)
    os.close(service)
    assert ended
