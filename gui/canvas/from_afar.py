"""The whole network in a few strokes, for when it is too far away to read single cards.

Qt asks each item of a scene where it is and to paint itself. With hundreds of items in view that takes ten times as
long as painting them, so here they are sorted by colour once and then painted a colour at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QStaticText, QTransform
from PySide6.QtWidgets import QGraphicsItem

from engine.analysis.inference import Severity
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.card_painter import BAND, CARD
from gui.canvas.items.fonts import font, metrics
from gui.canvas.items.frame_item import frame_colors
from gui.canvas.items.painting import paint_item
from gui.canvas.overlay import on_fill
from gui.theme.appearance import appearance

if TYPE_CHECKING:
    from gui.canvas.sync import CanvasSync

_NAMELESS = 0.2
"""Below this zoom even a name in large letters cannot be read."""
_HEADLESS = 0.1
"""Below this zoom an arrow head is a pixel."""
_NAME = QRectF(BAND.right() + 10, CARD.top(), CARD.right() - BAND.right() - 14, CARD.height())
_NAME_SIZE = 20


class FromAfar:
    """Paints what a `CanvasSync` shows; sorts it anew when its revision, or what is selected, has changed."""

    def __init__(self, items: CanvasSync) -> None:
        self._items = items
        self._revision = self._overlay_revision = self._heads_revision = -1
        self._cards: list[tuple[BoxItem, QRectF, float]] = []
        self._bodies: dict[str, list[QRectF]] = {}
        self._bands: dict[str, list[QRectF]] = {}
        self._outlines: dict[str, list[QRectF]] = {}
        self._wires: dict[tuple[str, float], QPainterPath] = {}
        self._heads: dict[str, QPainterPath] = {}
        self._names: dict[str, QStaticText] = {}

    def paint(self, painter: QPainter, area: QRectF, extras: Iterable[QGraphicsItem]) -> None:
        """Paint the part of the scene in an area; ``extras`` are items that stay as they are, on top."""
        zoom = painter.worldTransform().m11()
        self._keep_up(with_heads=zoom >= _HEADLESS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= _NAMELESS)
        self._paint_frames(painter)
        for note in self._items.notes.values():
            paint_item(painter, note)
        self._paint_wires(painter, with_heads=zoom >= _HEADLESS)
        self._paint_cards(painter, with_borders=zoom >= _NAMELESS)
        if zoom >= _NAMELESS:
            self._paint_names(painter, area)
        for item in extras:
            paint_item(painter, item)

    def _keep_up(self, *, with_heads: bool) -> None:
        """Sort anew what has changed: while a network trains, only what the live views lay over it."""
        if self._revision != self._items.revision:
            self._revision, self._overlay_revision = self._items.revision, -1
            self._sort()
        if self._overlay_revision != self._items.overlay_revision:
            self._overlay_revision, self._heads_revision = self._items.overlay_revision, -1
            self._sort_colors()
        if with_heads and self._heads_revision != self._overlay_revision:
            self._heads_revision = self._overlay_revision
            self._sort_heads()

    def _sort(self) -> None:
        bands, outlines = defaultdict(list), defaultdict(list)
        self._cards = [(item, CARD.translated(item.pos()), item.opacity()) for item in self._items.boxes.values()]
        for item, card, opacity in self._cards:
            bands[_faded(item.look.color, opacity)].append(QRectF(card.topLeft(), BAND.size()))
            outlines[_outline(item)].append(card)
        self._bands, self._outlines = dict(bands), dict(outlines)

    def _sort_colors(self) -> None:
        bodies: defaultdict[str, list[QRectF]] = defaultdict(list)
        wires: defaultdict[tuple[str, float], QPainterPath] = defaultdict(QPainterPath)
        raised = appearance.theme.raised
        for item, card, opacity in self._cards:
            bodies[_faded(item.look.overlay.fill or raised, opacity)].append(card)
        for wire in self._items.wires():
            if wire.isVisible():
                wires[wire.color, wire.width].addPath(wire.line)
        self._bodies, self._wires = dict(bodies), dict(wires)

    def _sort_heads(self) -> None:
        self._heads = defaultdict(QPainterPath)
        for wire in self._items.wires():
            if wire.isVisible() and not wire.head.isEmpty():
                self._heads[wire.color].addPath(wire.head)

    def _paint_frames(self, painter: QPainter) -> None:
        """Paint the outermost wash and every line; opaque, as that takes a third of the time."""
        line, wash = frame_colors()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_faded(wash.name(), wash.alphaF())))
        painter.drawRects(self._items.frames.areas(outermost=True))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_cosmetic(_faded(line.name(), line.alphaF()), 0.0))
        painter.drawRects(self._items.frames.areas())

    def _paint_wires(self, painter: QPainter, *, with_heads: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (color, width), path in self._wires.items():
            painter.setPen(QPen(QColor(color), width))
            painter.drawPath(path)
        for color, heads in self._heads.items() if with_heads else ():
            painter.fillPath(heads, QColor(color))

    def _paint_cards(self, painter: QPainter, *, with_borders: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, rects in (*self._bodies.items(), *self._bands.items()):
            painter.setBrush(QColor(color))
            painter.drawRects(rects)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, rects in self._outlines.items():
            if with_borders or color != appearance.theme.border:
                painter.setPen(_cosmetic(color, 1.0 if color == appearance.theme.border else 2.0))
                painter.drawRects(rects)

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(_NAME_SIZE, True))
        for item in self._items.boxes.values():
            place = item.pos()
            if area.intersects(_NAME.translated(place)):
                name = self._name(item.look.caption)
                painter.setPen(QColor(on_fill(appearance.theme, item.look.overlay.fill).text))
                down = (_NAME.height() - name.size().height()) / 2
                painter.drawStaticText(place + _NAME.topLeft() + QPointF(0, down), name)

    def _name(self, caption: str) -> QStaticText:
        if caption not in self._names:
            measure = metrics(_NAME_SIZE, True)
            text = QStaticText(measure.elidedText(caption, Qt.TextElideMode.ElideMiddle, _NAME.width()))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), font(_NAME_SIZE, True))
            self._names[caption] = text
        return self._names[caption]


def _outline(item: BoxItem) -> str:
    theme = appearance.theme
    if item.isSelected():
        return theme.accent
    return theme.danger if item.look.severity is Severity.ERROR else theme.border


def _faded(color: str, opacity: float) -> str:
    """Return the colour as it looks on the canvas at an opacity."""
    if opacity == 1:
        return color
    over, under = QColor(color), QColor(appearance.theme.canvas)
    red, green, blue = (
        round(255 * (opacity * one + (1 - opacity) * other))
        for one, other in (
            (over.redF(), under.redF()),
            (over.greenF(), under.greenF()),
            (over.blueF(), under.blueF()),
        )
    )
    return QColor(red, green, blue).name()


def _cosmetic(color: str, width: float) -> QPen:
    """Return a pen that is as thick at every zoom."""
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    return pen
