"""The waiting room's voice: a chime and the number twice, for each new call and each recall, once."""

from dataclasses import replace
from datetime import datetime, timedelta

from devices.api import SpeechEnded
from kiosk.base.clock import BRUSSELS
from kiosk.commands.board import Voice, utterances
from kiosk.queue.model import Board, Call

NOW = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)


def call(number="R014", times=1, language="ar"):
    at = NOW + timedelta(minutes=times)
    return Call(f"id-{number}", number, "R", "3", at, times, language, NOW.date())


class Recorder:
    """A speaker that is done at once, unless it is told to be slow: then `ends` says when."""

    def __init__(self, *, slow=False):
        self.heard, self.slow, self.asked = [], slow, []

    def __call__(self, emit):
        self.emit = emit
        return self

    def start(self):
        pass

    def stop(self):
        self.heard.append("stopped")

    def tone(self, name):
        self.heard.append(name)

    def say(self, request, said):
        self.heard.append(tuple((each.language, each.private) for each in said))
        self.asked.append((request, said[0].text))
        if not self.slow:
            self.ends()

    def ends(self, *, finished=True):
        self.emit(SpeechEnded(self.asked[-1][0], finished=finished))


def numbers(speaker):
    """The numbers that were said, whose letters and digits are said one by one."""
    return [text.split(". ")[0].removeprefix("Nummer ").replace(", ", "") for _, text in speaker.asked]


def test_R123_the_number_is_said_twice_in_the_houses_and_the_tickets_language():
    said = utterances(call(), ("nl",))
    assert [each.language for each in said] == ["nl", "nl", "ar", "ar"]
    assert all("R, 0, 1, 4" in each.text and "3" in each.text for each in said)


def test_a_dutch_ticket_is_said_in_dutch_alone():
    assert [each.language for each in utterances(call(language="nl"), ("nl",))] == ["nl", "nl"]


def test_R123_each_call_and_each_recall_is_said_once_and_nothing_from_before():
    speaker = Recorder()
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW, call("R013", times=0)))
    assert not speaker.heard
    for board in (call("R014"), call("R014"), call("R014", times=2)):
        voice.follow(Board("stadskantoor", NOW, board))
    assert speaker.heard.count("chime") == 2


def test_two_counters_at_once_are_both_said_also_when_the_later_call_was_seen_first():
    speaker = Recorder()
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW, call("R013", times=0)))
    both = Board("stadskantoor", NOW, call("R015", times=2), (call("R014", times=1), call("R013", times=0)))
    said = ["chime", tuple((language, False) for language in ("nl", "nl", "ar", "ar"))]
    voice.follow(both)
    voice.follow(both)
    assert speaker.heard == said * 2
    assert ["R, 0, 1, 4" in text for _, text in speaker.asked] == [True, False]
    overtaken = Board("stadskantoor", NOW, both.current, (call("R016", times=1), *both.recent))
    voice.follow(overtaken)
    assert speaker.heard == said * 3


def test_a_call_waits_until_the_one_before_it_is_said_and_none_is_cut_off():
    speaker = Recorder(slow=True)
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW))
    for number, at in (("R014", 1), ("R015", 2), ("R016", 3)):
        voice.follow(Board("stadskantoor", NOW, call(number, times=at)))
    assert ["R, 0, 1, 4" in text for _, text in speaker.asked] == [True]
    for ended in (True, False):  # a speaker that broke off ends its call too
        speaker.ends(finished=ended)
        voice.follow(Board("stadskantoor", NOW, call("R016", times=3)))
    assert numbers(speaker) == ["R014", "R015", "R016"]


def test_a_number_that_is_called_again_before_its_turn_is_said_once_with_its_last_counter():
    speaker = Recorder(slow=True)
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW))
    again = replace(call("R015", times=4), counter="7")
    for each in (call("R014", times=1), call("R015", times=2), call("R016", times=3), again):
        voice.follow(Board("stadskantoor", NOW, each))
    for _ in range(4):
        speaker.ends()
        voice.follow(Board("stadskantoor", NOW, again))
    assert numbers(speaker) == ["R014", "R015", "R016"]
    assert "7" in speaker.asked[1][1]


def test_a_number_that_comes_back_to_the_board_is_not_said_again():
    speaker = Recorder()
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW))
    voice.follow(Board("stadskantoor", NOW, call("R014")))
    voice.follow(Board("stadskantoor", NOW, call("R015", times=2)))
    voice.follow(Board("stadskantoor", NOW, call("R014")))
    assert speaker.heard.count("chime") == 2
