"""Where the four pictures of a convolution stand: in a row, or two by two where there is more height than width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

_TALL = 0.8
"""Height over width from which two by two are larger."""
_PLACES_IN_A_ROW = ((0, 0), (0, 1), (0, 3), (0, 5), (0, 2), (0, 4))
_PLACES_TWO_BY_TWO = ((1, 0), (0, 0), (0, 2), (1, 2), (0, 1), (1, 1))
"""Row and column of input, patch, kernel and output, then of the signs × and →."""
_SHARES_IN_A_ROW = (3, 4, 0, 4, 0, 3)
_SHARES_TWO_BY_TWO = (1, 0, 1, 0, 0, 0)


class ConvolutionBlocks(QWidget):
    """Input map, patch × kernel, output map, each below its title."""

    def __init__(self, titles: Sequence[QWidget], pictures: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_tall: bool | None = None
        blocks = [_block(title, picture) for title, picture in zip(titles, pictures, strict=True)]
        self._parts = [*blocks, *(QLabel(sign) for sign in "×→")]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(10)
        self._arrange(False)

    @property
    def is_tall(self) -> bool:
        """Whether they stand two by two."""
        return bool(self._is_tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.height() > _TALL * self.width())

    def _arrange(self, is_tall: bool) -> None:
        if is_tall == self._is_tall:
            return
        self._is_tall = is_tall
        for part in self._parts:
            self._grid.removeWidget(part)
        for part, (row, column) in zip(self._parts, _PLACES_TWO_BY_TWO if is_tall else _PLACES_IN_A_ROW, strict=True):
            alignment = Qt.AlignmentFlag.AlignCenter if isinstance(part, QLabel) else Qt.AlignmentFlag(0)
            self._grid.addWidget(part, row, column, alignment)
        for column, share in enumerate(_SHARES_TWO_BY_TWO if is_tall else _SHARES_IN_A_ROW):
            self._grid.setColumnStretch(column, share)
        for row in (0, 1):
            self._grid.setRowStretch(row, 1 if row == 0 or is_tall else 0)


def _block(title: QWidget, picture: QWidget) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(title)
    column.addWidget(picture, 1)
    return block
