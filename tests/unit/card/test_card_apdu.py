"""What a channel does with the answers that readers and cards give."""

import contextlib

import pytest

from devices.api.card import Pin
from devices.card.apdu import CardHostile, CardRefused, Channel, build
from devices.card.pin import verify


def script(*answers):
    """A transmit that gives these answers in turn and remembers the commands."""
    pending = list(answers)
    sent = []

    def transmit(command):
        sent.append(bytes(command))
        data, sw = pending.pop(0)
        return data, sw

    return transmit, sent


def test_a_wrong_length_is_asked_again_with_the_length_that_the_card_names():
    transmit, sent = script((b"", 0x6C1C), (b"x" * 28, 0x9000))
    answer = Channel(transmit).send(build(0x80, 0xE4, 0, 0, le=256))
    assert (answer.data, answer.sw) == (b"x" * 28, 0x9000)
    assert sent[1] == bytes.fromhex("80E400001C")


def test_a_wrong_length_of_a_command_with_data_keeps_the_data():
    transmit, sent = script((b"", 0x6C60), (b"y" * 96, 0x9000))
    Channel(transmit).send(build(0, 0x88, 2, 0x81, b"ab", le=256))
    assert sent[1] == bytes.fromhex("008802810261626 0".replace(" ", ""))


def test_waiting_bytes_are_fetched_until_all_are_there():
    transmit, sent = script((b"", 0x6102), (b"ab", 0x6101), (b"c", 0x9000))
    channel = Channel(transmit)
    assert channel.send(build(0, 0x2A, 0x9E, 0x9A, b"d")).data == b"abc"
    assert sent[1:] == [bytes.fromhex("00C0000002"), bytes.fromhex("00C0000001")]
    assert (channel.apdus, channel.bytes) == (3, 3)


def test_a_reader_that_resolves_everything_itself_is_fine_too():
    transmit, _ = script((b"abc", 0x9000))
    assert Channel(transmit).send(build(0, 0xB0, 0, 0, le=256)).data == b"abc"


def test_an_old_applet_that_stumbles_after_a_wrong_length_gets_its_pause_once():
    transmit, sent = script((b"", 0x6C05), (b"", 0x6F00), (b"12345", 0x9000))
    pauses = []
    assert Channel(transmit, pause=pauses.append).send(build(0, 0xB0, 0, 0, le=256)).data == b"12345"
    assert pauses == [0.010]
    assert sent[1] == sent[2]


@pytest.mark.parametrize("sw", [0x6110, 0x6C10])
def test_a_card_that_never_comes_to_an_end_is_left(sw):
    channel = Channel(lambda _command: (b"0" * 16 if sw == 0x6110 else b"", sw))
    with pytest.raises(CardHostile):
        for _ in range(500):
            channel.send(build(0, 0xB0, 0, 0, le=256))
    assert channel.apdus <= 514


def test_a_card_that_takes_too_long_altogether_is_left():
    clock = iter(range(0, 1000, 3))
    channel = Channel(lambda _command: (b"", 0x9000), monotonic=lambda: next(clock))
    with pytest.raises(CardHostile, match="slow"):
        for _ in range(10):
            channel.send(build(0, 0xB0, 0, 0, le=1))


def test_a_refusal_names_command_and_status_word_and_nothing_else():
    transmit, _ = script((b"secret", 0x6982))
    with pytest.raises(CardRefused) as caught:
        Channel(transmit).send(build(0, 0xB0, 0, 0, le=6)).must("READ BINARY")
    assert str(caught.value) == "READ BINARY: 6982"


def test_answers_do_not_show_their_data():
    transmit, _ = script((b"secret", 0x9000))
    assert "secret" not in repr(Channel(transmit).send(b"\0\0\0\0"))


@pytest.mark.parametrize("sw", [0x6C08, 0x6F00, 0x6700, 0x6985])
def test_a_verify_is_sent_once_whatever_the_card_says(sw):
    transmit, sent = script((b"", sw))
    channel = Channel(transmit)
    with contextlib.suppress(CardRefused):
        verify(channel, Pin.from_text("1234"))
    assert len(sent) == 1
