"""`kiosk privacy`: counts alone, from standard input, in the store, its outbox, the office's table and every copy."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.clock import SystemClock
from kiosk.base.config import Config, StoreSection
from kiosk.cli import kiosk as program
from kiosk.commands.privacy import _elsewhere
from kiosk.office import tables
from kiosk.office.embedded import open_office
from kiosk.office.keys import OfficeKey
from kiosk.office.model import CardStatus, OfficeAnswer
from kiosk.office.person import find_in_copy
from kiosk.queue.tables import tickets
from tests.support.waiting import PATIENCE

PERSON, OTHER = "91081712373", "85020345689"
KEY = OfficeKey(b"k" * 32)


@pytest.fixture
def kiosk(tmp_path):
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[kiosk]\nprofile = "gent"\nplace = "stadskantoor"\n[paths]\nstate = "{tmp_path / "state"}"\n')

    def run(*words, typed="", apart=False):
        """`kiosk` with these words; `apart`: as a process of its own, as a person calls it."""
        if not apart:
            done = CliRunner().invoke(program, [*words, "--config", str(config)], input=typed)
            return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)
        command = (sys.executable, "-m", "kiosk", *words, "--config", str(config))
        return subprocess.run(command, input=typed, capture_output=True, text=True, check=False, timeout=PATIENCE)

    cards = tmp_path / "cards.csv"
    cards.write_text(f"national_number,status,place\n{PERSON},ready,stadskantoor\n{OTHER},ready,stadskantoor\n")
    appointments = tmp_path / "appointments.csv"
    appointments.write_text(
        "code,place,starts_at,service,class,national_number\n"
        f"AFSPRAAK-0001,stadskantoor,2036-11-18T10:40,renew,Z,{PERSON}\n"
    )
    assert run("office", "import", str(cards)).returncode == 0
    assert run("appointments", "import", str(appointments)).returncode == 0
    return run


def found(kiosk, number=PERSON):
    answer = kiosk("privacy", "find", "--json", typed=f"{number}\n")
    return answer.returncode, json.loads(answer.stdout)


def test_what_is_kept_is_counted_and_the_number_is_not_printed(kiosk):
    answer = kiosk("privacy", "find", typed=f"{PERSON}\n", apart=True)
    assert answer.returncode == 0, answer.stderr
    assert "cards: 1, appointments: 1, tickets: 0" in answer.stdout
    assert PERSON not in answer.stdout + answer.stderr


def test_who_is_not_known_answers_no(kiosk):
    status, told = found(kiosk, "80010100107")
    assert (status, sum(told["found"].values())) == (1, 0)


def test_one_person_is_erased_and_nobody_else(kiosk):
    erased = kiosk("privacy", "erase", "--json", typed=f"{PERSON}\n")
    assert erased.returncode == 0, erased.stderr
    assert json.loads(erased.stdout)["erased"] == {"cards": 1, "appointments": 1, "tickets": 0, "outbox": 0}
    assert json.loads(erased.stdout)["to_clean"] == []
    assert found(kiosk)[0] == 1
    assert found(kiosk, OTHER)[1]["found"]["cards"] == 1


def test_a_copy_that_still_holds_the_person_is_named_with_its_day(kiosk, tmp_path):
    assert kiosk("service", "backup").returncode == 0
    (copy,) = (tmp_path / "state" / "backup").iterdir()  # the database alone, and no key beside it
    assert copy.suffix == ".db"
    before = copy.read_bytes()
    erased = json.loads(kiosk("privacy", "erase", "--json", typed=f"{PERSON}\n").stdout)
    assert [each["file"] for each in erased["copies"]] == [str(copy)]
    assert erased["copies"][0]["until"]
    assert copy.read_bytes() == before


def test_how_long_a_copy_stays_is_what_the_configuration_keeps(kiosk, tmp_path):
    config = tmp_path / "kiosk.toml"
    config.write_text(f"{config.read_text()}[store]\ncopies = 2\n")
    folder = tmp_path / "state" / "backup"
    assert kiosk("service", "backup").returncode == 0
    (first,) = folder.glob("*.db")
    older = first.rename(folder / "tickets-20200101-030000.db")
    assert kiosk("service", "backup").returncode == 0
    told = json.loads(kiosk("privacy", "find", "--json", typed=f"{PERSON}\n").stdout)["copies"]
    days = {each["file"]: date.fromisoformat(each["until"]) for each in told}
    newest = max(days)
    assert days[newest] - days[str(older)] == timedelta(days=1)
    assert len(days) == 2
    assert "the newest 2 stay" in kiosk("privacy", "find", typed=f"{PERSON}\n").stdout
    older.rename(folder / "tickets-20200101-030001.db")
    assert kiosk("service", "backup").returncode == 0
    assert len(list(folder.glob("*.db"))) == 2


@pytest.mark.parametrize("typed", ["", "12345678901\n", "not a number\n"])
def test_what_is_no_register_number_is_wrong_usage_and_not_repeated(kiosk, typed):
    answer = kiosk("privacy", "find", typed=typed)
    assert answer.returncode == 2
    assert not typed.strip() or typed.strip() not in answer.stdout + answer.stderr


def test_a_number_as_an_argument_is_refused(kiosk):
    assert kiosk("privacy", "find", PERSON).returncode == 2


def test_the_ticket_of_a_check_in_stays_in_the_line_as_nobodys(tmp_path):
    from sqlalchemy import insert, select

    from kiosk.office.person import erase_in, find_in
    from kiosk.office.tables import appointments
    from kiosk.queue import tables
    from kiosk.queue.database import Database
    from kiosk.queue.migrate import bring_up_to_date

    database = Database(f"sqlite:///{tmp_path / 'store.db'}", reserve_mb=1)
    bring_up_to_date(database, create=True)
    from datetime import UTC, datetime

    now = datetime(2036, 11, 18, 9, tzinfo=UTC)
    ticket = {
        "id": "t", "number": "Z001", "klass": "Z", "state": "waiting", "place": "p", "day": now.date(), "taken_at": now,
        "language": "nl", "kiosk": "k", "request_id": "appointment:c0de:2036-11-18", "first_class": "Z", "series": "s",
        "seq": 1, "queue_day": now.date(), "waiting_since": now, "paper": "printed", "copies": 0, "people": 1,
        "priority": False, "calls": 0, "note": "", "steps": 0,
    }  # fmt: skip
    appointment = {"code": "c0de", "place": "p", "starts_at": now, "service": "renew", "klass": "Z", "subject": "me"}

    def work(connection):
        connection.execute(insert(tables.tickets), ticket)
        connection.execute(insert(appointments), appointment)
        return erase_in(connection, "me", frozenset({"c0de"}))

    assert database.write(work).tickets == 1
    with database.stream() as connection:
        assert connection.scalars(select(tables.tickets.c.number)).all() == ["Z001"]
        assert not find_in(connection, "me", frozenset({"c0de"}))
    database.close()


def bytes_in(folder):
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


@pytest.fixture
def office(tmp_path):
    opened = open_office(f"sqlite:///{tmp_path / 'store.db'}", key=KEY, clock=SystemClock())
    yield opened
    opened.close()


def test_what_is_erased_is_in_no_byte_of_the_store(office, tmp_path):
    subject = KEY.person(PERSON).encode()
    rows = [(number, OfficeAnswer(CardStatus.READY)) for number in (PERSON, OTHER)]
    office.put_cards(rows)
    office.put_cards(rows, replace=True)
    assert subject in bytes_in(tmp_path)
    office.traces(PERSON, erase=True)
    assert subject not in bytes_in(tmp_path)
    assert KEY.person(OTHER).encode() in bytes_in(tmp_path)


def test_who_reads_meanwhile_keeps_the_journal_and_that_is_known(office):
    from sqlalchemy import event

    office.put_cards([(PERSON, OfficeAnswer(CardStatus.READY))])
    engine = office._database.engine
    event.listen(engine, "checkout", lambda line, *_: line.execute("PRAGMA busy_timeout=0"))
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM office_card").one()
        assert not office.traces(PERSON, erase=True).cleaned
    again = office.traces(PERSON, erase=True)
    assert (again.cleaned, again.traces.cards) == (True, 0)


@pytest.fixture
def installed(tmp_path):
    """`kiosk` in this process, with a person in the office's table."""
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[kiosk]\nprofile = "gent"\n[paths]\nstate = "{tmp_path / "state"}"\n')
    cards = tmp_path / "cards.csv"
    cards.write_text(f"national_number,status,place\n{PERSON},ready,stadskantoor\n")

    def run(*words, typed=""):
        return CliRunner().invoke(program, [*words, "--config", str(config)], input=typed)

    assert run("office", "import", str(cards)).exit_code == 0
    return run


