"""The bench's camera: what a driver of USB's video class asks of it, and that a letter's code comes through its pipe."""

import struct

import numpy as np
import pytest

from devices.camera.capture import opencv
from devices.camera.codes import read_codes
from tests.support.machine.usb import BULK, Status, interfaces_of
from tests.support.machine.usbcamera import (
    COMMIT,
    FORM,
    GET_CUR,
    GET_LEN,
    GET_MAX,
    INTERVAL,
    PAYLOAD,
    PIPE,
    PROBE,
    SET_CUR,
    Camera,
)
from tests.support.waiting import until


@pytest.fixture
def camera():
    camera = Camera()
    camera.plug()
    yield camera
    if camera.plugged:
        camera.unplug()


def ask(camera, request, selector, data=b""):
    """One request to the streaming interface; what a driver wants to know is as long as the form."""
    status, answer = camera.setup(0xA1 if request & 0x80 else 0x21, request, selector << 8, 1, 64, data)
    assert status == Status.OK
    return answer


def commit(camera):
    """What Linux does before the first picture: propose, hear what the camera makes of it, and agree."""
    ask(camera, SET_CUR, PROBE, FORM.pack(1, 1, 1, 333_333, 0, 0, 0, 0, 0, 0, 0))
    agreed = ask(camera, GET_CUR, PROBE)
    ask(camera, SET_CUR, COMMIT, agreed)
    return FORM.unpack(agreed)


def picture(camera):
    """The next whole picture, put together as the driver does: (which of the two kinds, its bytes)."""
    whole, parts, kind = b"", [], None
    while True:
        camera.ask(PIPE, len(parts), PAYLOAD, lambda status, data: parts.append(data))
        until(lambda: parts, "a payload")
        length, flags = parts[0][0], parts[0][1]
        assert (length, flags & 0x80, len(parts[0]) <= PAYLOAD) == (2, 0x80, True)
        assert kind in (None, flags & 1)
        kind = flags & 1
        whole += parts.pop(0)[length:]
        if flags & 2:
            return kind, whole


def class_descriptors(configuration):
    """Each interface's own descriptors, by its number."""
    found, at, number = {}, 0, None
    while at < len(configuration):
        length, kind = configuration[at : at + 2]
        if kind == 4:
            number = configuration[at + 2]
        elif kind == 0x24:
            found.setdefault(number, []).append(configuration[at : at + length])
        at += length
    assert at == len(configuration)
    return found


def test_its_descriptors_name_a_lens_and_one_bulk_pipe_and_their_lengths_add_up(camera):
    control, stream = interfaces_of(camera.configuration)
    assert (control.kind, stream.kind) == ((14, 1, 0), (14, 2, 0))
    assert control.endpoints == ()
    (pipe,) = stream.endpoints
    assert (stream.alternate, pipe.address, pipe.kind, pipe.size) == (0, 0x80 | PIPE, BULK, 512)
    assert struct.unpack_from("<H", camera.configuration, 2)[0] == len(camera.configuration)
    own = class_descriptors(camera.configuration)
    assert struct.unpack_from("<H", own[0][0], 5)[0] == sum(map(len, own[0]))
    assert struct.unpack_from("<H", own[1][0], 4)[0] == sum(map(len, own[1]))
    assert [(each[2], len(each)) for each in own[0]] == [(1, 13), (2, 17), (3, 9)]
    assert [(each[2], len(each)) for each in own[1]] == [(1, 14), (6, 11), (7, 30), (13, 6)]
    assert own[1][0][6] == pipe.address


def test_what_the_driver_proposes_is_answered_with_what_the_camera_does(camera):
    assert ask(camera, GET_LEN, PROBE) == struct.pack("<H", FORM.size)
    assert FORM.size == 26
    assert FORM.unpack(ask(camera, GET_MAX, PROBE))[3] == INTERVAL
    assert not camera.looks
    agreed = commit(camera)
    assert (agreed[1:4], agreed[-1]) == ((1, 1, INTERVAL), PAYLOAD)
    assert camera.looks
    assert camera.setup(0xA1, GET_CUR, 0x0900, 1, 64, b"")[0] == Status.STALLED


def test_a_letters_code_comes_through_the_pipe_and_its_pictures_alternate(camera):
    camera.show_code("AP-7KQ2MX")
    commit(camera)
    kinds = []
    for _ in range(2):
        kind, data = picture(camera)
        kinds.append(kind)
    assert kinds == [0, 1]
    seen = opencv().imdecode(np.frombuffer(data, np.uint8), opencv().IMREAD_COLOR)
    assert [code.text for code in read_codes(seen)] == ["AP-7KQ2MX"]


def test_its_light_goes_off_when_the_driver_clears_the_pipe_and_with_its_cable(camera):
    commit(camera)
    picture(camera)
    camera.setup(0x02, 1, 0, 0x80 | PIPE, 0, b"")
    assert not camera.looks
    commit(camera)
    assert picture(camera)[1][:2] == b"\xff\xd8"  # a picture that was begun is not gone on with
    camera.unplug()
    assert not camera.looks
