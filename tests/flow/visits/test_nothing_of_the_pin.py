"""A whole visit with a PIN of twelve digits: nothing of it, and nothing of the person, is left anywhere (Q11, T03)."""

from dataclasses import replace

from kiosk.demo.parts import LEAVE_WITH_TICKET, begin
from kiosk.demo.script import See, Tap, TypePin
from kiosk.demo.visits import VISITS
from kiosk.views.view import AnswerView, CheckingView, GreetingView, PinView

MARKER = "123456789012"
FORMS = (MARKER.encode(), bytes.fromhex("2c123456789012ff"), bytes.fromhex(MARKER), MARKER.encode("utf-16-le"))
PERSON = (b"Amina", b"Benali", b"91681700232", b"B021329690", b"Veldstraat")


def long_pin(language):
    from kiosk.demo.script import PutCard

    return (
        *begin(language),
        PutCard("long-pin"),
        See(GreetingView),
        See(PinView),
        TypePin(MARKER),
        Tap("pin.ok"),
        See(CheckingView),
        See(AnswerView),
        Tap("ticket"),
        *LEAVE_WITH_TICKET,
    )


def test_no_log_database_file_paper_or_state_holds_the_pin_or_the_person(play, tmp_path):
    played = play(replace(VISITS["renew-open"], acts=long_pin))
    assert len(played.paper) == 1
    kept = {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file() and "pki" not in path.parts
    }
    assert any(name.endswith("tickets.db") for name in kept)
    kept["log"] = repr([(record.event, dict(record.fields)) for record in played.records]).encode()
    kept["paper"] = b"".join(printed.data for printed in played.paper)
    kept["state"] = repr(played.state).encode()
    kept["acts"] = repr(played.done).encode()
    found = [(name, form) for name, data in kept.items() for form in FORMS if form in data]
    assert not found
    # screens show the first name while the visit lasts; nothing that stays does
    kept.pop("acts")
    assert not [(name, word) for name, data in kept.items() for word in PERSON if word in data]
