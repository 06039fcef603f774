"""How a card looks: the network in small, what the paper calls it, what was new, and what the engine counts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTextLayout, QTextOption

from engine.layers.counted import counted
from gui.gallery.card_grid import Heading
from gui.gallery.drafts import Draft
from gui.plots.numbers import short
from gui.theme.colors import Theme
from gui.theme.fonts import numbers
from presets.registry import Preset

THUMBNAIL_HEIGHT = 104
_MARGIN = 4
THUMBNAIL = QSize(216, THUMBNAIL_HEIGHT - 2 * _MARGIN)
_PADDING = 12.0
_LINE = 16.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SUMMARY_LINES = 2


def paint_heading(painter: QPainter, row: QRect, heading: Heading, base: QFont, theme: Theme) -> None:
    """Paint a family's name, and behind it its years."""
    font = _sized(base, 14, bold=True)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    room = QRectF(row).adjusted(1, 0, 0, -4)
    painter.drawText(room, _LEFT, heading.title)
    painter.setFont(_sized(base, 12))
    painter.setPen(QColor(theme.muted))
    painter.drawText(
        room.adjusted(QFontMetricsF(font).horizontalAdvance(heading.title) + 10, 1, 0, 0), _LEFT, heading.years
    )


def paint_preset(
    painter: QPainter,
    size: QSize,
    preset: Preset,
    draft: Draft | None,
    portrait: QPixmap | None,
    state: tuple[bool, bool],
    theme: Theme,
) -> None:
    """Paint a card with its upper left corner at the painter's origin.

    Args:
        painter: where.
        size: of the card.
        preset: what it is about.
        draft: the network, once it is built.
        portrait: its picture, once it is painted.
        state: whether it is looked at, and whether the mouse is over it.
        theme: the colours.
    """
    _paint_ground(painter, size, state, theme)
    base = painter.font()
    strip = QRectF(2, 2, size.width() - 4, THUMBNAIL_HEIGHT)
    _paint_strip(painter, strip, portrait, theme)
    room = QRectF(_PADDING, strip.bottom() + 8, size.width() - 2 * _PADDING, size.height() - strip.bottom() - 18)
    _paint_title(painter, room, preset, base, theme)
    _paint_summary(painter, room.adjusted(0, 42, 0, 0), preset.summary, _sized(base, 12), theme)
    _paint_counts(painter, room, draft, numbers(_sized(base, 11)), theme)


def _paint_strip(painter: QPainter, strip: QRectF, portrait: QPixmap | None, theme: Theme) -> None:
    """Paint the network on a piece of canvas, round at the top as the card is."""
    ground = QPainterPath()
    ground.addRoundedRect(strip.adjusted(0, 0, 0, 12), 8, 8)
    below = QPainterPath()
    below.addRect(strip.adjusted(0, strip.height(), 0, 12))
    painter.fillPath(ground.subtracted(below), QColor(theme.canvas))
    if portrait is not None:
        width = portrait.width() / portrait.devicePixelRatio()
        painter.drawPixmap(QPointF(strip.center().x() - width / 2, strip.top() + _MARGIN), portrait)


def _paint_ground(painter: QPainter, size: QSize, state: tuple[bool, bool], theme: Theme) -> None:
    is_current, is_hovered = state
    color = theme.accent if is_current else theme.edge if is_hovered else theme.border
    painter.setPen(QPen(QColor(color), 2.0 if is_current else 1.0))
    painter.setBrush(QColor(theme.raised if theme.is_dark else theme.panel))
    painter.drawRoundedRect(QRectF(QPointF(1, 1), QSizeF(size.width() - 2, size.height() - 2)), 9, 9)


def _paint_title(painter: QPainter, room: QRectF, preset: Preset, base: QFont, theme: Theme) -> None:
    year = QRectF(room.right() - 34, room.top(), 34, 20)
    painter.setFont(_sized(base, 12))
    painter.setPen(QColor(theme.muted))
    painter.drawText(year, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(preset.year))
    title = QRectF(room.left(), room.top(), room.width() - 40, 20)
    _write(painter, title, preset.title, _sized(base, 14, bold=True), theme.text)
    authors = QRectF(room.left(), room.top() + 20, room.width(), 16)
    _write(painter, authors, preset.authors, _sized(base, 11), theme.muted)


def _paint_summary(painter: QPainter, room: QRectF, text: str, font: QFont, theme: Theme) -> None:
    """Write what was new, over as many lines as there is room for; the last one says that it goes on."""
    painter.setPen(QColor(theme.text))
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    measure = QFontMetricsF(font)
    for at in range(_SUMMARY_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        y = room.top() + at * _LINE
        if at < _SUMMARY_LINES - 1:
            line.draw(painter, QPointF(room.left(), y))
        else:
            rest = measure.elidedText(text[line.textStart() :], Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(font)
            painter.drawText(QPointF(room.left(), y + measure.ascent()), rest)
    layout.endLayout()


def _paint_counts(painter: QPainter, room: QRectF, draft: Draft | None, font: QFont, theme: Theme) -> None:
    line = QRectF(room.left(), room.bottom() - _LINE, room.width(), _LINE)
    _write(painter, line, counts(draft), font, theme.muted)


def counts(draft: Draft | None) -> str:
    """Return what the engine counts of a network, in a line; a dash while it is being built."""
    if draft is None:
        return "…"
    if draft.problem:
        return draft.problem
    layers = counted(draft.depth, "layers")
    params, macs = draft.inference.num_params_in_evaluation, draft.inference.macs_in_evaluation
    return f"{layers} · {_brief(params)} params · {_brief(macs)} MACs"


def _brief(count: int) -> str:
    """Return a count in three digits, as there is little room: ``11.7M``."""
    return short(float(f"{count:.3g}"))


def _write(painter: QPainter, room: QRectF, text: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(room, _LEFT, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


def _sized(base: QFont, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
