"""What a reading of a card costs, beside pythonbeid, eidenv and bare commands on the same served card.

Commands and bytes are counted at the card.  The card answers as slowly as the wire model says (T=0 characters at its
rate, 8 ms a command).  Times of the clock are from power-up to the moment at which the program has the holder's name:
the identity file's last byte, and for pythonbeid, which hands over nothing before it has read the address, the
address's; the start of a process is left out there and stands in rows of its own.  Medians of seven readings.

Before the PIN at most 20 commands (applet 1.8) or 14 (1.7) and 1,800 bytes; the identity in at most 4 commands, on the
wire model within 60 ms (1.8) or 120 ms (1.7); all proved within 300 ms or 700 ms; the name never later than from another
program.  Our own time beside wire and card at most 5 %; works again at most 1 s after a cause is gone.
"""

from __future__ import annotations

import queue
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from devices.api.card import CardIdentified, CardInserted, CardJudged
from devices.api.health import HealthChanged, Reason
from devices.card import worker
from devices.card.pcsc import Card, Context
from devices.card.reader import PcscCardReader
from devices.card.roots import load_pem
from devices.card.wire_model import WireModel
from devices.card.worker import Operator
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.forgery import build
from devices.simulators.card.pcscd import PcscdProblem, PrivatePcscd, shared
from devices.simulators.card.pki import Pki
from devices.simulators.card.profile import load
from devices.simulators.card.vpcd import CardSlot
from tests.bench.frame import Absent, Limit, Row, Run, at_most, ratio_at_most
from tests.bench.measure import Program, program, python
from tests.support.card.slots import until_empty

RATE_OLD = 43_000  # bits a second on applets up to 1.7, TA1=94 at 3.57 MHz with the rates that readers choose
RATE_18 = 250_000  # TA1=96
CARDS = (("a33", RATE_18), ("k13", RATE_OLD))
PYTHONBEID = "from pythonbeid import CardReader\nwith CardReader() as c: c.read_informations(photo={photo})"


class TimedCard(SimulatedCard):
    """Answers as slowly as the wire model says, and remembers the last conversation with an identity file in it."""

    def __init__(self, image, model):
        super().__init__(image)
        self.model = model
        self.told = None

    def reset(self):
        super().reset()
        self.powered = time.perf_counter()
        self.done = None
        self.busy = 0.0

    def transmit(self, command):
        began = time.perf_counter()
        answer = super().transmit(command)
        time.sleep(max(0.0, self.model.command_seconds(command, answer) + began - time.perf_counter()))
        ended = time.perf_counter()
        self.busy += ended - began
        if command[1] == 0xA4:
            self.selected = command[-2:] == b"\x40\x31"
            self.got = 0
        elif command[1] == 0xB0 and self.selected:
            self.got += len(answer) - 2
            if self.done is None and self.got >= len(self.image.files["DF014031"]):
                self.done = ended - self.powered
        if self.done is not None:
            self.told = (self.done, ended - self.powered, list(self.log), self.busy)
        return answer


class Ours:
    """The product's driver, watched."""

    def __init__(self, pki):
        self.inserted, self.identified, self.judged = threading.Event(), threading.Event(), threading.Event()
        self.reading = None
        self.reader = PcscCardReader(self.heard, trust_roots=load_pem(pki.roots_path))
        self.reader.start()

    def heard(self, event):
        match event:
            case CardInserted():
                self.inserted.set()
            case CardIdentified():
                self.identified.set()
            case CardJudged(reading=reading):
                self.reading = reading
                self.judged.set()

    def read(self):
        """One reading of the card that is in; released afterwards."""
        self.judged.clear()
        self.reader.read("bench")
        if not self.judged.wait(30):
            raise TimeoutError("no judgement of the card within 30 s")
        self.reader.release()


@dataclass(frozen=True)
class Place:
    """A card service of its own with a slot, and the authority that signed the cards."""

    pki: Pki
    daemon: PrivatePcscd
    slot: CardSlot

    @classmethod
    @contextmanager
    def made(cls) -> Iterator[Place]:
        """One place for all parts."""
        with tempfile.TemporaryDirectory(prefix="bench-card-") as folder:
            pki, daemon = Pki.at(Path(folder)), shared()
            slot = CardSlot(daemon.port, pki_directory=pki.directory)
            try:
                yield cls(pki, daemon, slot)
            finally:
                slot.close()

    @contextmanager
    def reading(self, profile: str, rate: int) -> Iterator[tuple[Ours, TimedCard]]:
        """Our driver with a slow card in its reader."""
        until_empty()
        card = TimedCard(build(load(profile), self.pki), WireModel(rate))
        ours = Ours(self.pki)
        self.slot.insert(card)
        if not ours.inserted.wait(10):
            raise TimeoutError(f"the driver did not see the card {profile} within 10 s")
        try:
            yield ours, card
        finally:
            ours.reader.stop()
            self.slot.remove()


