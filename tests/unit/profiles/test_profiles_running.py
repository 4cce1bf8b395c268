"""A profile while the kiosk runs: changed, broken, mended, gone, and older than its dates (R066, R126, R127)."""

from __future__ import annotations

import os
import shutil
from datetime import date

import pytest

from kiosk.profiles.problems import ProfileError
from kiosk.profiles.source import AlarmKind, ProfileSource

TODAY = date(2026, 11, 22)


def write(path, text):
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def spoil(path, old='obligation = "mandatory"', new="obligation = 4"):
    text = path.read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new))


def source_of(path, *, day=TODAY, **more):
    return ProfileSource(path, today=lambda: day, **more)


def kinds(source):
    return [alarm.kind for alarm in source.alarms()]


def test_R127_a_changed_profile_holds_from_the_next_visit(town):
    path = town()
    source = source_of(path)
    visit = source.current()
    assert source.current() is visit
    spoil(path, "amount_cents = 2900", "amount_cents = 3100")
    assert visit.fees[0].amount_cents == 2900
    assert source.current().fees[0].amount_cents == 3100
    assert source.alarms() == ()


def test_R127_a_broken_profile_leaves_the_last_good_one_in_force_and_is_told_with_file_and_key(town):
    path = town()
    source = source_of(path)
    good = source.current()
    spoil(path)
    assert source.current() is good
    (alarm,) = source.alarms()
    assert (alarm.kind, alarm.where) == (AlarmKind.BROKEN, "stad.toml: child_card.obligation")
    assert alarm.message == "BAD_VALUE: write one of: 'mandatory', 'optional', 'recommended'"
    write(path, "= nothing")
    assert source.current() is good
    assert source.alarms()[0].where == "stad.toml"
    path.unlink()
    assert source.current() is good
    assert source.alarms()[0].message.startswith("UNREADABLE")
    write(path, town(name="again.toml").read_text(encoding="utf-8"))
    assert source.current() == good
    assert source.alarms() == ()


def test_R127_a_file_that_is_only_touched_is_the_same_profile(town):
    path = town()
    source = source_of(path)
    good = source.current()
    write(path, path.read_text(encoding="utf-8"))
    assert source.current() is good


def test_a_changed_knowledge_file_counts_and_a_new_one_too(town, shipped):
    path = town()
    own = path.parent / "university.toml"
    shutil.copy(shipped / "university.toml", own)
    source = source_of(path)
    spoil(own, "b_card_years = 5", "b_card_years = 6")
    assert source.current().knowledge_facts.b_card_years == 6
    shutil.copy(shipped / "university.toml", path.parent / "stadskennis.toml")
    spoil(path, 'knowledge = ["university"]', 'knowledge = ["stadskennis"]')
    assert source.current().knowledge_facts.b_card_years == 5
    spoil(path.parent / "stadskennis.toml", "b_card_years = 5", "b_card_years = 7")
    assert source.current().knowledge_facts.b_card_years == 7


def test_a_profile_without_the_place_where_the_kiosk_stands_is_broken(town):
    path = town()
    source = source_of(path)
    good = source.stands_at("rabot")
    spoil(path, 'id = "rabot"', 'id = "wijk-rabot"')
    assert source.current() is good
    assert "MISSING_PLACE: this kiosk stands at 'rabot'" in source.alarms()[0].message
    with pytest.raises(ProfileError, match="this kiosk stands at 'rabot'"):
        source_of(path).stands_at("rabot")


def test_R126_a_good_profile_is_not_dropped_because_a_date_passes(town):
    days = [TODAY]
    source = ProfileSource(town(), today=lambda: days[0])
    assert source.alarms() == ()
    days[0] = date(2027, 3, 5)
    assert source.current().statuses.temporary_protection is not None
    (alarm,) = source.alarms()
    assert (alarm.kind, alarm.key) == (AlarmKind.ENDED, "statuses.temporary_protection.valid_until")
    assert (alarm.file, alarm.day) == ("stad.toml", date(2027, 3, 4))


def test_R066_an_ended_fee_is_told(town):
    source = source_of(town(("amount_cents = 800", "amount_cents = 800\nvalid_to = 2026-11-21")))
    (alarm,) = source.alarms()
    assert (alarm.kind, alarm.where) == (AlarmKind.ENDED, "stad.toml: fees.1")


def test_values_read_more_than_twelve_months_ago_are_told_with_their_own_file(town):
    path = town(("department = {", "checked_on = 2025-11-21\ndepartment = {"))
    (alarm,) = source_of(path).alarms()
    assert (alarm.kind, alarm.where, alarm.day) == (AlarmKind.OLD, "stad.toml: municipality", date(2025, 11, 21))
    later = source_of(path, day=date(2027, 11, 23)).alarms()
    assert {"national.toml", "university.toml", "stad.toml"} == {
        alarm.file for alarm in later if alarm.kind is AlarmKind.OLD
    }
    assert AlarmKind.OLD not in kinds(source_of(town(name="new.toml"), day=date(2027, 11, 22)))


def test_a_start_with_broken_files_takes_the_last_good_ones(town, tmp_path):
    path, keep, layer = town(), tmp_path / "kept", tmp_path / "kiosk.toml"
    layer.write_text('home_place = "gentbrugge"\nsource = "own"\n', encoding="utf-8")
    good = source_of(path, keep=keep, kiosk_layer=layer).current()
    spoil(path)
    again = source_of(path, keep=keep, kiosk_layer=layer)
    assert again.current() == good
    assert again.current().place(None).id == "gentbrugge"
    assert kinds(again) == [AlarmKind.BROKEN]
    spoil(path, "obligation = 4", 'obligation = "optional"')
    assert again.current().child_card.obligation == "optional"
    assert again.alarms() == ()


def test_without_a_good_profile_there_is_no_start(town, tmp_path):
    path = town()
    spoil(path)
    for keep in (None, tmp_path / "nothing"):
        with pytest.raises(ProfileError, match=r"child_card\.obligation"):
            source_of(path, keep=keep)
    # a copy of another municipality is no last good profile
    source_of("leuven", keep=tmp_path / "other")
    with pytest.raises(ProfileError):
        source_of(path, keep=tmp_path / "other")


def test_a_folder_that_cannot_be_written_does_not_take_the_profile_away(town, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert source_of(town(), keep=blocked / "kept").current().id == "gent"