def test_a_file_that_cannot_be_cleaned_is_told_and_the_rows_are_gone(installed, monkeypatch):
    from kiosk.queue.database import Database

    whole, erasing = Database._turn, []

    def turn(database):
        erasing.append(database)
        if len(erasing) > 1:
            raise OSError(5, "Input/output error")
        return whole(database)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_turn", turn)
        told = installed("privacy", "erase", typed=f"{PERSON}\n")
    assert told.exit_code == 1
    assert told.stdout.startswith("Erased: cards: 1")
    assert ".db is still to be cleaned" in told.stdout
    assert installed("privacy", "find", typed=f"{PERSON}\n").exit_code == 1
    again = installed("privacy", "erase", "--json", typed=f"{PERSON}\n")
    assert (again.exit_code, json.loads(again.stdout)["to_clean"]) == (0, [])


def test_a_copy_that_cannot_be_read_takes_nothing_from_what_was_erased(installed, tmp_path):
    backup = tmp_path / "state" / "backup"
    backup.mkdir(exist_ok=True)
    (backup / "queue-1.db").write_bytes(b"no store")
    told = installed("privacy", "erase", typed=f"{PERSON}\n")
    assert told.exit_code == 3
    assert told.output.startswith("Erased: cards: 1")
    assert "This is done. Then: " in told.output


