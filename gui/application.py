"""Starts Qt, opens the window, and loads torch once the window is on the screen."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QApplication

from engine.project.autosave import Autosaves
from engine.runtime.torch_loading import FIRST_RUN, TorchLoader
from gui.display import missing_display
from gui.keeping.crash_safety import CrashSafety, autosave_folder
from gui.main_window import MainWindow
from gui.runs.places import data_root
from gui.theme.appearance import appearance
from gui.theme.icons import icon

LOADED_AHEAD = (*FIRST_RUN, "pyqtgraph")
"""What the first run trains with and shows its curves with, loaded behind torch, so that Train begins at once."""
_FONTS = ["Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans"]
_SIGNAL_CHECK_MS = 200


def run(project: Path | None) -> int:
    """Open the window, with a project if one is given, and return the exit code when it is closed."""
    sentence = missing_display()
    if sentence is not None:
        print(sentence, file=sys.stderr)
        return 2
    application = make_application()
    window = MainWindow()
    window.running.places.default = data_root()
    safety = _safety(window)
    loader = TorchLoader(also=LOADED_AHEAD)
    # Behind the events that were waiting for the first paint, so that the window answers before the loading begins.
    window.painted.connect(lambda: QTimer.singleShot(0, loader.start))
    window.show()
    if project is not None:
        window.open_path(project)
    end_on_interrupt(application)
    code = application.exec()
    if safety is not None:
        safety.autosave.close()
    loader.join()  # an interpreter that ends during an import may crash
    return code


def _safety(window: MainWindow) -> CrashSafety | None:
    """Connect the window to its autosaves, if there is a place for them."""
    try:
        safety = CrashSafety(window, Autosaves(autosave_folder()))
    except OSError as error:
        sentence = (
            f"No autosaves can be kept in {autosave_folder()}. The system says: {error.strerror}. Save your work often."
        )
        window.canvas.notice.show_text(sentence, passing=True)
        return None
    window.painted.connect(safety.offer_leftovers)
    return safety


def make_application() -> QApplication:
    """Return the application with its names, style, font and theme."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("ConvCanvas")
    application.setOrganizationName("ConvCanvas")
    application.setStyle("Fusion")
    font = QFont(application.font())
    font.setFamilies(_FONTS)
    font.setPixelSize(13)
    application.setFont(font)
    application.setWindowIcon(QIcon(icon("grid-3x3", "#3d83f6")))
    appearance.restore()
    return application


def end_on_interrupt(application: QApplication) -> None:
    """Let Ctrl+C in the terminal close the window as its own button does."""
    signal.signal(signal.SIGINT, lambda number, frame: application.closeAllWindows())
    # Python only sees a signal when it runs; while Qt waits for events it does not.
    timer = QTimer(application)
    timer.timeout.connect(_let_python_run)
    timer.start(_SIGNAL_CHECK_MS)


def _let_python_run() -> None:
    """Do nothing, in Python."""
