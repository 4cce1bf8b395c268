"""Every fault of every device at every moment of a visit, by name: python tests/soak/soak_devices.py [--part 0/1] [--only printer] [--wire tcp] [--first 0]

The whole kiosk without a window: machine, drivers, store and log on the simulators of `devices/simulators/known.py`, with the
drivers' own limits of time.  A resident takes a ticket; at one moment of that visit a device falls ill, and at its end it is
well again.  Every case ends in printed, in printed late or again, or in not printed with an alarm, and staff's copy of what is
not out comes out.  Exit status 1 when a paper came out that nobody knows of (a ghost), when one came out twice (a double), when a
ticket got lost without an alarm, or when the screen or a device was deaf for longer than `--deaf` seconds.  About forty minutes; standard error tells each case with its number, from which
`--first` goes on.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from devices.api import DeviceState, Receipt
from devices.printer.receipt import render
from devices.simulators.card.pcscd import shared
from devices.simulators.known import SIMULATED
from devices.simulators.printer_line import USB_FAULTS
from kiosk.base.clock import BRUSSELS, SystemClock
from kiosk.base.config import Config
from kiosk.events.log import Record
from kiosk.profiles.source import ProfileSource
from kiosk.station.kiosk import Kiosk
from kiosk.views.parts import PaperState
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import AttractView, LanguageView, MenuView, TakeCardView, TicketView, View
from kiosk.wiring.simulation import Simulation

OPEN = datetime(2027, 2, 22, 10, 4, tzinfo=BRUSSELS)
PATIENCE = 120.0
WIRES = {"tcp": "", "serial": "serial:///dev/kiosk-printer", "usb": "usb://04b8:0e15"}
# before the visit, at the menu, between the number and its paper, while the paper comes out, when it hangs there
MOMENTS = ("attract", "menu", "number", "paper", "out")
# sizes of faults that need one; what strikes once, since the simulator cannot go on with it
VALUES = {"late": 1.0, "halves": 0.35, "slow": 2000.0, "stray": 3.0, "break": 3.0, "drop": 60.0,
          "slow_typist": 2.0}  # fmt: skip
ONCE = {"drop"}
LOOKS = 100  # turns of the loop that somebody holds a letter under the camera
# what shows only when the device starts
AT_ITS_GREETING = {("panel", "wrong_device"), ("panel", "boots"), ("scanner", "greets")}
CARD_VALUES = {"status": "6D00", "false-end": "252", "short": "64", "slow": "200", "bit-error": "4", "forged": "surname",
               "swap": "belgian@4", "removal": "5", "mute": "3"}  # fmt: skip


@dataclass
class World:
    """The kiosk, its simulators, and what this case made of them."""

    kiosk: Kiosk
    sim: Simulation
    deaf: float
    wrong: list[str] = field(default_factory=list)

    def turn(self) -> None:
        self.kiosk.runner.wait(0.02)
        self.kiosk.frame()

    def until(self, wanted, what: str, seconds: float = PATIENCE) -> bool:
        """False, and written down, when it did not come in time."""
        end = time.monotonic() + seconds
        while not wanted():
            if time.monotonic() > end:
                self.wrong.append(f"{what}: not within {seconds:.0f} s (on the screen: {type(self.view).__name__})")
                return False
            self.turn()
        return True

    @property
    def view(self) -> View:
        return self.kiosk.shown()

    def do(self, what: str, **more: object) -> None:
        answer = self.sim.control.handle({"do": what, **more})
        assert answer["ok"], (what, more, answer)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.kiosk.input(Pressed(key))
            self.turn()


def strike(world: World, device: str, name: str) -> None:
    """One device falls ill; whoever needs it uses it."""
    match device:
        case "card":
            value = CARD_VALUES.get(name, "")
            world.do("card.fault", name=f"{name}:{value}" if value else name)
            world.do("card.insert", profile="a33")
        case "keys":
            world.do("keys.fit", fitted=True)
            world.do("keys.fault", name=name)
            world.do("card.insert", profile="a33")
        case "display":
            world.do("glass.fault", name=name)
        case _:
            more = {"value": VALUES[name]} if name in VALUES and device != "camera" else {}
            world.do(f"{device}.fault", name=name, times=1 if name in ONCE else None, **more)
    if (device, name) in AT_ITS_GREETING:
        world.do(f"{device}.unplug")
        world.do(f"{device}.plug")
    if device == "camera" and isinstance(world.view, MenuView):
        # it rests in every other moment: somebody begins to show a letter and thinks better of it
        world.press("menu.appointment")
        for _ in range(LOOKS):
            world.turn()
        world.press("back")
        world.until(lambda: isinstance(world.view, MenuView), "back at the menu", world.deaf)
    if device == "scanner":
        world.do("scanner.scan", text="AP-7KQ2MX")
    if device == "panel":
        world.do("panel.press", key="help")


def mend(world: World, device: str, name: str) -> None:
    """Everything is well again, and the card is out; another board than the agreed one is taken off."""
    for each in ("printer", "panel", "scanner", "camera", "glass", "office", "keys"):
        world.do(f"{each}.clear")
    world.do("keys.fit", fitted=False)
    world.do("card.fault", name=None)
    world.do("card.remove")
    if (device, name) in AT_ITS_GREETING:
        world.do(f"{device}.unplug")
        world.do(f"{device}.plug")


def paper_of(view: View) -> PaperState | None:
    return view.paper if isinstance(view, TicketView) else None


def visit(world: World, device: str, name: str, moment: str) -> None:
    """A resident takes a ticket, whatever the screen says meanwhile; a case of the card begins again without it."""
    struck = False

    def now(at: str) -> None:
        nonlocal struck
        if at == moment and not struck:
            struck = True
            strike(world, device, name)

    now("attract")
    end = time.monotonic() + PATIENCE
    while paper_of(world.view) is None:
        before = world.view
        if time.monotonic() > end:
            world.wrong.append(f"no number within {PATIENCE:.0f} s (on the screen: {type(before).__name__})")
            return
        match before:
            case AttractView():
                world.kiosk.input(Touched())
            case LanguageView():
                world.press("language.en")
            case MenuView():
                now("menu")
                world.press("menu.ticket")
            case TakeCardView():
                world.do("card.remove")
            case _:
                world.press("take")
                if world.view == before:
                    world.press("done" if any(each.key == "done" for each in world.view.controls) else "stop")
                else:
                    now("number")
        # a screen that answers neither a button nor the one that ends the visit is deaf
        answered = world.until(lambda b=before: world.view != b, f"deaf at {type(before).__name__}", world.deaf)
        if not answered:
            return
    now("number")
    world.until(lambda: paper_of(world.view) is not PaperState.WAITING or world.sim.printer.progress_mm > 5, "paper")
    now("paper")
    world.until(lambda: paper_of(world.view) in (PaperState.PRINTED, PaperState.SCREEN_ONLY, None), "the paper's end")
    now("out")


class Case:
    """One visit with one fault at one moment, and the judgement of it."""

    def __init__(self, world: World, receipts: dict[str, Receipt], device: str, name: str, moment: str) -> None:
        self.world, self.receipts = world, receipts
        self.device, self.name, self.moment = device, name, moment

    def papers(self, *, copy: bool) -> int:
        """How many whole papers of this case's receipts fell out."""
        whole = [
            render(each, self.world.kiosk.devices.printer.paper).data
            for each in self.receipts.values()
            if each.copy is copy
        ]
        return sum(data in paper.data for data in whole for paper in self.world.sim.printer.tickets[self.fallen :])

    def said(self, event: str) -> list[Record]:
        return [r for r in self.world.kiosk.log.recent() if r.seq > self.since and r.event.value == event]

    def told(self) -> bool:
        """Staff were told: of the ticket, or of the printer that takes none."""
        lost = [*self.said("device_lost"), *self.said("device_degraded")]
        return bool(self.said("ticket_not_printed")) or any(r.fields["device"] == "printer" for r in lost)

    def over(self) -> bool:
        """The driver has no ticket in hand any more."""
        busy = self.world.kiosk.situation.devices["printer"].state is DeviceState.BUSY
        return bool(self.said("ticket_printed")) or self.told() or not busy

    def play(self) -> str:
        """What became of the ticket; what is wrong is in the world's list."""
        world, kiosk = self.world, self.world.kiosk
        self.receipts.clear()
        self.since = max((record.seq for record in kiosk.log.recent()), default=0)
        self.fallen = len(world.sim.printer.tickets)
        held = {ticket.id for ticket in kiosk.store.list()}
        visit(world, self.device, self.name, self.moment)
        mend(world, self.device, self.name)
        world.until(lambda: all(h.usable for h in kiosk.situation.devices.values()), "a device stays deaf", world.deaf)
        # a printer that said "stop" in the ticket is waited for, and goes on when it may
        world.until(self.over, "the ticket's end", world.deaf)
        new = [ticket for ticket in kiosk.store.list() if ticket.id not in held]
        if len(new) != 1:
            world.wrong.append(f"{len(new)} numbers for one visit")
        printed, unknown = (
            bool(self.said("ticket_printed")),
            any(r.fields["unknown"] for r in self.said("ticket_not_printed")),
        )
        end = self.papers(copy=False)
        if end > 1:
            world.wrong.append("a double")
        if end and not printed and not unknown:
            # the printer's word may follow the paper
            world.until(lambda: self.said("ticket_printed"), "a ghost: a paper of which nobody knows", world.deaf)
        if printed and not end:
            world.until(lambda: self.papers(copy=False), "said to be printed, and is not", world.deaf)
        if not printed and not self.told():
            world.wrong.append("no paper and no alarm")
        became = "printed" if printed else "nobody knows" if unknown else "not printed, with an alarm"
        if not self.said("ticket_printed") and new:
            kiosk.maintenance.reprint(new[0].id)
            if world.until(lambda: self.papers(copy=True) == 1, "staff's copy"):
                became += ", reprinted"
        kiosk.runner.reset()
        world.until(lambda: isinstance(world.view, AttractView), "the start screen", world.deaf)
        return became


