"""The name of a family in the palette: a click folds its layers away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from engine.layers.spec import Category
from gui.theme.appearance import appearance
from gui.theme.icons import renderer

_HEIGHT = 24
_CHEVRON = 12.0


class FamilyHeading(QAbstractButton):
    """Checked while its layers are shown; closed, it says how many there are. Toggled with the mouse or with Space."""

    def __init__(self, category: Category, num_layers: int) -> None:
        super().__init__()
        self.category = category
        self._num_layers = num_layers
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(category.value)
        self.setObjectName(f"family:{category.name}")
        self.setAccessibleName(f"{category.value}, {num_layers} layers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setToolTip("Fold these layers away" if self.isChecked() else "Show these layers")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), 6, 6)
        color = theme.text if self.underMouse() else theme.muted
        room = self.rect().adjusted(6, 3, -6, 0)
        font = self.font()
        font.setPixelSize(11)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        place = QRectF(room.right() - _CHEVRON, room.center().y() - _CHEVRON / 2 + 1, _CHEVRON, _CHEVRON)
        if not self.isEnabled():  # while a search shows what it found
            painter.end()
            return
        renderer("chevron-down" if self.isChecked() else "chevron-right", color).render(painter, place)
        if not self.isChecked():
            number = room.adjusted(0, 0, -int(_CHEVRON) - 6, 0)
            painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._num_layers))
        painter.end()
