"""The sentences about problems in a picture of the canvas: beside their cards, as bubbles have them in the window."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument

from engine.analysis.inference import Severity
from gui.canvas import beside
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.card_painter import CARD
from gui.canvas.items.fonts import font
from gui.theme.colors import Theme

_WIDTH = 250.0
_PADDING = 10.0
_ROUNDING = 7.0
_FONT_PIXELS = 12
_EVERYWHERE = beside.Rect(-1e7, -1e7, 1e7, 1e7)


class ProblemNote:
    """A sentence beside a card.

    Attributes:
        area: of the scene, that it takes.
    """

    def __init__(self, item: BoxItem, taken: Sequence[QRectF], theme: Theme) -> None:
        self._theme = theme
        self._is_error = item.look.severity is not Severity.WARNING
        self._document = _document(item, theme)
        size = self._document.size()
        wanted = size.width() + 2 * _PADDING, size.height() + 2 * _PADDING
        spot = beside.place(_rect(_card(item)), wanted, _EVERYWHERE, [*map(_rect, taken)], item.look.direction)
        self.area = QRectF(spot.left, spot.top, *wanted)

    def paint(self, painter: QPainter) -> None:
        """Paint it where it stands in the scene."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.danger if self._is_error else self._theme.warning), 1))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(self.area, _ROUNDING, _ROUNDING)
        painter.translate(self.area.topLeft() + QPointF(_PADDING, _PADDING))
        self._document.drawContents(painter)
        painter.restore()


def problem_notes(items: Sequence[BoxItem], theme: Theme) -> list[ProblemNote]:
    """Return a note for each card with something to put right, where it covers other cards and notes least."""
    taken = [_card(item) for item in items]
    notes: list[ProblemNote] = []
    for item in sorted((item for item in items if item.look.bubble_text), key=lambda item: (item.y(), item.x())):
        note = ProblemNote(item, taken, theme)
        taken.append(note.area)
        notes.append(note)
    return notes


def _document(item: BoxItem, theme: Theme) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(font(_FONT_PIXELS))
    document.setDocumentMargin(0)
    document.setTextWidth(_WIDTH - 2 * _PADDING)
    sentence = f"<b>{escape(item.look.title)}</b>: {escape(item.look.bubble_text)}"
    document.setHtml(f'<span style="color: {theme.text}">{sentence}</span>')
    return document


def _card(item: BoxItem) -> QRectF:
    return QRectF(CARD.translated(item.pos()))


def _rect(area: QRectF) -> beside.Rect:
    return beside.Rect(area.left(), area.top(), area.right(), area.bottom())
