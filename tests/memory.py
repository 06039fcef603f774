"""How much memory the process uses, as its allocator counts it: exact, where the resident set also counts gaps."""

from __future__ import annotations

import ctypes
import gc
import sys
from dataclasses import dataclass
from pathlib import Path

_PAGE = 4096
_MB = 2**20


class _MallInfo2(ctypes.Structure):
    """glibc's ``struct mallinfo2`` (mallinfo(3))."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks"),
            "keepcost",
        )
    ]


@dataclass(frozen=True)
class Memory:
    """What a process holds at one moment.

    Attributes:
        handed_out_mb: what C and C++ have asked malloc for and not given back: Qt's objects among them.
        python_blocks: objects that Python's own allocator holds.
        resident_mb: pages in main memory: the above, and the gaps that freed blocks have left between others.
    """

    handed_out_mb: float
    python_blocks: int
    resident_mb: float


def measure() -> Memory:
    """Return what the process holds now, once garbage is collected and free pages are given back."""
    gc.collect()
    libc = ctypes.CDLL("libc.so.6")
    libc.malloc_trim(0)
    libc.mallinfo2.restype = _MallInfo2
    info = libc.mallinfo2()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / _MB
    return Memory((info.uordblks + info.hblkhd) / _MB, sys.getallocatedblocks(), resident)


def can_be_measured() -> bool:
    """Whether this system has the counts."""
    return sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "mallinfo2")
