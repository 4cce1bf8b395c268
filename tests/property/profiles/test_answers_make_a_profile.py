"""Whatever somebody answers to the questions of a new profile: it passes the check, or the check says what does not go together."""

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.profiles.beginning import reading
from kiosk.profiles.beginning.asking import filled, values
from kiosk.profiles.beginning.drafting import drafted
from kiosk.profiles.beginning.question import NOT_SAID
from kiosk.profiles.beginning.writing import written
from kiosk.profiles.loader import check
from kiosk.profiles.problems import ProfileProblem

TODAY = date(2026, 11, 22)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda name: name != NOT_SAID and any(map(str.isalpha, name))
)
HOURS = ("mon-fri 9-12", "mon 9-20; thu 7:30-12, 13-18", "tue-sat 8h30-12h30; sun 10-11")
PRICES = ("free", "22.50", "22.50 or 23", "20, eu 21", NOT_SAID)
POOLS = {
    "region": ("flemish", "brussels", "walloon", "german-speaking"),
    "official": ("nl", "fr, nl", "de", "de, fr, nl", "nl, fr"),
    "languages": (NOT_SAID, "en", "ar, uk, en"),
    "telephone": ("09 000 00 00", NOT_SAID),
    "channels": (NOT_SAID, "online, phone", "reception, e_form, mail"),
    "place.1.hours": HOURS,
    "place.1.served": ("walk_in", "reception", "appointment"),
    "place.1.otherwise": (NOT_SAID, "mon 9-10", "thu 9-12"),
    "place.1.collect": ("walk_in", "appointment"),
    "place.1.more": ("y", "n"),
    "place.2.hours": HOURS,
    "place.2.does": ("all", "collect", "collect, found", "renew"),
    "place.2.served": ("walk_in", "reception", "appointment"),
    "place.2.collect": ("walk_in", "appointment"),
    "place.2.more": ("n",),
    "services": (NOT_SAID, "documents", "switch, guarantor, protection"),
    "special": (NOT_SAID, "bridge", "24/12 9-12; all_souls; 28/06-29/08 8-13; 02/01/2027"),
    "letter": ("post", "none", NOT_SAID),
    "window": ("45-30", "90-0", NOT_SAID),
    "price": PRICES,
    "price.child": PRICES,
    "price.ages": (NOT_SAID, "0-5 free", "0-17 12; 65+ 10", "10-14 5"),
    "price.lost": (NOT_SAID, "27", "first 27; further 40"),
    "tax": (NOT_SAID, "5", "5 from 0", "50 from 18", "5 from 70"),
    "means": (NOT_SAID, "cash"),
    "urgent": ("y", "n"),
    "price.urgent": PRICES,
    "price.urgent.child": PRICES,
    "procedures": (NOT_SAID, "very_urgent 150", "central 120; very_urgent free"),
    "cutoff": (NOT_SAID, "9:30"),
    "ready": (NOT_SAID, "10"),
    "photo": ("always", "never", "under 6", NOT_SAID),
    "booth": ("y", "n"),
    "bring": (NOT_SAID, "photo, fee"),
    "child": ("mandatory", "optional", "recommended"),
    "child.collect": ("y", "n", NOT_SAID),
    "kept": ("3", NOT_SAID),
    "basis": ("public_task", "legal_obligation", NOT_SAID),
}


@st.composite
def answers(draw):
    given_ = {key: draw(st.sampled_from(pool)) for key, pool in POOLS.items()}
    names = {key: draw(NAMES) for key in ("name", "place.1.name", "department.nl", "reception", "page")}
    # two buildings of one name are refused where they are asked for
    names["place.2.name"] = draw(NAMES.filter(lambda name: name != names["place.1.name"]))
    return {**given_, **names}


@settings(max_examples=10)
@given(answers())
def test_answers_that_are_each_understood_make_a_profile_without_mistakes(tmp_path_factory, given_):
    without_mistakes(tmp_path_factory.mktemp("town") / "town.toml", given_)


def test_a_second_building_of_the_same_name_is_refused_where_it_is_asked_for():
    given_ = {"region": "flemish", "name": "Zonneval", "place.1.hours": HOURS[0], "place.1.more": "y"}
    _, wrong = filled({**given_, "place.1.name": "Stadhuis", "place.2.name": "Stadhuis"})
    assert [each for each in wrong if "place.2.name" in each and "another building" in each]


@pytest.mark.parametrize("key", ["name", "place.1.name", "department.nl", "reception"])
@pytest.mark.parametrize("name", ["0", "?!", "Zonneval " * 30])
def test_what_the_check_would_tell_of_a_name_is_told_where_it_is_asked_for(key, name):
    given_ = {"region": "flemish", "place.1.hours": HOURS[0], "place.1.served": "reception", "name": "Zonneval"}
    _, wrong = filled({**given_, key: name})
    assert [each for each in wrong if key in each and ("has no letter" in each or "or fewer" in each)], wrong


@pytest.mark.full
@settings(max_examples=200)
@given(answers())
def test_many_more_answers_make_a_profile_without_mistakes(tmp_path_factory, given_):
    without_mistakes(tmp_path_factory.mktemp("town") / "town.toml", given_)


def without_mistakes(file, given_):
    said, wrong = filled(given_)
    # what hangs on another answer may not be asked, or not fit it: the suggestion stands instead
    hangs = ("no such question", "place is closed", "Not looked at")
    assert not [each for each in wrong if not any(word in each for word in hangs)]
    file.write_text(written(drafted(values(said), "town", TODAY), file.name), encoding="utf-8")
    # a child's card dearer than an adult's is asked for, and told: the kiosk starts with it
    result = check((file,), TODAY)
    assert {each.code for each in result.errors} <= {ProfileProblem.UNLIKELY}
    (profile,) = result.profiles
    assert profile.name == said["name"]
    assert profile.official == tuple(reading.official(said["official"]))
    assert set(tomllib.loads(file.read_text("utf-8"))["places"][0]) >= {"id", "name", "opening", "collection", "access"}
