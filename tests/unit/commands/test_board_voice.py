"""The waiting room's voice: a chime and the number twice, for each new call and each recall, once."""

from datetime import datetime, timedelta

from kiosk.base.clock import BRUSSELS
from kiosk.commands.board import Voice, utterances
from kiosk.queue.model import Board, Call

NOW = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)


def call(number="R014", times=1, language="ar"):
    at = NOW + timedelta(minutes=times)
    return Call(f"id-{number}", number, "R", "3", at, times, language, NOW.date())


class Recorder:
    def __init__(self):
        self.heard = []

    def start(self):
        pass

    def stop(self):
        self.heard.append("stopped")

    def tone(self, name):
        self.heard.append(name)

    def say(self, request, said):
        self.heard.append(tuple((each.language, each.private) for each in said))


def test_R123_the_number_is_said_twice_in_the_houses_and_the_tickets_language():
    said = utterances(call(), ("nl",))
    assert [each.language for each in said] == ["nl", "nl", "ar", "ar"]
    assert all("R014" in each.text and "3" in each.text for each in said)


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
    voice.follow(both)
    assert speaker.heard == ["chime", tuple((language, False) for language in ("nl", "nl", "ar", "ar") * 2)]
    overtaken = Board("stadskantoor", NOW, both.current, (call("R016", times=1), *both.recent))
    voice.follow(overtaken)
    assert speaker.heard[2:] == ["chime", tuple((language, False) for language in ("nl", "nl", "ar", "ar"))]


def test_a_number_that_comes_back_to_the_board_is_not_said_again():
    speaker = Recorder()
    voice = Voice(speaker, ("nl",))
    voice.follow(Board("stadskantoor", NOW))
    voice.follow(Board("stadskantoor", NOW, call("R014")))
    voice.follow(Board("stadskantoor", NOW, call("R015", times=2)))
    voice.follow(Board("stadskantoor", NOW, call("R014")))
    assert speaker.heard.count("chime") == 2
