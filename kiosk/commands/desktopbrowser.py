"""Opens a page in the browser of the desktop, where there is one; never one that takes the terminal."""

from __future__ import annotations

import os
import threading
import webbrowser


def open_page(url: str) -> bool:
    """True when a browser was asked to open it; False without a desktop, without a browser, and on a build machine."""
    if os.environ.get("CI") or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # a generic one runs in the terminal until it is left; those of a desktop run beside it
    if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
        return False
    # a browser that has to start is waited for by the module, and nobody waits for it
    threading.Thread(target=browser.open, args=(url,), name="browser", daemon=True).start()
    return True
