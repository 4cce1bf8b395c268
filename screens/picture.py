"""Pictures of screens without a window on a display: any size, many in one process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from kiosk.views.view import View
from screens.theme import Glass

if TYPE_CHECKING:
    from screens.stage import Stage


def pixels(width: int, height: int) -> Image.Image:
    """The frame buffer that is bound now."""
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glFinish, glReadPixels

    glFinish()
    data = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    return Image.frombytes("RGB", (width, height), bytes(data)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def save(image: Image.Image, path: Path, scale: float = 1.0) -> Path:
    """Write a PNG, `scale` times its size."""
    if scale != 1.0:
        size = (round(image.width * scale), round(image.height * scale))
        image = image.resize(size, Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def of_stage(stage: Stage) -> Image.Image:
    """What a stage in a window shows now, in the panel's pixels however large the window is; on the main thread only."""
    stage.settle()
    texture = stage.export_as_image().texture
    return Image.frombytes("RGBA", texture.size, texture.pixels).convert("RGB")


class Camera:
    """Draws Views into a frame buffer of their own; `screens.window.prepare` must have been called."""

    def __init__(self) -> None:
        # the window brings the GL context
        from kivy.core.window import Window

        self._window: Any = Window
        self._buffers: dict[tuple[int, int], Any] = {}

    def shoot(self, view: View, glass: Glass) -> Image.Image:
        """A picture of a View at rest, in full size."""
        return self.page(view, glass, 0)[0]

    def page(self, view: View, glass: Glass, page: int) -> tuple[Image.Image, int]:
        """A picture of one page, and how many pages there are."""
        from kivy.graphics import Callback, ClearBuffers, ClearColor, Fbo
        from kivy.graphics.context import get_context

        from screens.stage import Stage

        stage = Stage(glass, lambda _input: None, moving=False)
        stage.show(view)
        if page:
            stage.turn(page)
        size = (glass.width, glass.height)
        buffer = self._buffers.get(size)
        if buffer is None:
            buffer = self._buffers[size] = Fbo(size=size, with_stencilbuffer=False)
        taken: list[Image.Image] = []
        buffer.clear()
        buffer.add(ClearColor(0, 0, 0, 1))
        buffer.add(ClearBuffers())
        buffer.add(stage.canvas)
        buffer.add(Callback(lambda _: taken.append(pixels(*size))))
        buffer.ask_update()
        buffer.draw()
        buffer.clear()
        stage.canvas.clear()
        # Kivy frees textures in a tick of its loop, and here no loop runs
        get_context().gl_dealloc()
        return taken[-1], stage.scene.pages
