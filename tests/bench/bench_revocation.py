"""How long the question whether a card was revoked holds anybody, beside httpx and cryptography used plainly with the same limit.

A whole question ends within two seconds, whatever hangs: the name server, the connection, the headers, the body; longest of
all rounds, and a tenth of a second for the clock.  The plain way hangs as long as the other side likes: here that ends after
ten seconds, as one silent name server does on Debian.  A list of 20 MB is fetched, proved and searched within the same two
seconds, also one that was kept while the responder is silent (medians of five); the longest pause of another thread (the screen)
meanwhile is at most 0.5 s.  The next card is read while a look-up hangs: from its insertion to its verdict at most 1.5 times what it takes
where nobody is asked.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Self
from unittest.mock import patch

import httpx
from cryptography import x509

from devices.api.card import CardInserted, CardJudged, CardRemoved, CertificateStatus, Pin, PinChecked
from devices.card.reader import CertificateSource, PcscCardReader
from devices.card.revocation import TOTAL_SECONDS, RevocationCheck
from devices.card.roots import load_pem
from devices.simulators.card.image import holder_certificate
from devices.simulators.card.pcscd import PcscdProblem, shared
from devices.simulators.card.pki import Pki
from devices.simulators.card.profile import load
from devices.simulators.card.vpcd import CardSlot
from tests.bench.frame import Absent, Row, Run, at_most, ratio_at_most
from tests.support.card.authority import NOW, Authority, long_listing, serving
from tests.support.card.slots import until_empty

HANGS = 10.0  # s
NAMES = ("http://ocsp.test", "http://crl.test")
PLAIN = "httpx, its limit of 2 s"
LIST_BYTES = 20_000_000


# ------------------------------------------------------------------ what hangs


@contextmanager
def silent_names() -> Iterator[threading.Event]:
    """A name server that says nothing for `HANGS` seconds; the event is set once it was asked."""
    asked, over, real = threading.Event(), threading.Event(), socket.getaddrinfo

    def silent(host: str, *about: object, **more: object) -> list[object]:
        if not any(name.endswith(f"/{host}") for name in NAMES):
            return real(host, *about, **more)
        asked.set()
        over.wait(HANGS)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    with patch.object(socket, "getaddrinfo", silent):
        yield asked
        over.set()


@contextmanager
def full_house() -> Iterator[str]:
    """The address of a server that takes no connection any more and refuses none, until `HANGS` seconds are over."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            guest = stack.enter_context(socket.socket())
            guest.setblocking(False)
            guest.connect_ex(listening.getsockname())
        timer = threading.Timer(HANGS, listening.close)
        timer.start()
        stack.callback(timer.cancel)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def took(work: Callable[[], object]) -> float:
    """Seconds of the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def plainly(url: str) -> None:
    """What one writes who trusts a library's time-out."""
    with contextlib.suppress(httpx.HTTPError):
        httpx.get(url, timeout=TOTAL_SECONDS)


def certificate_of(pki: Pki, ocsp: str, crl: str) -> x509.Certificate:
    """A holder's certificate that names these two addresses."""
    profile = replace(load("a33"), ocsp=ocsp, crl=crl)
    return x509.load_der_x509_certificate(holder_certificate(profile, pki, 0x82))


def ours(certificate: x509.Certificate, pki: Pki, *hosts: str, rounds: int) -> float:
    """The longest question of some, each asked by nobody who is still waiting."""
    longest = 0.0
    for _ in range(rounds):
        check = RevocationCheck(None, hosts=hosts, now=lambda: NOW)
        longest = max(longest, took(lambda check=check: check(certificate, pki.ca("ec"))))
        if check.answered:
            raise RuntimeError("an answer came from a server that gives none")
    return longest


def hanging(pki: Pki, authority: Authority, run: Run) -> Iterator[Row]:
    """Each thing that can hang, ours and plainly."""
    rounds, limit = run.rounds(5, 1), at_most(TOTAL_SECONDS + 0.1)
    dark = certificate_of(pki, f"{NAMES[0]}/ocsp", f"{NAMES[1]}/list.crl")
    with silent_names():
        mine, plain = ours(dark, pki, *NAMES, rounds=rounds), took(lambda: plainly(NAMES[0]))
        yield Row("no answer of the name server", mine, "s", plain, PLAIN, limit)
    with full_house() as url:
        held = certificate_of(pki, f"{url}/ocsp", f"{url}/list.crl")
        mine, plain = ours(held, pki, url, rounds=min(2, rounds)), took(lambda: plainly(url))
        yield Row("no connection, and none refused", mine, "s", plain, PLAIN, limit)
    for delay, what in (
        ("headers", "headers of a byte each half second"),
        ("drip", "a body of a byte each 0.05 s"),
        ("silent", "no answer to the request"),
    ):
        authority.delay = delay
        mine = ours(authority.certificate, pki, authority.url, rounds=rounds)
        yield Row(what, mine, "s", took(lambda: until_over(authority)), PLAIN, limit)
    authority.delay = None


def until_over(authority: Authority) -> None:
    """Ask plainly; whoever drips for ever is ended after `HANGS` seconds."""
    asking = threading.Thread(target=plainly, args=(authority.url + "/list.crl",), daemon=True)
    asking.start()
    asking.join(HANGS)


# ------------------------------------------------------------------ a long list


