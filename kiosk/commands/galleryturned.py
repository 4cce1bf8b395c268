"""A panel that hangs on its side: what it really shows, one picture of every kind of screen (a process of its own).

`python -m kiosk.commands.galleryturned 90 1920 1080 FOLDER LANGUAGE [NAME ...]`: Kivy turns the whole window, which is fixed when a
process starts; so every rotation is drawn by another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from kiosk.views.view import View
    from screens.theme import Glass

# this much of a picture may differ after it is turned back: edges of letters
_LARGEST_DIFFERENCE = 0.002
# the first frames of a window may be empty
_FRAMES = 3


def draw(
    rotation: int, panel: tuple[int, int], folder: Path, language: str, names: tuple[str, ...] = ()
) -> dict[str, list[str]]:
    """Draw in a fresh process; answers the files below `folder` with what was found wrong in each."""
    arguments = [str(rotation), str(panel[0]), str(panel[1]), str(folder), language, *names]
    command = [sys.executable, "-m", "kiosk.commands.galleryturned", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> int:
    """The child: pictures into the folder, findings as JSON on standard output."""
    rotation, width, height, folder, language, *names = arguments
    from screens.window import Setup, prepare

    setup = Setup(int(width), int(height), rotation=int(rotation), driver="offscreen")
    prepare(setup)
    from kiosk.commands.galleryviews import all_views
    from kiosk.views.view import Comfort
    from screens.picture import save

    chosen = [(name, view) for name, view in all_views(language, Comfort()) if not names or name in names]
    one_each = list({type(view): (name, view) for name, view in reversed(chosen)}.values())[::-1]
    found: dict[str, list[str]] = {}
    for name, view in chosen if names else one_each:
        panel, upright = _shot(view, setup.glass, (setup.width, setup.height))
        file = f"turned-{rotation}/{name}.png"
        save(panel, Path(folder) / file, 0.5)
        differs = _difference(panel.rotate(-int(rotation), expand=True), upright)
        found[file] = [f"{differs:.1%} is not where it is upright"] if differs > _LARGEST_DIFFERENCE else []
    json.dump(found, sys.stdout)
    return 0


def _shot(view: View, glass: Glass, panel: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """What the panel shows, and the same screen drawn upright."""
    from kivy.base import EventLoop, runTouchApp
    from kivy.core.window import Window
    from kivy.uix.widget import Widget

    from screens.picture import Camera, pixels
    from screens.stage import Stage

    if not EventLoop.window:
        runTouchApp(Widget(), embedded=True)
    stage = Stage(glass, lambda _input: None, moving=False)
    stage.show(view)
    Window.add_widget(stage)
    for _ in range(_FRAMES):
        EventLoop.idle()
    # the buffers were swapped after the last frame: draw into the one that is read
    Window.dispatch("on_draw")
    image = pixels(*panel)
    Window.remove_widget(stage)
    return image, Camera().shoot(view, glass)


def _difference(one: Image.Image, other: Image.Image) -> float:
    import numpy as np
    from PIL import ImageChops

    if one.size != other.size:
        return 1.0
    return float((np.asarray(ImageChops.difference(one, other)).max(axis=2) > 60).mean())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
