"""Loads torch in the background without holding up the thread that draws.

An import holds the interpreter's lock for as long as a library takes to load, up to half a second. Loading the shared
libraries first through ctypes, which lets go of the lock, and asking for shorter turns during the import keeps the
longest gap near 20 ms. The garbage collector is held meanwhile: the import makes a million objects and no garbage.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = ("libtorch_global_deps", "libc10", "libtorch_cpu", "libtorch_cuda", "libtorch", "libtorch_python")
_SUFFIXES = {"linux": ".so", "darwin": ".dylib"}
_SWITCH_INTERVAL_S = 0.001


class TorchLoader:
    """Imports torch in a thread; `join` before the interpreter ends."""

    def __init__(self, also: Iterable[str] = ()) -> None:
        """Prepare to load; ``also`` names modules that the first run will need besides."""
        self._thread = threading.Thread(
            target=load_torch, args=(tuple(also),), name="convcanvas-load-torch", daemon=True
        )

    def start(self) -> None:
        """Begin to load."""
        self._thread.start()

    @property
    def is_loading(self) -> bool:
        """Whether torch is on its way."""
        return self._thread.is_alive()

    def join(self) -> None:
        """Wait until torch is loaded, if loading has begun."""
        if self._thread.ident is not None:
            self._thread.join()


def load_torch(also: Iterable[str] = ()) -> None:
    """Import networkx, torch and then ``also`` modules, leaving other threads their turns."""
    interval = sys.getswitchinterval()
    collected = gc.isenabled()
    gc.disable()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    try:
        _load_libraries()
        import networkx  # noqa: F401  # what the first edge needs
        import torch.fx  # noqa: F401
        for name in also:
            import_module(name)
    finally:
        sys.setswitchinterval(interval)
        if collected:
            gc.enable()


def _load_libraries() -> None:
    spec = find_spec("torch")
    suffix = _SUFFIXES.get(sys.platform)
    if spec is None or spec.origin is None or suffix is None:
        return
    folder = Path(spec.origin).parent / "lib"
    for name in _LIBRARIES:
        path = folder / f"{name}{suffix}"
        if path.exists():
            # torch itself loads the first one for all to see, and the others not
            mode = ctypes.RTLD_GLOBAL if name.endswith("global_deps") else ctypes.RTLD_LOCAL
            ctypes.CDLL(str(path), mode=mode)
