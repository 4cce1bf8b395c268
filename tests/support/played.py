"""A visit on the real machine, the real drivers and the real bytes, without a screen, and what was seen and heard of it."""

import threading

from kiosk.demo.ears import EarHands
from kiosk.demo.player import Player
from kiosk.demo.stage import prepared
from kiosk.demo.transcript import Transcript
from kiosk.views.touches import DigitTyped, Pressed, Touched
from tests.support.waiting import PATIENCE


class Fingers:
    """Touches as inputs."""

    def __init__(self, kiosk):
        self._post = kiosk.input
        self._desk = kiosk.maintenance.session

    def touch(self):
        self._post(Touched())
        return True

    def tap(self, key):
        self._post(Pressed(key))
        return True

    def corner(self):
        self._desk.gesture()
        return True

    def digit(self, digit):
        self._post(DigitTyped(digit))
        return True


class Played:
    def __init__(self):
        self.views = []
        self.done = []
        self.tickets = []
        self.records = []
        self.kiosk = None
        self.texts = set()
        self.spoken = []
        self.heard = []
        self.transcript = ""
        self.seconds = 0.0

    def kinds(self):
        names = [type(view).__name__.removesuffix("View") for view in self.views]
        return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]

    def last(self, kind):
        return [view for view in self.views if isinstance(view, kind)][-1]


def played(script, directory, pcscd, language=None, hands=lambda fingers: fingers):
    """The script from its first act to its last, in the language it is told in or in another; `Stuck` where it did not go on."""
    seen = Played()
    watchers = [seen.views.append]

    def present(view):
        for watcher in watchers:
            watcher(view)

    with prepared(script, directory, present=present, pcscd=pcscd, paper_speed=0.0) as stage:
        kiosk = seen.kiosk = stage.kiosk
        transcript = Transcript(stage.simulation.spoken)

        def done(each):
            seen.done.append(each)
            transcript.act(each.act)

        player = Player(
            script,
            language or script.language,
            kiosk=kiosk,
            simulation=stage.simulation,
            hands=EarHands(kiosk, stage.simulation, transcript.act) if script.by_ear else hands(Fingers(kiosk)),
            clock=stage.clock,
            done=done,
            speaks=stage.speaks if script.by_ear else None,
        )
        watchers.append(player.saw)
        while player.advance():
            kiosk.runner.wait(0.01)
            kiosk.frame()
        # what the visit left to be written is written first: the store has a thread of its own
        written = threading.Event()
        kiosk.tickets.submit(written.set)
        assert written.wait(PATIENCE)
        seen.tickets = list(kiosk.store.list())
        seen.paper = list(stage.simulation.printer.tickets)
        seen.records = list(reversed(kiosk.log.recent()))
        seen.state = kiosk.runner.state
        seen.spoken = list(stage.simulation.spoken)
        seen.heard = list(stage.simulation.sink.heard)
        seen.transcript = transcript.text()
        seen.seconds = transcript.seconds
    return seen


def heard_after(transcript):
    """What each act was answered with: (act, what was then said)."""
    found = []
    for line in transcript.splitlines():
        clock, act, what = line.partition(" s * ")
        if act:
            assert float(clock) >= 0.0
            found.append((what, []))
        else:
            found[-1][1].append(line.split("  ")[-1].strip())
    return found


def wrong_by_ear(seen, language, home):
    """What went otherwise than by keys and ears alone in this language, each in a sentence; `home` is the kiosk's own language."""
    acts = [act for act, _ in heard_after(seen.transcript)]
    said = [each for each in seen.spoken if not each.offers]
    # before the choice and after the good-bye the kiosk is nobody's, and speaks its own language
    places = [at for at, each in enumerate(said) if each.language == language]
    between = said[places[0] : places[-1] + 1] if places else []
    return [
        *(["the headset was not first"] if acts[0] != "plugs the headset in" else []),
        *(f"a touch: {act}" for act in acts if act.startswith(("touches", "taps"))),
        *(f"not in the headset alone: {each.text}" for each in seen.spoken if not each.headset),
        *([] if places else [f"not a word of {language}"]),
        *(f"{each.language} in the middle: {each.text}" for each in between if each.language != language),
        *(f"{each.language}, nobody's: {each.text}" for each in said if each.language not in (language, home)),
    ]
