"""Loads torch in the background without holding up the thread that draws.

An import holds the interpreter's lock for as long as a library takes to load: for torch's, 0.3 s. So the shared
libraries are loaded first by the system's own ``dlopen``, called as any foreign function and therefore without the lock
(the constructor of ``ctypes.CDLL`` keeps it), and the threads take shorter turns during the import. The garbage
collector is held meanwhile: an import makes a million objects and no garbage.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

FIRST_RUN = ("engine.runs.keeping", "engine.training.loop", "torch._dynamo")
"""What the first run needs besides torch itself; torch.optim imports the last, 1.3 s, when an optimizer is made."""

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
            gc.freeze()  # modules stay: to look through them once would hold everything up for a tenth of a second
            gc.enable()


def _load_libraries() -> None:
    spec = find_spec("torch")
    suffix = _SUFFIXES.get(sys.platform)
    if spec is None or spec.origin is None or suffix is None:
        return
    folder = Path(spec.origin).parent / "lib"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for name in _LIBRARIES:
        path = folder / f"{name}{suffix}"
        if path.exists():
            # torch itself loads the first one for all to see, and the others not
            scope = os.RTLD_GLOBAL if name.endswith("global_deps") else os.RTLD_LOCAL
            dlopen(os.fsencode(path), os.RTLD_NOW | scope)  # a failure shows at the import, with its reason
