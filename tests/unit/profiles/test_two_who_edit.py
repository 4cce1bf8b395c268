"""Two who change one profile: whoever edits on the page, and whoever edits the file; nobody's change is thrown away."""

from datetime import date

import pytest

from kiosk.commands.editor.desk import Desk

TODAY = date(2026, 11, 22)
TELEPHONE = ("contact", "telephone")


def written_elsewhere(file):
    file.write_text(file.read_text("utf-8").replace('accent = "#005AA9"', 'accent = "#112233"'), "utf-8")


@pytest.mark.parametrize("stopped", [False, True])
def test_what_an_editor_wrote_meanwhile_is_not_written_over(town, stopped):
    file = town()
    desk = Desk(file, TODAY)
    desk.change("put", TELEPHONE, "09 000 00 00", 0)
    written_elsewhere(file)
    if stopped:
        desk = Desk(file, TODAY)
    assert "was changed outside this page" in desk.state()["outside"]
    before = file.read_text("utf-8")
    assert not desk.save()
    assert file.read_text("utf-8") == before
    desk.change("again", (), "", 0)
    assert not desk.state()["outside"]
    # what was typed here is still to be had
    assert "09 000 00 00" in desk.aside.read_text("utf-8")
    desk.change("put", TELEPHONE, "09 000 00 01", 0)
    assert desk.save()
    after = file.read_text("utf-8")
    assert "#112233" in after
    assert "09 000 00 01" in after


def test_a_file_that_changed_before_anything_was_done_is_shown_anew(town):
    file = town()
    desk = Desk(file, TODAY)
    written_elsewhere(file)
    with pytest.raises(ValueError, match="changed outside this page"):
        desk.change("put", TELEPHONE, "09 000 00 00", 0)
    desk.change("put", TELEPHONE, "09 000 00 00", 0)
    assert desk.save()
    assert "#112233" in file.read_text("utf-8")


def test_changes_of_last_time_are_saved_where_nobody_else_changed_the_file(town):
    file = town()
    before = file.read_text("utf-8")
    Desk(file, TODAY).change("put", TELEPHONE, "09 000 00 00", 0)
    desk = Desk(file, TODAY)
    assert not desk.state()["outside"]
    assert desk.save()
    assert not desk.kept.exists()
    after = file.read_text("utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == ['telephone = "09 000 00 00"']
    # and once more, on what was just saved
    desk.change("put", TELEPHONE, "09 000 00 01", 0)
    assert desk.save()
    assert file.read_text("utf-8").count("begun from") == 0
