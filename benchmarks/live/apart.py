"""A benchmark's window has settings and data of its own: a person's arrangement is neither measured nor changed."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def keep_apart() -> None:
    """Have Qt's settings and the program's data in a folder that goes at the end; call it before Qt is asked."""
    folder = tempfile.mkdtemp(prefix="convcanvas-benchmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = folder
