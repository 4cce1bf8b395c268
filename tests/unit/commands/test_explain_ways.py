"""`kiosk explain` prints the ways with what belongs to each, and its figures are those of the screen."""

import json
import re

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk

AT = ("explain", "--today", "2027-02-20T10:00")
CASES = {
    "renewal": ("--profile", "gent", "--service", "renew", "--document-type", "33", "--valid-until", "2027-03-31"),
    "two prices": ("--profile", "vlaams-voorbeeld", "--service", "first"),
    "which card pays which": ("--profile", "leuven", "--service", "child", "--children", "1", "--born", "2021-06-01"),
    "several urgent cards": ("--profile", "gent", "--service", "urgent", "--children", "3"),
    "lost": ("--profile", "gent", "--service", "lost", "--police-paper", "yes"),
    "collecting": ("--profile", "gent", "--service", "collect", "--card-status", "ready", "--applied", "2027-02-01"),
    "a phone that only the answer knows": ("--profile", "gent", "--service", "renew", "--for-other"),
    "mail or appointment": ("--profile", "gent", "--switch-to", "K"),
}
FIGURE = re.compile(r"€.\d+(?:[.,]\d+)*|\d{1,2} \w+ \d{4}|\d\d:\d\d|\d\d \d{3} \d\d \d\d|\S+@\S+\w")


def run(*words):
    done = CliRunner().invoke(kiosk, [*AT, *words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("words", CASES.values(), ids=CASES)
def test_every_figure_of_the_screen_is_printed(words):
    printed, told = run(*words), json.loads(run(*words, "--json"))["told"]
    figures = {figure for sentence in told for figure in FIGURE.findall(sentence)}
    assert {figure for figure in figures if figure not in printed} == set()


def test_a_way_has_its_number_its_address_and_its_places():
    printed = run(*CASES["renewal"])
    assert "- By phone. 09 266 71 50" in printed
    assert "- At the reception. Gentinfo: Stadskantoor, Gentbrugge, Sint-Amandsberg, Nieuw-Gent, Wondelgem" in printed
    assert "- By e-mail. migratie@stad.gent" in run(*CASES["mail or appointment"])
