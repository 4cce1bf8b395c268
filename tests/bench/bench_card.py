"""What a reading costs, beside other programs on the same served card: `pytest tests/bench/bench_card.py -s`.

Commands and bytes are counted at the card.  The card answers as slowly as the wire model says (T=0 characters at its
rate, 8 ms a command).  Times of the clock are from power-up to the moment at which the program has the holder's name:
the identity file's last byte, and for pythonbeid, which hands over nothing before it has read the address, the
address's; the start of a process is left out there and printed beside.
"""

import os
import queue
import shutil
import statistics
import subprocess
import sys
import threading
import time

import pytest

from devices.api.card import CardIdentified, CardInserted, CardJudged
from devices.api.health import HealthChanged, Reason
from devices.card import worker
from devices.card.pcsc import Card, Context, ReaderState
from devices.card.reader import PcscCardReader
from devices.card.roots import load_pem
from devices.card.wire_model import RATE_18, RATE_OLD, WireModel
from devices.card.worker import Operator
from devices.simulators.card import CardSlot, Pki, SimulatedCard, load, shared
from devices.simulators.card.forgery import build

RUNS = 7
PYTHONBEID = "from pythonbeid import CardReader\nwith CardReader() as c: c.read_informations(photo={photo})"


class TimedCard(SimulatedCard):
    """Answers as slowly as the wire model says, and remembers the last conversation with an identity file in it."""

    def __init__(self, image, model):
        super().__init__(image)
        self.model = model

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
        assert self.judged.wait(30)
        self.reader.release()


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    pki = Pki.at(tmp_path_factory.mktemp("pki"))
    daemon = shared()
    slot = CardSlot(daemon.port, pki_directory=pki.directory)
    yield pki, daemon, slot
    slot.close()


def until_empty():
    """Until the daemon knows that the last card is out."""
    context = Context()
    states = context.wait([ReaderState(name, 0, b"") for name in context.readers()], 0, for_readers=False)
    while any(state.present for state in states):
        states = context.wait(states, 2000, for_readers=False)
    context.close()


def row(say, name, apdus, size, model, clock, process):
    process = "" if process is None else f"{process:8.3f}"
    say(f"  {name:34} {apdus:6} {size:7} {model:9.3f} {clock:9.4f} {process:>8}")


def other(daemon, *command):
    began = time.perf_counter()
    subprocess.run(command, env={**os.environ, **daemon.environment}, capture_output=True, check=False)
    return time.perf_counter() - began


@pytest.mark.parametrize(("profile", "rate"), [("a33", RATE_18), ("k13", RATE_OLD)])
def test_cost_of_a_reading(bench, capsys, profile, rate):
    pki, daemon, slot = bench
    until_empty()
    card = TimedCard(build(load(profile), pki), model := WireModel(rate))
    ours = Ours(pki)
    slot.insert(card)
    assert ours.inserted.wait(10)
    lines = []
    say = lines.append
    say(f"\n{profile}, applet {card.profile.applet}; wire model {rate} bit/s and 8 ms a command; {RUNS} runs, medians")
    say("                                     APDUs   bytes  wire [s] clock [s]  process [s]")

    def measured(name, act, *, whole=False):
        clocks, walls, log = [], [], []
        for _ in range(RUNS):
            card.wallet.tries = 3
            walls.append(act())
            done, end, log, _ = card.told
            clocks.append(end if whole else done)
        clock, wall = statistics.median(clocks), [w for w in walls if w is not None]
        size = sum(len(answer) - 2 for _, answer in log)
        process = statistics.median(wall) if wall else None
        row(say, name, len(log), size, model.seconds(log), clock, process)
        return clock, log

    mine, log = measured("kiosk: read, judged, chip proved", ours.read)
    identity = log[: next(i for i, (c, _) in enumerate(log) if c[-2:] == b"\x40\x32" and c[1] == 0xA4)]
    cost = ours.reading.cost
    proved = model.seconds(log)
    row(
        say,
        "  of which the identity",
        len(identity),
        sum(len(a) - 2 for _, a in identity),
        model.seconds(identity),
        mine,
        None,
    )
    ours.reader.stop()
    kiosk = (sys.executable, "-m", "kiosk", "card", "read", "--trust-root", str(pki.roots_path))
    measured("`kiosk card read`, its own process", lambda: other(daemon, *kiosk))
    theirs = {}
    for photo in (False, True):
        code = PYTHONBEID.format(photo=photo)
        label = "pythonbeid" + (" with photo" if photo else ", identity and address")
        theirs[label], _ = measured(label, lambda code=code: other(daemon, sys.executable, "-c", code), whole=True)
    if shutil.which("eidenv"):
        theirs["eidenv"], _ = measured("eidenv, identity and address", lambda: other(daemon, "eidenv"))
    elliptic = card.profile.applet == "1.8"
    limits = [
        ("commands before the PIN", cost.apdus, 20 if elliptic else 14),
        ("bytes before the PIN", cost.bytes, 1800),
        ("commands for the identity", len(identity), 4),
        ("identity on the wire model [s]", model.seconds(identity), 0.06 if elliptic else 0.12),
        ("all proved on the wire model [s]", proved, 0.3 if elliptic else 0.7),
        *((f"clock to the name, beside {name}", mine, clock) for name, clock in theirs.items()),
    ]
    say("")
    for name, value, limit in limits:
        say(f"  {name:52} {value:9.4f}  limit {limit:9.4f}  {'met' if value <= limit else 'NOT MET'}")
    with capsys.disabled():
        print("\n".join(lines))
    slot.remove()
    assert all(value <= limit for _, value, limit in limits[:5])


