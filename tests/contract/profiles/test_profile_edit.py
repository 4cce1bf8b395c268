"""`kiosk profile edit` in Debian's Chromium: the form, its check, the calendar, the prices, and what residents would get."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest

from kiosk.profiles.loader import load, path_of
from tests.support.waiting import PATIENCE, line_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def town(tmp_path):
    """A copy of an example town, with a remark of its own in it."""
    file = tmp_path / "valsenne.toml"
    shutil.copy(path_of("examples/brussels"), file)
    file.write_text(file.read_text("utf-8").replace("\n[photo]", "\n# asked on 3 May\n[photo]", 1), "utf-8")
    return file


@pytest.fixture
def address(town):
    """The address that the command tells, while it runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "profile", "edit", str(town), "--today", "2026-11-23"],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield line_of(process).strip()
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0, rest


@pytest.fixture
def form(page, address):
    """The page with the file on it."""
    page.open(address)
    page.wait("document.body.dataset.drawn")
    return page


def write(page, key, said, *, understood=True):
    """Type into a key of the form, and leave it; what is understood is drawn."""
    drawn = page.run("document.body.dataset.drawn")
    page.run(
        f"""(() => {{ const found = document.getElementById({json.dumps(key)}); found.value = {json.dumps(said)};
            found.dispatchEvent(new Event("change")); }})()"""
    )
    if understood:
        page.wait(f"document.body.dataset.drawn !== {json.dumps(drawn)}")


def look(page, what):
    drawn = page.run("document.body.dataset.drawn")
    page.run(f"(() => {{ what.value = {json.dumps(what)}; what.dispatchEvent(new Event('change')); }})()")
    page.wait(f"document.body.dataset.drawn !== {json.dumps(drawn)}")


def standing(page):
    return page.run("standing.textContent")


def test_a_price_is_changed_seen_and_saved(form, town):
    before = town.read_text("utf-8")
    look(form, "renew")
    assert form.run("!document.getElementById('screen').hidden && document.getElementById('screen').naturalWidth > 500")
    assert form.run("!document.getElementById('paper').hidden && document.getElementById('paper').naturalHeight > 200")
    assert "renewal.window" in form.run("why.textContent")
    write(form, "fees.0.amount_cents", "27,50")
    assert "27.50 or 31.00" in form.run("document.getElementById('prices').textContent")
    assert "Not saved yet" in standing(form)
    assert town.read_text("utf-8") == before
    form.click("Save")
    form.wait("standing.textContent.includes('The file is as you see it')")
    after = town.read_text("utf-8")
    assert load(town).fees[0].amount_cents == 2750
    # nothing else of the file was touched
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(changed) == 1
    assert "# asked on 3 May" in after
    assert not town.with_name("valsenne.draft.toml").exists()


@pytest.mark.full
def test_a_mistake_is_told_at_its_key_and_cannot_be_saved(form, town):
    write(form, "places.0.opening.monday", "12-9", understood=False)
    wrong = "document.getElementById('places.0.opening.monday').parentNode.textContent"
    form.wait(f"{wrong}.includes('each span ends after it begins')")
    assert "No mistakes" in standing(form)


@pytest.mark.full
def test_a_mistake_between_values_keeps_the_file_as_it_is(form, town):
    before = town.read_text("utf-8")
    write(form, "urgent.cutoff", "23:00")
    assert "urgent.cutoff: 23:00 is later than the place closes" in standing(form)
    assert form.run("save.disabled")
    assert "As it was before the mistakes" in form.run("unseen.textContent")
    form.click("Begin again from the file")
    form.wait("standing.textContent.includes('The file is as you see it')")
    assert town.read_text("utf-8") == before


@pytest.mark.full
def test_a_day_of_the_calendar_is_closed_and_opened_again(form, town):
    day = "document.querySelector('[title^=\"2027-02-22\"]')"
    form.wait(day)
    assert form.run(f"{day}.className") == "day open"
    form.run(f"{day}.click()")
    form.wait(f"{day}.className === 'day differs'")
    assert tomllib.loads(town.with_name("valsenne.draft.toml").read_text("utf-8"))["closing_days"]
    form.run(f"{day}.click()")
    form.wait(f"{day}.className === 'day open'")


@pytest.mark.full
def test_a_price_that_is_taken_away_leaves_a_hole_in_the_grid(form):
    assert form.run("document.querySelectorAll('.hole').length") == 0
    form.run("document.querySelector('[data-path=\"fees\"]').open = true")
    form.run(
        "document.getElementById('fees.2.amount_cents').closest('.row').querySelector('button:nth-of-type(3)').click()"
    )
    form.wait("document.querySelectorAll('.hole').length > 0")
    assert "FEE_GAP" not in standing(form)
    assert "no amount" in standing(form)


@pytest.mark.full
def test_rows_of_the_menu_change_places_and_the_screen_follows(form):
    look(form, "menu")
    before = form.run("document.getElementById('screen').src")
    form.run("document.querySelector('[data-path=\"menu\"] .row button').click()")
    form.wait(f"document.getElementById('screen').src !== {json.dumps(before)}")
    assert form.run("document.getElementById('menu.0.id').value") == "collect"
    write(form, "menu.0.icon", "letter")
    assert "No mistakes" in standing(form)


def test_only_who_has_the_token_reads_or_changes_anything(address, town):
    server, token = address.split("/#")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", server)
    with httpx.Client(timeout=PATIENCE, base_url=server) as client:
        guarded(client, token)
    assert not town.with_name("valsenne.draft.toml").exists()


def guarded(client, token):
    page = client.get("/")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    change = {"what": "closing", "path": [], "said": "2027-02-22", "by": 0}
    for headers in ({}, {"X-Kiosk-Edit": "guessed"}):
        assert client.get("/state", headers=headers).status_code == 403
        assert client.post("/change", json=change, headers=headers).status_code == 403
        assert client.get("/screen?what=menu&language=fr&place=", headers=headers).status_code == 403
    mine = {"X-Kiosk-Edit": token}
    assert client.get("/state", headers=mine).status_code == 200
    # another name that leads here is another site's
    assert client.get("/state", headers={**mine, "Host": "kiosk.example"}).status_code == 403
    assert client.post("/change", content=b"x" * 70_000, headers=mine).status_code == 403
    for odd in (
        {**change, "said": "soon"},
        {**change, "what": "format"},
        {**change, "what": "put", "path": ["nothing", "at", "all"]},
        {**change, "what": "put", "path": ["places", 99, "name"]},
        {**change, "what": "remove", "path": []},
        {**change, "what": "add", "path": []},
    ):
        assert client.post("/change", json=odd, headers=mine).status_code == 422, odd
