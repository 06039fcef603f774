"""A heading with a chevron: a click, or Space, folds what belongs to it away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gui.theme.appearance import appearance
from gui.theme.icons import renderer

_HEIGHT = 24
_CHEVRON = 12.0
_INSET = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FoldHeading(QAbstractButton):
    """Checked while what belongs to it is shown; folded, it says what is hidden there in a few words."""

    def __init__(self, title: str, remark: str = "", inset: int = _INSET) -> None:
        """Make an unfolded heading.

        Args:
            title: what it says.
            remark: what it says at the right while it is folded.
            inset: pixels to the left of the title.
        """
        super().__init__()
        self._inset = inset
        self._remark = remark
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def remark(self) -> str:
        """What it says at the right while it is folded."""
        return self._remark

    def set_remark(self, remark: str) -> None:
        """Say something else while it is folded."""
        self._remark = remark
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), 6, 6)
        color = theme.text if self.underMouse() else theme.muted
        self._paint_words(painter, color)
        painter.end()

    def _paint_words(self, painter: QPainter, color: str) -> None:
        room = self.rect().adjusted(self._inset, 3, -_INSET, 0)
        font = self.font()
        font.setPixelSize(11)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(room, _LEFT, self.text())
        if not self.isEnabled():  # while a search shows what it found
            return
        place = QRectF(room.right() - _CHEVRON, room.center().y() - _CHEVRON / 2 + 1, _CHEVRON, _CHEVRON)
        renderer("chevron-down" if self.isChecked() else "chevron-right", color).render(painter, place)
        if not self.isChecked():
            rest = room.adjusted(painter.fontMetrics().horizontalAdvance(self.text()) + 10, 0, -int(_CHEVRON) - 6, 0)
            words = painter.fontMetrics().elidedText(self._remark, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, _RIGHT, words)