class Ticking:
    """Another thread that looks at the clock each millisecond, as a screen does each frame: its longest pause."""

    def __enter__(self) -> Self:
        self.longest, self._end = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(30)

    def _tick(self) -> None:
        last = time.perf_counter()
        while not self._end.wait(0.001):
            now = time.perf_counter()
            self.longest, last = max(self.longest, now - last), now


def plain_list(authority: Authority) -> None:
    """Fetch, prove and search as the libraries' own pages show it."""
    body = httpx.get(authority.url + "/list.crl", timeout=TOTAL_SECONDS).content
    listed = x509.load_der_x509_crl(body)
    if not listed.is_signature_valid(authority.issuer.public_key()):
        raise RuntimeError("the list's signature is not taken")
    if listed.get_revoked_certificate_by_serial_number(authority.certificate.serial_number) is None:
        raise RuntimeError("the certificate is not in the list")


def long_list(folder: Path, authority: Authority, run: Run) -> Iterator[Row]:
    """A list of 20 MB whose last entry is the one in question: fetched, and kept."""
    authority.revoked, authority.ocsp_works = True, False
    whole = long_listing(authority, LIST_BYTES)
    authority.listing = lambda: whole
    plain_way, limit = "httpx and cryptography", at_most(TOTAL_SECONDS)
    pauses: tuple[list[float], list[float]] = ([], [])

    def asked(check: RevocationCheck) -> float:
        said = []
        with Ticking() as ticking:
            seconds = took(lambda: said.append(check(authority.certificate, authority.issuer)))
        pauses[0].append(ticking.longest)
        # one that was not read in time is no figure, however soon it was said
        return seconds if said == [CertificateStatus.REVOKED] else float("inf")

    fetched, kept, plain = [], [], []
    for number in range(run.rounds(5, 1)):
        check = RevocationCheck(folder / str(number), hosts=(authority.url,), now=lambda: NOW)
        fetched.append(asked(check))
        with Ticking() as ticking:
            plain.append(took(lambda: plain_list(authority)))
        pauses[1].append(ticking.longest)
        authority.delay = "silent"
        kept.append(asked(check))
        authority.delay = None
    size = f"{len(whole) / 1e6:.1f} MB"
    yield Row("a list of 20 MB fetched, proved, searched", median(fetched), "s", median(plain), plain_way, limit, size)
    note = "1.2 s of them for the responder"
    yield Row("a kept list of 20 MB, the responder silent", median(kept), "s", limit=limit, note=note)
    what = "the longest pause of another thread meanwhile"
    yield Row(what, median(pauses[0]), "s", median(pauses[1]), plain_way, at_most(0.5))


# ------------------------------------------------------------------ the next card


class Elsewhere:
    """Asks about a certificate that names the silent hosts, whatever card is in."""

    def __init__(self, pki: Pki) -> None:
        self._dark = certificate_of(pki, *NAMES)
        self._check = RevocationCheck(None, hosts=NAMES, now=lambda: NOW)

    @property
    def answered(self) -> bool:
        return self._check.answered

    def __call__(self, _: x509.Certificate, issuer: x509.Certificate) -> CertificateStatus:
        return self._check(self._dark, issuer)


def next_card(pki: Pki, slot: CardSlot, source: CertificateSource | None, asked: threading.Event | None) -> float:
    """Seconds from the insertion of the next card to its verdict; the first card's look-up hangs where there is one."""
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    reader = PcscCardReader(heard.put, trust_roots=load_pem(pki.roots_path), ocsp=source, today=NOW.date)

    def until(kind: type) -> None:
        while not isinstance(heard.get(timeout=30), kind):
            pass

    until_empty()
    reader.start()
    try:
        slot.insert("a33")
        until(CardInserted)
        reader.verify_pin("first", Pin.from_text("1234"))
        if asked is None:
            until(PinChecked)
        elif not asked.wait(30):
            raise TimeoutError("nobody was asked for the first card's status")
        slot.remove()
        until(CardRemoved)
        began = time.perf_counter()
        slot.insert("k13")
        until(CardInserted)
        reader.read("next")
        until(CardJudged)
        return time.perf_counter() - began
    finally:
        reader.stop()
        slot.remove()


def meanwhile(run: Run) -> Iterator[Row | Absent]:
    """The next card beside a driver that asks nobody."""
    try:
        daemon = shared()
    except PcscdProblem as problem:
        yield Absent("the next card while a look-up hangs", str(problem))
        return
    with tempfile.TemporaryDirectory(prefix="bench-revocation-") as folder:
        pki = Pki.at(Path(folder))
        slot = CardSlot(daemon.port, pki_directory=pki.directory)
        held, free = [], []
        for _ in range(run.rounds(5, 1)):
            with silent_names() as asked:
                held.append(next_card(pki, slot, Elsewhere(pki), asked))
            free.append(next_card(pki, slot, None, None))
        slot.close()
    what = "the next card, from insertion to verdict, a look-up hangs"
    yield Row(what, 1000 * median(held), "ms", 1000 * median(free), "our driver, nobody asked", ratio_at_most(1.5))


def rows(run: Run) -> Iterator[Row | Absent]:
    """All parts; those that hang cost a minute."""
    with tempfile.TemporaryDirectory(prefix="bench-revocation-") as place:
        folder = Path(place)
        pki = Pki.at(folder / "pki")
        with serving(pki) as authority:
            yield from hanging(pki, authority, run)
            yield from long_list(folder, authority, run)
    yield from meanwhile(run)