@dataclass(frozen=True)
class Cost:
    """What one kind of reading cost: the card's log of the last, and medians of all."""

    log: list[tuple[bytes, bytes]]
    name: float  # s of the clock to the name
    program: Program | None  # medians of the whole program

    @property
    def size(self) -> int:
        """Bytes that the card gave."""
        return sum(len(answer) - 2 for _, answer in self.log)


def costs(card: TimedCard, act: Callable[[], Program | None], runs: int, *, whole: bool = False) -> Cost:
    """Read `runs` times; with `whole` the program has the name only when it has everything."""
    clocks, ran, log = [], [], []
    for _ in range(runs):
        card.wallet.tries = 3
        card.told = None
        ran.append(act())
        # not by its exit status: eidenv leaves with 1 after a whole reading
        if card.told is None:
            raise RuntimeError("the card's identity file was not read to its end")
        done, end, log, _ = card.told
        clocks.append(end if whole else done)
    return Cost(log, statistics.median(clocks), median_of(ran))


def median_of(ran: list[Program | None]) -> Program | None:
    """The medians of clock and processor; None where nothing was a program of its own."""
    programs = [each for each in ran if each is not None]
    if not programs:
        return None
    clock, processor = (
        statistics.median(times) for times in zip(*((p.clock, p.processor) for p in programs), strict=True)
    )
    return replace(programs[-1], clock=clock, processor=processor)


def reading(place: Place, profile: str, rate: int, run: Run) -> Iterator[Row | Absent]:
    """One reading, ours and others'."""
    model, runs = WireModel(rate), run.rounds(7, 2)
    with place.reading(profile, rate) as (ours, card):
        elliptic = card.profile.applet == "1.8"
        mine = costs(card, ours.read, runs)
        before_pin = ours.reading.cost
        # our own driver would stand between the others and the card
        ours.reader.stop()
        env = place.daemon.environment
        kiosk = (sys.executable, "-m", "kiosk", "card", "read", "--trust-root", str(place.pki.roots_path))
        command = costs(card, lambda: program(kiosk, env), runs)
        theirs = {}
        for photo in (False, True):
            code = PYTHONBEID.format(photo=photo)
            name = "pythonbeid with photo" if photo else "pythonbeid"
            theirs[name] = costs(card, lambda code=code: program(python(code), env), runs, whole=True)
        if shutil.which("eidenv"):
            theirs["eidenv"] = costs(card, lambda: program(("eidenv",), env), runs)
    bare = theirs["pythonbeid"]
    identity = mine.log[: next(at for at, (apdu, _) in enumerate(mine.log) if apdu[1:2] + apdu[-2:] == b"\xa4\x40\x32")]

    def row(what: str, value: float, unit: str, beside: float, limit: Limit | None, whose: str = "pythonbeid") -> Row:
        return Row(f"{profile}, applet {card.profile.applet}: {what}", value, unit, beside, whose, limit)

    yield row("commands before the PIN", before_pin.apdus, "commands", len(bare.log), at_most(20 if elliptic else 14))
    yield row("bytes before the PIN", before_pin.bytes, "bytes", bare.size, at_most(1800))
    yield row("commands for the identity", len(identity), "commands", len(bare.log), at_most(4))
    wire, all_wire, bare_wire = (1000 * model.seconds(log) for log in (identity, mine.log, bare.log))
    yield row("identity on the wire model", wire, "ms", bare_wire, at_most(60 if elliptic else 120))
    yield row("all proved on the wire model", all_wire, "ms", bare_wire, at_most(300 if elliptic else 700))
    for name, cost in theirs.items():
        yield row("clock to the name", 1000 * mine.name, "ms", 1000 * cost.name, ratio_at_most(1), name)
    for name, cost in theirs.items():
        whole, beside = command.program, cost.program
        yield row(
            "kiosk card read, whole program, processor",
            1000 * whole.processor,
            "ms",
            1000 * beside.processor,
            None,
            name,
        )
        yield row("kiosk card read, whole program, clock", 1000 * whole.clock, "ms", 1000 * beside.clock, None, name)
    if "eidenv" not in theirs:
        yield Absent(f"{profile}: beside eidenv", "eidenv was not found; install opensc")


