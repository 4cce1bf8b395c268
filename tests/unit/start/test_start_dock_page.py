"""The dock opens by itself at a desktop, and never takes a terminal or a build machine."""

import threading
import webbrowser

import pytest

from kiosk.commands import desktopbrowser
from tests.support.waiting import PATIENCE

URL = "http://127.0.0.1:8800/"


class _Desktops(webbrowser.BackgroundBrowser):
    """A browser beside the terminal; it notes what it is asked to open."""

    def __init__(self):
        super().__init__("none")
        self.asked, self.done = [], threading.Event()

    def open(self, url, new=0, autoraise=True):
        self.asked.append(url)
        self.done.set()
        return True


@pytest.fixture
def browser(monkeypatch):
    made = _Desktops()
    monkeypatch.setattr(webbrowser, "get", lambda: made)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("CI", raising=False)
    return made


def test_at_a_desktop_the_browser_is_asked(browser):
    assert desktopbrowser.open_page(URL)
    assert browser.done.wait(PATIENCE)
    assert browser.asked == [URL]


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("DISPLAY", "")])
def test_without_a_desktop_or_on_a_build_machine_nothing_is_opened(browser, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert not desktopbrowser.open_page(URL)
    assert not browser.asked


def test_a_browser_that_would_take_the_terminal_is_not_asked(browser, monkeypatch):
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("false"))
    assert not desktopbrowser.open_page(URL)


def test_without_a_browser_nothing_happens(browser, monkeypatch):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert not desktopbrowser.open_page(URL)