@pytest.mark.parametrize(("profile", "rate"), [("a33", RATE_18), ("k13", RATE_OLD)])
def test_own_time_beside_wire_and_card(bench, capsys, monkeypatch, profile, rate):
    """Everything that is not the card and its wire: our logic, pyscard, pcscd and the virtual reader.

    The processor time of the thread that talks to the card is printed too: other programs on the machine do not
    distort it.
    """
    pki, _, slot = bench
    spent = {"reading": [], "transmit": []}

    def timed(kind, call):
        def wrapped(*args):
            began = time.thread_time()
            try:
                return call(*args)
            finally:
                spent[kind].append(time.thread_time() - began)

        return wrapped

    monkeypatch.setattr(Operator, "_read", timed("reading", Operator._read))
    monkeypatch.setattr(Card, "transmit", timed("transmit", Card.transmit))
    until_empty()
    card = TimedCard(build(load(profile), pki), WireModel(rate))
    ours = Ours(pki)
    slot.insert(card)
    assert ours.inserted.wait(10)
    totals, own = [], []
    for _ in range(RUNS):
        ours.read()
        totals.append(ours.reading.cost.seconds)
        own.append(ours.reading.cost.seconds - card.told[3])
    ours.reader.stop()
    apdus = ours.reading.cost.apdus
    carried = [sum(spent["transmit"][at : at + apdus]) for at in range(0, apdus * RUNS, apdus)]
    logic = statistics.median(whole - part for whole, part in zip(spent["reading"], carried, strict=True))
    transport = bare(card) * apdus
    slot.remove()
    total, rest = statistics.median(totals), statistics.median(own)
    share = (rest - transport) / (total - rest) * 100
    with capsys.disabled():
        print(
            f"\n{profile}: {total:.3f} s to the verdict; beside wire and card {rest * 1000:.1f} ms, of which pcscd and the "
            f"virtual reader {transport * 1000:.1f} ms (bare commands, same card); ours {(rest - transport) * 1000:.1f} ms: "
            f"{share:.1f} %, limit 5 %: {'met' if share <= 5 else 'NOT MET'}\n"
            f"  processor time of ours: {logic * 1000:.2f} ms, {logic / (total - rest) * 100:.1f} % of wire and card"
        )


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


def test_recovery_once_a_cause_is_gone(bench, capsys, monkeypatch):
    """From the moment at which a cause goes away to the moment at which the driver works again; limit 1 s."""
    pki, daemon, slot = bench
    until_empty()
    monkeypatch.setattr(worker, "CALL_SECONDS", 0.3)
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
    with capsys.disabled():
        print()
        for cause, seconds in times.items():
            print(f"  {cause:40} {seconds:6.3f} s, limit 1 s: {'met' if seconds <= 1 else 'NOT MET'}")