def own_time(place: Place, profile: str, rate: int, run: Run) -> Iterator[Row]:
    """Everything that is not the card and its wire: our logic, pyscard, pcscd and the virtual reader.

    The processor time of the thread that talks to the card is a row too: other programs on the machine do not distort it.
    """
    runs = run.rounds(7, 2)
    spent = {"reading": [], "transmit": []}

    def timed(kind, call):
        def wrapped(*args):
            began = time.thread_time()
            try:
                return call(*args)
            finally:
                spent[kind].append(time.thread_time() - began)

        return wrapped

    with (
        patch.object(Operator, "_read", timed("reading", Operator._read)),
        patch.object(Card, "transmit", timed("transmit", Card.transmit)),
        place.reading(profile, rate) as (ours, card),
    ):
        totals, own = [], []
        for _ in range(runs):
            ours.read()
            totals.append(ours.reading.cost.seconds)
            own.append(ours.reading.cost.seconds - card.told[3])
        ours.reader.stop()
        apdus = ours.reading.cost.apdus
        carried = [sum(spent["transmit"][at : at + apdus]) for at in range(0, apdus * runs, apdus)]
        logic = statistics.median(whole - part for whole, part in zip(spent["reading"], carried, strict=True))
        transport = bare(card) * apdus
    total, rest = statistics.median(totals), statistics.median(own)
    card_and_wire = total - rest
    share = (rest - transport) / card_and_wire * 100
    note = (
        f"{1000 * (rest - transport):.1f} ms of {1000 * total:.0f} ms to the verdict; pcscd and the virtual reader "
        f"{1000 * transport:.1f} ms (bare commands, same card)"
    )
    yield Row(f"{profile}: our own time, clock, beside card and wire", share, "%", limit=at_most(5), note=note)
    note = f"{1000 * logic:.2f} ms"
    what = f"{profile}: our own time, processor, beside card and wire"
    yield Row(what, logic / card_and_wire * 100, "%", limit=at_most(5), note=note)


def bare(card):
    """Seconds that one command costs beside the card, with nothing of ours above pyscard's transmit."""
    context = Context()
    connection = context.connect(context.readers()[0])
    command = bytes.fromhex("00A4020C023F00")
    costs = []
    for _ in range(60):
        busy, began = card.busy, time.perf_counter()
        connection.transmit(command)
        costs.append(time.perf_counter() - began - (card.busy - busy))
    connection.release()
    context.close()
    return statistics.median(costs)


def recovery(place: Place) -> Iterator[Row]:
    """From the moment at which a cause goes away to the moment at which the driver works again."""
    until_empty()
    with patch.object(worker, "CALL_SECONDS", 0.3):
        times = recovered(place.pki, place.daemon, place.slot)
    for cause, seconds in times.items():
        yield Row(f"works again once {cause}", 1000 * seconds, "ms", limit=at_most(1000))


def recovered(pki: Pki, daemon: PrivatePcscd, slot: CardSlot) -> dict[str, float]:
    """Seconds until the driver works again, by the cause that went away."""
    heard = queue.SimpleQueue()
    reader = PcscCardReader(heard.put, trust_roots=load_pem(pki.roots_path))

    def until(wanted):
        while not wanted(event := heard.get(timeout=20)):
            pass
        return event

    def reason(wanted):
        return until(lambda event: isinstance(event, HealthChanged) and event.health.reason is wanted)

    def since(began):
        return time.perf_counter() - began

    reader.start()
    reason(Reason.OK)
    times = {}
    daemon.kill()
    reason(Reason.NO_PCSC_SERVICE)
    daemon.restart()
    began = time.perf_counter()
    reason(Reason.OK)
    times["the service died and is back"] = since(began)
    slot.fault("mute:3")
    slot.insert("a33")
    until(lambda event: isinstance(event, CardInserted))
    reader.read("mute")
    reason(Reason.CARD_MUTE)
    slot.fault(None)
    slot.remove()
    began = time.perf_counter()
    reason(Reason.OK)
    times["a mute card was pulled"] = since(began)
    slot.insert("a33")
    until(lambda event: isinstance(event, CardInserted))
    context = Context()
    held = context.connect(context.readers()[0])
    reader.read("held")
    held.release()
    began = time.perf_counter()
    until(lambda event: isinstance(event, CardIdentified))
    times["another program let go of the card"] = since(began)
    context.close()
    reader.stop()
    slot.remove()
    return times


def rows(run: Run) -> Iterator[Row | Absent]:
    """All parts with one card service."""
    try:
        shared()
    except PcscdProblem as problem:
        yield Absent("readings of a served card", str(problem))
        return
    with Place.made() as place:
        for profile, rate in CARDS:
            yield from reading(place, profile, rate, run)
        for profile, rate in CARDS:
            yield from own_time(place, profile, rate, run)
        yield from recovery(place)
