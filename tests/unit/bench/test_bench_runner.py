"""The runner of the benches: its verdicts, its exit statuses, and that nothing is left out silently."""

import inspect
import json
import math
import textwrap

import pytest

from kiosk.commands.documents import benches as described
from tests.bench import run
from tests.bench.frame import Row, at_least, at_most, ratio_at_least, ratio_at_most

MET = 'yield Row("way", 2, "ms", 4, "others", ratio_at_most(1))'
MISSED = 'yield Row("way", 8, "ms", 4, "others", ratio_at_most(1))'
ABSENT = 'yield Absent("the board", "no board was found; plug one in")'


@pytest.fixture
def folder(tmp_path):
    """Makes a bench of each name from the lines of its `rows`."""

    def made(**bodies):
        for name, body in bodies.items():
            text = f'"""What {name} costs beside others."""\nimport os\nfrom tests.bench.frame import *\n\ndef rows(run):\n'
            (tmp_path / f"bench_{name}.py").write_text(text + textwrap.indent(body, "    ") + "\n")
        return tmp_path

    return made


@pytest.mark.parametrize(
    ("ours", "other", "limit", "met"),
    [
        (5, 1, at_most(5), True),
        (5.1, 1, at_most(5), False),
        (5, 1, at_least(5), True),
        (4.9, 1, at_least(5), False),
        (4, 2, ratio_at_most(2), True),
        (4.1, 2, ratio_at_most(2), False),
        (4, 2, ratio_at_least(2), True),
        (3.9, 2, ratio_at_least(2), False),
        (1, 0, ratio_at_most(2), False),
        (0, 0, ratio_at_most(2), False),
        (math.nan, 1, at_most(5), False),
        (5, 1, None, None),
    ],
)
def test_a_figure_is_met_missed_or_only_shown(ours, other, limit, met):
    assert Row("way", ours, "ms", other, "others", limit).met is met


@pytest.mark.parametrize(
    "sides",
    [{"other": 3.0}, {"beside": "others"}, {"limit": ratio_at_most(1)}, {"third": 3.0}, {"third_of": "more others"}],
)
def test_a_comparison_without_its_other_side_is_refused(sides):
    with pytest.raises(ValueError, match="other side"):
        Row("way", 1, "ms", **sides)


@pytest.mark.parametrize(
    ("bodies", "status"),
    [
        ({"good": MET}, 0),
        ({"good": MET, "bad": MISSED}, 1),
        ({"bad": f"{MISSED}\n{MET}"}, 1),
        ({"gone": ABSENT}, 3),
        ({"gone": ABSENT, "good": MET}, 0),
        ({"part": f"{MET}\n{ABSENT}"}, 0),
        ({"broken": f"{MET}\nraise OSError('the cable')", "bad": MISSED}, 4),
        ({"killed": f"{MET}\nos._exit(7)", "good": MET}, 4),
        ({"killed": f"{MET}\nos.kill(os.getpid(), 9)"}, 4),
        ({"silent": "return\nyield"}, 4),
    ],
)
def test_the_exit_status_says_how_it_went(folder, bodies, status):
    assert run.main([], folder(**bodies)) == status


def test_the_table_shows_both_sides_the_limit_and_the_verdict(folder, capfd):
    run.main([], folder(good=MET, bad=MISSED))
    lines = capfd.readouterr().out.splitlines()
    assert "good: What good costs beside others." in lines
    met, missed = ([line for line in lines if line.startswith("  way")][at] for at in (1, 0))
    assert met.split() == ["way", "2", "4", "0.5", "ms", "ratio", "≤", "1", "met", "other:", "others"]
    assert missed.split() == ["way", "8", "4", "2", "ms", "ratio", "≤", "1", "MISSED", "other:", "others"]
    assert lines[-2:] == ["bad: missed: way", "1 of 2 limits met"]


def test_what_cannot_run_here_says_its_name_and_reason(folder, capfd):
    run.main([], folder(good=MET, gone=ABSENT))
    assert "gone: cannot run here: the board: no board was found; plug one in" in capfd.readouterr().out


def test_json_is_one_object_whatever_a_bench_prints(folder, capfd):
    noise = 'print("noise")\nos.system("echo noise")'
    status = run.main(
        ["--json"], folder(bad=f"{noise}\n{MISSED}", gone=ABSENT, broken="raise OSError('the cable')\nyield")
    )
    told = json.loads(capfd.readouterr().out)
    assert told["status"] == status == 4
    bad, broken, gone = told["benches"]
    assert (bad["status"], bad["rows"][0]["ratio"], bad["rows"][0]["met"]) == (1, 2.0, False)
    assert broken["failed"] == "OSError: the cable"
    assert gone["absent"] == [{"what": "the board", "why": "no board was found; plug one in"}]


def test_only_the_named_benches_run_and_an_unknown_name_lists_the_known(folder, capfd):
    made = folder(good=MET, camera_codes=MISSED)
    assert run.main(["good"], made) == 0
    assert run.main(["camera-codes"], made) == 1
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        run.main(["god"], made)
    assert left.value.code == 2
    assert "no bench god; there are: camera-codes, good" in capfd.readouterr().err


def test_a_short_run_reaches_the_bench_and_is_told(folder, capfd):
    run.main(["--short", "--json"], folder(rounds='yield Row("rounds", run.rounds(500, 3), "rounds")'))
    told = json.loads(capfd.readouterr().out)
    assert (told["short"], told["benches"][0]["rows"][0]["ours"]) == (True, 3)


@pytest.mark.parametrize("path", run.benches().values(), ids=run.benches())
def test_every_bench_can_be_run_and_says_what_it_compares(path):
    assert inspect.isgeneratorfunction(run.load(path).rows)
    assert run.summary(path).endswith(".")


def test_the_page_of_the_benches_tells_every_one_in_its_own_words(folder):
    made = folder(good=MET)
    (made / "run.py").write_text('"""How to run."""\n')
    assert "How to run.\n\n## good\n\nWhat good costs beside others.\n" in described(made)
    headings = [line.removeprefix("## ") for line in described(run.HERE).splitlines() if line.startswith("## ")]
    assert headings == list(run.benches())
