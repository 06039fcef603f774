"""The lecture's chart: multiply-adds across, top-1 accuracy up, the area of a circle for the parameters."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.analysis.published import PublishedModel
from gui.complexity.chart_painter import ChartPainter
from gui.complexity.placing import Placing, place
from gui.complexity.points import LivePoint
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ComplexityChart(QWidget):
    """Shows published networks, and the open one among them.

    Signals:
        hovered(PublishedModel | None): the network under the mouse or reached by the arrow keys.
        chosen(str): torchvision's name of a network that was clicked, or Enter was pressed on.
    """

    hovered = Signal(object)
    chosen = Signal(str)

    def __init__(self, named_first: Collection[str] = (), parent: QWidget | None = None) -> None:
        """Make an empty chart; ``named_first`` are the networks whose names are written before all others."""
        super().__init__(parent)
        self._models: tuple[PublishedModel, ...] = ()
        self._live: LivePoint | None = None
        self._named_first = tuple(named_first)
        self._current: int | None = None
        self._family: str | None = None
        self._placing: Placing | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Accuracy against cost")
        self.setMinimumSize(360, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def models(self) -> tuple[PublishedModel, ...]:
        """The networks on show, the cheapest first."""
        return self._models

    @property
    def live(self) -> LivePoint | None:
        """The open network's point."""
        return self._live

    @property
    def current(self) -> PublishedModel | None:
        """The network under the mouse or reached by the arrow keys."""
        return self._models[self._current] if self._current is not None else None

    @property
    def placing(self) -> Placing:
        """Where everything stands at the widget's present size."""
        if self._placing is None:
            size = float(self.width()), float(self.height())
            width_of = QFontMetricsF(small_numbers()).horizontalAdvance
            self._placing = place(self._models, self._live, size, width_of, self._named_first)
        return self._placing

    def show_models(self, models: Sequence[PublishedModel]) -> None:
        """Show these networks in place of those shown."""
        self._models = tuple(sorted(models, key=lambda model: model.macs))
        self._set_current(None)
        self._replace()

    def show_live(self, point: LivePoint | None) -> None:
        """Show the open network as it is now."""
        if point != self._live:
            self._live = point
            self._replace()

    def highlight(self, family: str | None) -> None:
        """Let a family stand out from the others; None for none."""
        self._family = family
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(760, 470)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._placing = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_current(self.placing.circle_at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._set_current(self.placing.circle_at(event.position().x(), event.position().y()))
        self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_current(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._models:
            start = -1 if step > 0 else 0
            self._set_current(((self._current if self._current is not None else start) + step) % len(self._models))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self._choose()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = ChartPainter(painter, self.placing, self._models, appearance.theme)
        picture.paint_axes()
        picture.paint_circles(self._current, self._family)
        picture.paint_names()
        if self._live is not None:
            picture.paint_live(self._live)
        if self._current is not None:
            picture.paint_current(self._current, can_be_opened=self.current_can_be_opened)

    @property
    def current_can_be_opened(self) -> bool:
        """Whether there is a preset of the current network's name."""
        return self.current is not None and self.current.name in self._named_first

    def _choose(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current.name)

    def _set_current(self, current: int | None) -> None:
        if current != self._current:
            self._current = current
            can_be_opened = self.current_can_be_opened
            self.setCursor(Qt.CursorShape.PointingHandCursor if can_be_opened else Qt.CursorShape.ArrowCursor)
            self.hovered.emit(self.current)
            self.update()

    def _replace(self) -> None:
        self._placing = None
        self.update()