def test_what_a_server_keeps_of_erased_rows_is_told():
    config = Config(store=StoreSection(central_url="postgresql://kiosk@store.example/queue"))
    assert "until it uses their place again" in " ".join(_elsewhere(config, erase=True))
    assert "until it uses their place again" not in " ".join(_elsewhere(config, erase=False))
    assert "place again" not in " ".join(_elsewhere(Config(), erase=True))


def test_the_tables_that_an_administrator_writes_anew_are_those_of_a_person():
    page = (Path(__file__).parents[3] / "SECURITY.md").read_text()
    named = re.search(r"`VACUUM FULL ([^`]+)`", page).group(1).split()
    assert [name.strip(",") for name in named] == [table.name for table in (tables.cards, tables.appointments, tickets)]


def test_a_store_that_was_put_aside_is_looked_at_with_its_journal(office, tmp_path):
    office.put_cards([(OTHER, OfficeAnswer(CardStatus.READY))])
    aside = tmp_path / "replaced-20270220-100500-1"
    aside.mkdir()
    office.put_cards([(PERSON, OfficeAnswer(CardStatus.READY))])
    for file in tmp_path.glob("store.db*"):
        shutil.copyfile(file, aside / file.name)
    before = {file.name: file.read_bytes() for file in aside.iterdir()}
    assert (aside / "store.db-wal").stat().st_size
    assert find_in_copy(aside / "store.db", KEY.person(PERSON), frozenset()).cards == 1
    assert {file.name: file.read_bytes() for file in aside.iterdir()} == before


def test_a_store_that_was_put_aside_is_found_where_the_store_is(tmp_path):
    place = tmp_path / "elsewhere"
    aside = place / "replaced-20270220-100500-1"
    aside.mkdir(parents=True)
    config = tmp_path / "kiosk.toml"
    config.write_text(
        f'[kiosk]\nprofile = "gent"\n[paths]\nstate = "{tmp_path / "state"}"\n'
        f'[store]\nurl = "sqlite:///{place / "queue.db"}"\n'
    )
    cards = tmp_path / "cards.csv"
    cards.write_text(f"national_number,status,place\n{PERSON},ready,stadskantoor\n")

    def run(*words, typed=""):
        return CliRunner().invoke(program, [*words, "--config", str(config)], input=typed)

    done = run("office", "import", str(cards))
    assert done.exit_code == 0, done.output
    shutil.copyfile(place / "queue.db", aside / "queue.db")
    told = run("privacy", "erase", typed=f"{PERSON}\n").stdout
    assert f"{aside / 'queue.db'} still holds the person until somebody deletes it." in told
    assert "The office's next list brings the person back, unless the office leaves them out." in told
