"""One layer in the palette."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from engine.layers.spec import LayerSpec
from gui.theme.appearance import appearance
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS
from gui.theme.icons import renderer

_HEIGHT = 27
_TILE = 20


class LayerEntry(QWidget):
    """Dragged with the mouse or chosen with Enter or a double-click; Esc while dragging cancels.

    The widget keeps the mouse from press to release, so the whole drag is plain mouse events.

    Signals:
        drag_started(str): the layer's type.
        drag_moved(QPoint), drag_ended(QPoint): the pointer on the screen.
        drag_cancelled(): Esc.
        chosen(str): the layer's type.
    """

    drag_started = Signal(str)
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)
    drag_cancelled = Signal()
    chosen = Signal(str)

    def __init__(self, spec: LayerSpec) -> None:
        super().__init__()
        self.spec = spec
        self._pressed_at: QPoint | None = None
        self._is_dragging = False
        self._is_hovered = False
        self.setObjectName(f"layer:{spec.type}")
        self.setAccessibleName(spec.type)
        self.setAccessibleDescription(spec.summary)
        self.setToolTip(f"<b>{spec.type}</b><br>{spec.summary}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def matches(self, words: str) -> bool:
        """Whether the layer's type, synonyms, family or summary contain the text."""
        spec = self.spec
        texts = (spec.type, spec.category.value, spec.summary, *spec.synonyms)
        return any(words.lower() in text.lower() for text in texts)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        distance = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if not self._is_dragging and distance >= QApplication.startDragDistance():
            self._is_dragging = True
            self.drag_started.emit(self.spec.type)
        if self._is_dragging:
            self.drag_moved.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging, self._is_dragging, self._pressed_at = self._is_dragging, False, None
        if was_dragging:
            self.drag_ended.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.spec.type)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_dragging:
            self._is_dragging, self._pressed_at = False, None
            self.drag_cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.spec.type)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._is_hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_hovered or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.border), 1))
            painter.setBrush(QColor(theme.raised if theme.is_dark else theme.window))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        tile = QRectF(6, (self.height() - _TILE) / 2, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(CATEGORY_COLORS[self.spec.category]))
        painter.drawRoundedRect(tile, 5, 5)
        renderer(CATEGORY_ICONS[self.spec.category], "#ffffff").render(painter, tile.adjusted(3.5, 3.5, -3.5, -3.5))
        painter.setPen(QColor(theme.text))
        text = self.rect().adjusted(int(tile.right()) + 9, 0, -4, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.spec.type)
        painter.end()
