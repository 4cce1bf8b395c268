"""The line of a mistake is the line on which it stands, also inside lists and tables in braces that go over several lines."""

import pytest

BRING = 'application = ["current_card", "passport_or_id"]'
LONG = """application = [
    "current_card",
    # a remark with a [ and a "
    "passport_or_ix",
]"""
PLACES = 'places = ["stadskantoor", "gentbrugge", "sint-amandsberg", "nieuw-gent", "wondelgem"]'
HOURS = 'monday = ["09:00-17:00"]'


def rows(key, *words):
    return "\n".join([f"{key} = [", *(f'    "{each}",' for each in words), "]"])


@pytest.mark.parametrize(
    ("change", "key", "wrong"),
    [
        ((BRING, LONG), "bring.application.1", '    "passport_or_ix",'),
        ((HOURS, rows("monday", "09:00-12:00", "nachmittags")), "opening.monday.1", '    "nachmittags",'),
        (('"Collection counter", at = [0.42,', '"Collection counter", at = [7.0,'), "rooms.3.at", '    { name = "Collection'),
        ((PLACES, rows("places", "stadskantoor", "gentbruge")), "contact.reception.places.1", '    "gentbruge",'),
        ((PLACES, rows("places", "gentbrugge", "gentbrugge")), "contact.reception.places.1", '    "gentbrugge",'),
        (("[renewal.window]", "[renewal.window]\n" + rows("letters", "A", "Q")), "renewal.window.letters.1", '    "Q",'),
    ],
)  # fmt: skip
def test_the_line_is_that_of_the_very_value(refused, tmp_path, change, key, wrong):
    error = next(each for each in refused(change) if key in each.key)
    lines = (tmp_path / error.file).read_text("utf-8").splitlines()
    assert lines[error.line - 1].startswith(wrong), (error, lines[error.line - 1])
    # a list of two words that are the same: the second of them
    assert lines[error.line - 2] == lines[error.line - 1] or lines.count(lines[error.line - 1]) == 1


def test_a_bracket_that_is_not_closed_takes_no_line_from_what_follows(refused, tmp_path):
    errors = refused((BRING, 'application = ["current_card"'), ('bring = "under_age"', 'bring = "sometimes"'))
    error = next(each for each in errors if each.key == "photo.bring")
    assert (tmp_path / error.file).read_text("utf-8").splitlines()[error.line - 1] == 'bring = "sometimes"'


def test_a_text_over_several_lines_holds_no_keys(refused, tmp_path):
    text = '[look]\nnote = """\n[photo]\nbring = 1\n"""'
    errors = refused(("[look]", text), ('note = "the logo', '# "the logo'), ('bring = "under_age"', 'bring = "x"'))  # fmt: skip
    error = next(each for each in errors if each.key == "photo.bring")
    assert (tmp_path / error.file).read_text("utf-8").splitlines()[error.line - 1] == 'bring = "x"'