def cases(only: str, part: str, wire: str) -> list[tuple[str, str, str]]:
    """(device, fault, moment); the touch screen's own are played at a real window (tests/screens/test_real_window.py)."""
    every = [
        (device, name, moment)
        for device, faults in SIMULATED.items()
        if device != "display" and only in ("", device)
        for name in faults
        if device != "printer" or wire == "usb" or name not in USB_FAULTS
        for moment in MOMENTS
    ]
    number, of = (int(each) for each in part.split("/"))
    return every[number::of]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="one device")
    options.add_argument("--wire", default="tcp", choices=("tcp", "serial", "usb"), help="what the printer hangs at")
    options.add_argument("--part", default="0/1", help="every so many-th case, from one of them: 3/40")
    options.add_argument("--first", type=int, default=0, help="the number of the case to begin with")
    options.add_argument("--deaf", type=float, default=10.0, help="seconds that nothing may be deaf for")
    asked = options.parse_args()
    began, became, bad = time.monotonic(), Counter(), 0
    clock = SystemClock(OPEN.timestamp() - time.time(), synchronised=True)
    with tempfile.TemporaryDirectory(prefix="soak-devices-") as folder:
        paths = {"state": Path(folder) / "state", "cache": Path(folder) / "cache"}
        config = Config.model_validate({"paths": paths, "printer": {"url": WIRES[asked.wire]}})
        with Simulation(config, Path(folder), speech_pace=0.0, pcscd=shared(), network=True) as sim:
            source = ProfileSource("gent", today=lambda: clock.now().date())
            kiosk = Kiosk(sim.config, source, clock=clock, make_devices=sim.make_devices(clock), present=lambda _: None)
            world = World(kiosk, sim, asked.deaf)
            receipts: dict[str, Receipt] = {}
            printer, real = kiosk.devices.printer, kiosk.devices.printer.print

            def remembered(request: str, receipt: Receipt) -> None:
                receipts[request] = receipt
                real(request, receipt)

            printer.print = remembered
            try:
                kiosk.start()
                world.until(lambda: all(h.usable for h in kiosk.situation.devices.values()), "everything well")
                every = cases(asked.only, asked.part, asked.wire)
                for number, (device, name, moment) in list(enumerate(every))[asked.first :]:
                    # the next case begins in the morning: no day fills up, and no flood of tickets is told
                    clock.shift = OPEN.timestamp() - time.time()
                    ended = Case(world, receipts, device, name, moment).play()
                    became[device, ended] += 1
                    print(
                        f"{number + 1} of {len(every)}: {device} {name} at {moment}: {ended}",
                        file=sys.stderr,
                        flush=True,
                    )
                    if world.wrong:
                        bad += 1
                        print(f"{device} {name} at {moment}: {'; '.join(world.wrong)} ({ended})", flush=True)
                        world.wrong.clear()
            finally:
                kiosk.stop()
    for (device, ended), count in sorted(became.items()):
        print(f"{count:4} {device:8} {ended}")
    print(f"{sum(became.values())} cases in {time.monotonic() - began:.0f} s, {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
