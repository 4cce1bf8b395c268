"""What ./run and ./check find to do on a machine, what they say of it, and what is carried to the other Debian."""

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from screens import fonts

ROOT = Path(__file__).parents[3]
LOCKS = ("build.lock", "requirements.lock", "dev.lock", "pyproject.toml")


def bash(script, folder=ROOT, **variables):
    return subprocess.run(
        ["bash", "-c", f"set -euo pipefail; . .ci/setup.sh; {script}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **variables},
    )


@pytest.fixture
def project():
    """A folder with what set-up looks at, and an environment that is nearly complete; anybody may read it."""
    # where ./check found that programs may be run; pytest's own folders are closed to others
    with tempfile.TemporaryDirectory(prefix="kiosk set-up é ", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")) as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(ROOT / ".ci", folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "screens", folder / "screens", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "check", folder / "check")
        for lock in LOCKS:
            shutil.copy(ROOT / lock, folder / lock)
        (folder / ".venv/bin").mkdir(parents=True)
        (folder / ".venv/bin/python").symlink_to(sys.executable)
        (folder / ".venv/bin/kiosk").write_text(f"#!{folder}/.venv/bin/python\n")
        yield folder


def installed(folder, lock):
    """The stamp that an installed lock leaves."""
    done = bash(f"stamp_of {lock} >.venv/stamp", folder)
    assert not done.returncode, done.stderr


def test_a_package_is_there_when_another_one_provides_its_name(tmp_path):
    (tmp_path / "updates").mkdir()
    (tmp_path / "status").write_text(
        "Package: libglib2.0-0t64\nStatus: install ok installed\nProvides: libglib2.0-0 (= 2.84), other\n"
        "Architecture: amd64\nVersion: 2.84\nMaintainer: x <x@y.z>\nDescription: x\n\n"
        "Package: removed-once\nStatus: deinstall ok config-files\n"
        "Architecture: amd64\nVersion: 1\nMaintainer: x <x@y.z>\nDescription: x\n\n"
    )
    done = bash(
        "missing_packages libglib2.0-0t64 libglib2.0-0 other removed-once never-heard", DPKG_ADMINDIR=str(tmp_path)
    )
    assert done.stdout.split() == ["removed-once", "never-heard"]


def test_the_environment_of_check_serves_run_and_not_the_other_way_round(project):
    installed(project, "dev.lock")
    assert bash("python_is_there requirements.lock", project).returncode == 0
    assert bash("python_is_there dev.lock", project).returncode == 0
    installed(project, "requirements.lock")
    assert bash("python_is_there requirements.lock", project).returncode == 0
    assert bash("python_is_there dev.lock", project).returncode == 1


@pytest.mark.parametrize("changed", ["build.lock", "requirements.lock", "pyproject.toml"])
def test_an_environment_of_older_locks_is_not_complete(project, changed):
    installed(project, "requirements.lock")
    with (project / changed).open("a") as file:
        file.write("# later\n")
    assert bash("python_is_there requirements.lock", project).returncode == 1


def test_the_environment_of_a_renamed_folder_is_not_complete(project):
    installed(project, "requirements.lock")
    (project / ".venv/bin/kiosk").write_text("#!/home/somebody/before/.venv/bin/python\n")
    assert bash("python_is_there requirements.lock", project).returncode == 1


def test_fonts_are_made_anew_when_their_recipe_changes_and_else_kept(project):
    (project / ".venv/fonts").mkdir()
    assert bash("fonts_are_there", project).returncode == 1
    bash("{ stamp_of_fonts || true; } | sha256sum >.venv/fonts/stamp", project)
    assert bash("fonts_are_there", project).returncode == 0
    with (project / "screens/fonts.py").open("a") as file:
        file.write("# later\n")
    assert bash("fonts_are_there", project).returncode == 1


def test_a_start_beside_another_one_says_that_it_waits_and_asks_for_nothing_that_is_done_by_then(project):
    (project / "out").mkdir()
    log = project / "out/set-up.log"
    log.touch()
    (project / ".venv/fonts").mkdir()
    # the other one ends as soon as this one has said that it waits
    done = bash(
        f"""
        stamp_of requirements.lock >.venv/stamp
        {{ stamp_of_fonts || true; }} | sha256sum >.venv/fonts/stamp
        RUN_PACKAGES=never-heard
        missing_packages() {{ [ -e packages-are-there ] || printf never-heard; }}
        install_packages() {{ say "asked for packages"; }}
        mkfifo waits
        {{ flock 9; read -t 5 -r _ <>waits || true; : >packages-are-there; }} 9>>"{log}" &
        until ! flock -n -o "{log}" true; do :; done
        say() {{ printf '%s\n' "$*" >&2; case $* in *"this one goes on"*) echo >waits ;; esac; }}
        set_up run
        """,
        project,
    )
    assert done.returncode == 0, done.stderr
    assert "Another start is setting up here" in done.stderr
    assert "asked for packages" not in done.stderr
    assert "To be done once" not in done.stderr


def test_another_user_is_told_in_one_sentence_whose_folder_this_is(project):
    words = ["bash", "-c", ". .ci/setup.sh; may_write run"]
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        words = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *words]
    else:
        project.chmod(0o555)
    done = subprocess.run(words, cwd=project, capture_output=True, text=True, check=False, timeout=300)
    project.chmod(0o755)
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert pwd.getpwuid(project.stat().st_uid).pw_name in done.stderr
    assert "copy the folder" in done.stderr


def test_long_work_is_one_line_and_its_words_are_in_the_log(project):
    (project / "out").mkdir()
    done = bash("work 'Long work' part_unknown sh -c 'echo many words; echo more >&2'", project)
    assert done.returncode == 0
    assert done.stdout == ""
    assert [line.split(":")[0].strip() for line in done.stderr.splitlines()] == ["Long work"]
    assert (project / "out/set-up.log").read_text() == "many words\nmore\n"


def test_work_that_fails_shows_its_last_words_and_names_the_log(project):
    (project / "out").mkdir()
    done = bash("work 'Long work' part_unknown sh -c 'echo disk is full; exit 7' || exit $?", project)
    assert done.returncode == 7
    assert "disk is full" in done.stderr
    assert str(project / "out/set-up.log") in done.stderr


def test_packages_that_a_ctrl_c_left_half_done_are_finished_before_others_are_asked_for():
    done = bash('as_root() { echo "$*"; }; apt_install never-heard')
    first, second = done.stdout.splitlines()
    assert first.endswith("dpkg --configure -a")
    assert re.search("apt-get .*--fix-broken.* never-heard$", second)


def test_what_the_packages_say_while_they_are_set_up_is_in_the_log_with_the_progress(tmp_path):
    # the real apt on an empty system of its own; dpkg is played, as it would change this machine
    control = tmp_path / "tree/DEBIAN/control"
    control.parent.mkdir(parents=True)
    control.write_text("Package: said\nVersion: 1\nArchitecture: all\nMaintainer: x <x@y.z>\nDescription: x\n")
    build = ["dpkg-deb", "--build", tmp_path / "tree", tmp_path / "said.deb"]
    subprocess.run(build, check=True, capture_output=True, timeout=60)
    state = tmp_path / "state"
    for folder in ("lists/partial", "archives/partial", "log"):
        (state / folder).mkdir(parents=True)
    (state / "status").touch()
    dpkg = tmp_path / "dpkg"
    dpkg.write_text('#!/bin/sh\ncase $* in *--configure*) echo "the package speaks" ;; *) : ;; esac\n')
    dpkg.chmod(0o755)
    settings = tmp_path / "apt.conf"
    settings.write_text(
        f'Dir::State "{state}"; Dir::State::status "{state}/status"; Dir::State::Lists "lists"; Dir::Cache "{state}";\n'
        f'Dir::Log "{state}/log"; Dir::Etc "{tmp_path}"; Dir::Bin::dpkg "{dpkg}"; Debug::NoLocking "true";\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = bash(f'as_root() {{ "$@"; }}; apt_install "{tmp_path}/said.deb"', APT_CONFIG=str(settings), PATH=path)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert "the package speaks" in said
    assert any(line.startswith("pmstatus:") for line in said)


@pytest.fixture
def tools(project):
    """The programs that ./check calls, each with the exit status that a test gives it; set-up finds nothing to do."""
    with (project / ".ci/setup.sh").open("a") as file:
        file.write("\nset_up() { :; }\n")

    def make(**status):
        (project / ".venv/bin/python").unlink()
        for name in ("ruff", "mypy", "lint-imports", "kiosk", "python"):
            program = project / ".venv/bin" / name
            program.write_text(f"#!/bin/sh\nexit {status.get(name.replace('-', '_'), 0)}\n")
            program.chmod(0o755)

        def check(*words):
            return subprocess.run(
                ["./check", *words], cwd=project, capture_output=True, text=True, check=False, timeout=300
            )

        return check

    return make


def rows(done):
    """The table at the end: step and result."""
    lines = done.stderr.partition("min:s  step\n")[2].splitlines()
    return dict(line.strip().split("  ", 1)[1].split(": ") for line in lines if ": " in line)


def test_check_ends_with_a_table_of_its_steps(tools):
    done = tools()()
    assert done.returncode == 0
    assert set(rows(done).values()) == {"ok"}
    assert {"style", "types", "tests"} <= set(rows(done))
    assert "in all" in done.stderr


def test_check_stops_at_a_failed_step_and_says_which(tools):
    done = tools(mypy=2)()
    assert done.returncode == 2
    assert rows(done)["types"] == "FAILED (2)"
    assert "tests" not in rows(done)


def test_check_gives_the_tests_a_folder_of_their_own_where_programs_run_and_takes_it_away(tools, project, tmp_path):
    check = tools()
    (project / ".venv/bin/python").write_text('#!/bin/sh\necho "$PYTEST_DEBUG_TEMPROOT"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path))
        done = check()
        patch.setenv("TMPDIR", str(tmp_path / "nowhere"))
        elsewhere = check()
    folder = Path(done.stdout.splitlines()[-1])
    assert folder.parent == tmp_path
    assert not folder.exists()
    assert Path(elsewhere.stdout.splitlines()[-1]).parent == Path("/var/tmp")


def test_check_goes_on_when_it_is_told_to_and_still_fails(tools):
    done = tools(mypy=2)("--keep-going")
    assert done.returncode == 2
    assert rows(done)["tests"] == "ok"


@pytest.fixture
def failing(tools, project):
    """./check whose tests fail in so many, and again or not when they are asked once more."""

    def make(count, *, again):
        check = tools()
        (project / ".venv/bin/python").write_text(
            f"""#!/bin/sh
case "$*" in
    -c*) exec "{sys.executable}" "$@" ;;
    *--last-failed*) exit {int(again)} ;;
esac
mkdir -p .pytest_cache/v/cache
echo '{json.dumps({f"tests/a.py::test_{each}": True for each in range(count)})}' >.pytest_cache/v/cache/lastfailed
exit 1
"""
        )
        return check

    return make


def test_a_test_that_fails_once_is_named_and_no_failure_when_it_is_asked_again(failing):
    done = failing(2, again=False)("--again")
    assert done.returncode == 0
    assert rows(done)["tests"] == "ok"
    told = done.stderr.partition("min:s")[2]
    assert "Unsteady" in told
    assert "tests/a.py::test_0\ntests/a.py::test_1\n" in told


@pytest.mark.parametrize(
    ("count", "again", "words"), [(2, True, ["--again"]), (6, False, ["--again"]), (1, False, [])], ids=str
)
def test_tests_that_fail_twice_or_many_or_where_nobody_said_again_are_a_failure(failing, count, again, words):
    done = failing(count, again=again)(*words)
    assert done.returncode == 1
    assert rows(done)["tests"] == "FAILED (1)"


def test_check_full_takes_no_longer_than_it_may(tools, project):
    check = tools()
    (project / ".ci/other").write_text("#!/bin/sh\nexit 0\n")
    text = (project / "check").read_text()
    assert "\nFULL_MINUTES=60 " in text
    (project / "check").write_text(text.replace("\nFULL_MINUTES=60 ", "\nFULL_MINUTES=-1 "))
    done = check("full")
    assert done.returncode == 1
    assert set(rows(done).values()) == {"ok"}
    assert "more than the -1 minutes" in done.stderr


def test_check_full_fails_with_3_when_the_other_debian_cannot_be_tried(tools, project):
    check = tools()
    (project / ".ci/other").write_text("#!/bin/sh\nexit 3\n")
    done = check("full")
    assert done.returncode == 3
    assert rows(done)["the other Debian"] == "FAILED (3)"


def test_pip_is_set_up_elsewhere_as_it_is_here(tmp_path):
    home, wheels, carried = tmp_path / "home", tmp_path / "wheels", tmp_path / "carried"
    index = tmp_path / "index" / "simple"
    for folder in (home / ".config/pip", wheels, index, carried):
        folder.mkdir(parents=True)
    (home / ".config/pip/pip.conf").write_text(
        f"[global]\nfind-links = {wheels}\nextra-index-url =\n    file://{index}\n    https://packages.example/simple\n"
    )
    done = subprocess.run(
        [sys.executable, ROOT / ".ci/pip_settings.py", carried],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PIP_TIMEOUT": "7", "XDG_CONFIG_DIRS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], "PIP_CONFIG_FILE": str(carried / "pip.conf")},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout
    assert f"find-links='{wheels}'" in listed
    assert f"file://{index}" in listed
    assert "https://packages.example/simple" in listed
    assert "PIP_TIMEOUT=7" in (carried / "pip.env").read_text()
    assert {str(wheels), str(index.parent)} <= set((carried / "bind").read_text().split())


def test_fonts_that_set_up_made_serve_every_user(monkeypatch, tmp_path):
    for name in ("KIOSK_FONTS", "CACHE_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    assert fonts.cache_dir() == tmp_path / "mine/residence-kiosk/fonts"
    (tmp_path / "environment/fonts").mkdir(parents=True)
    assert fonts.cache_dir() == tmp_path / "environment/fonts"
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path / "chosen"))
    assert fonts.cache_dir() == tmp_path / "chosen"
