"""An X server of its own for a test, without a screen that anybody sees."""

import contextlib
import os
import select
import subprocess

from tests.support.waiting import PATIENCE


@contextlib.contextmanager
def x_server(size):
    """The display's name, for as long as the block lasts; `size` is WIDTHxHEIGHTxDEPTH."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            assert select.select([pipe], [], [], PATIENCE)[0], "never came: a display of Xvfb"
            number = pipe.readline().strip()
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(PATIENCE)
