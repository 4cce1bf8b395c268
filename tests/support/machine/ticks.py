"""How fast this processor's time-stamp counter runs.

Without KVM the emulated processor has the real one's counter.  A kernel measures its rate against a timer while it boots; on a busy
computer that measurement is wrong by a factor of fifty, and every second of the machine with it.  So the kernel is told.
"""

import ctypes
import mmap
import time

_RDTSC = bytes.fromhex("0f31 48c1e220 4809d0 c3")  # rdtsc; shl rdx, 32; or rax, rdx; ret
_SPAN = 500_000_000  # ns


def kilohertz() -> int:
    """Ticks a millisecond, against the system's clock."""
    with mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) as code:
        code.write(_RDTSC)
        place = (ctypes.c_char * len(_RDTSC)).from_buffer(code)
        counter = ctypes.CFUNCTYPE(ctypes.c_uint64)(ctypes.addressof(place))
        begun, first = _both(counter)
        while (now := _both(counter))[0] - begun < _SPAN:
            pass
        del place
        return round((now[1] - first) * 1_000_000 / (now[0] - begun))


def _both(counter) -> tuple[int, int]:
    """The clock (ns) and the counter at the same moment: of some tries the one that was interrupted least."""
    tries = []
    for _ in range(20):
        before = time.monotonic_ns()
        ticks = counter()
        after = time.monotonic_ns()
        tries.append((after - before, before, ticks))
    return min(tries)[1:]
