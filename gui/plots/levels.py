"""One node on PyTorch's three levels of abstraction: Module, autograd, Tensor; one at a time."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from engine.probes.frames import LevelsFrame
from gui.inspector.facts import FactRows
from gui.plots.choice import Choice
from gui.plots.histogram import Histogram, HistogramPlot
from gui.plots.levels_text import autograd_rows, module_text, tensor_rows

_LABEL_WIDTH = 100
_HISTOGRAM_HEIGHT = 90


class Level(Enum):
    """How abstract one looks at a node; the value stands on the button."""

    MODULE = "Module"
    AUTOGRAD = "autograd"
    TENSOR = "Tensor"


_DOCS = {
    Level.MODULE: "A layer with its state, and the code of its forward pass",
    Level.AUTOGRAD: "A node of the graph that autograd records: what it keeps, and the gradient in and out",
    Level.TENSOR: "An array of numbers on a device",
}


class LevelsPlot(QWidget):
    """Shows `LevelsFrame`s of one node."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: LevelsFrame | None = None
        self.choice = Choice({level.value: _DOCS[level] for level in Level})
        self.code = _code()
        self.autograd, self.tensor = FactRows(_LABEL_WIDTH), FactRows(_LABEL_WIDTH)
        self.histogram = HistogramPlot()
        self.histogram.setFixedHeight(_HISTOGRAM_HEIGHT)
        self._pages = QStackedWidget()
        for page in (self.code, _scrolled(self.autograd), _scrolled(self.histogram, self.tensor)):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.choice)
        layout.addWidget(self._pages, 1)
        self.choice.chosen.connect(self._pages.setCurrentIndex)

    @property
    def frame(self) -> LevelsFrame | None:
        """What is on show."""
        return self._frame

    @property
    def level(self) -> Level:
        """Which level is on show."""
        return tuple(Level)[self.choice.place]

    def show_frame(self, frame: LevelsFrame) -> None:
        """Show a node in place of what was shown."""
        self._frame = frame
        code = module_text(frame.module)
        if code != self.code.toPlainText():  # it would lose its place and its selection
            self.code.setPlainText(code)
        self.autograd.show_rows(autograd_rows(frame.autograd))
        self.tensor.show_rows(tensor_rows(frame.tensor))
        self.histogram.show_histograms((Histogram("values", frame.tensor.edges, frame.tensor.counts),))

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        self.code.setPlainText("")
        self.autograd.show_rows([])
        self.tensor.show_rows([])
        self.histogram.clear()


def _code() -> QPlainTextEdit:
    code = QPlainTextEdit()
    code.setReadOnly(True)
    code.setFrameShape(QFrame.Shape.NoFrame)
    code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    code.setFont(font)
    code.setStyleSheet("QPlainTextEdit { background: transparent; border: none; font-size: 12px; }")
    return code


def _scrolled(*widgets: QWidget) -> QScrollArea:
    content = QWidget()
    content.setProperty("panel", True)
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 6, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area
