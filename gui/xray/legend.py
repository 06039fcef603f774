"""On the canvas: what the colours and the widths stand for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.probes.frames import Quantity
from gui.canvas.overlay import arrow_head
from gui.canvas.view import CanvasView
from gui.plots.palette import second
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers
from gui.xray import heat
from gui.xray.painting import Painting
from gui.xray.quantity_scale import QuantityScale
from gui.xray.switches import Switches
from gui.xray.wire_looks import WIRES_HAVE, backward_width

_MARGIN = 12
_WIDTH = 148
_BAR_HEIGHT = 10
_SAMPLE = 32
"""Length of a wire that shows a width."""
_BELOW_BREADCRUMBS = 48
_SETTLED_MS = 120
_WAITING = "No values yet"


class Legend(QWidget):
    """In the corner of a canvas where it covers the least; hidden while nothing is coloured."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("xrayLegend")
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self._title, self._colors = QLabel(), ScaleBar()
        self._wires_title, self._widths = QLabel(), ScaleBar(is_backward=True)
        self._step = QLabel()
        self._step.setProperty("role", "small")
        for title in (self._title, self._wires_title):
            title.setStyleSheet("font-weight: 600;")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 7)
        layout.setSpacing(3)
        for part in (self._title, self._colors, self._wires_title, self._widths, self._step):
            layout.addWidget(part)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._keep_clear)
        canvas.looked_elsewhere.connect(self._settle)
        canvas.inside_changed.connect(self._settle)
        canvas.session.document_changed.connect(self._settle)
        canvas.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settling.stop()

    @property
    def text(self) -> str:
        """All that it says, line by line."""
        parts = (self._title, self._colors, self._wires_title, self._widths, self._step)
        return "\n".join(part.text() for part in parts if not part.isHidden())

    def show_painting(self, switches: Switches, painting: Painting) -> None:
        """Explain what is laid over the canvas, or hide."""
        quantity = switches.quantity
        for part in (self._title, self._colors):
            part.setVisible(quantity is not None)
        for part in (self._wires_title, self._widths):
            part.setVisible(switches.backprop)
        if quantity is not None:
            self._title.setText(quantity.title)
            self.setToolTip(_doc(quantity))
            self._colors.show_scale(painting.scale)
        if switches.backprop:
            self._wires_title.setText("Flows back")
            self._wires_title.setToolTip(Quantity.EDGE_GRADIENT.doc)
            self._widths.show_scale(painting.backward, is_colored=quantity is not None)
        self._step.setText(_moment(painting.step))
        self._step.setVisible(painting.step is not None)
        self.setVisible(quantity is not None or switches.backprop)
        self.layout().activate()  # type: ignore[union-attr]
        if self.sizeHint().height() != self.height():
            self.resize(_WIDTH, self.sizeHint().height())
            self._keep_clear()

    def _settle(self, *news: object) -> None:
        """Look for a place once the canvas has come to rest: with many cards that takes a moment."""
        if not self.isHidden():
            self._settling.start()

    def _keep_clear(self) -> None:
        """Go to the corner where the fewest square pixels of cards are covered; stay where it makes no difference."""
        items = self._canvas.items_by_graph.boxes.values()
        cards = [self._canvas.mapFromScene(item.sceneBoundingRect()).boundingRect() for item in items]
        neighbours = [self._canvas.findChild(QWidget, name) for name in ("minimap", "findBar")]
        cards += [each.geometry() for each in neighbours if each is not None and each.isVisible()]
        places = [self.geometry(), *self._corners()] if self._is_at_a_corner() else self._corners()
        self.setGeometry(min(places, key=partial(_covered, cards)))
        self.raise_()

    def _is_at_a_corner(self) -> bool:
        return self.geometry() in self._corners()

    def _corners(self) -> list[QRect]:
        size = self.size()
        right = self._canvas.width() - size.width() - _MARGIN
        foot = self._canvas.height() - size.height() - _MARGIN
        top = _BELOW_BREADCRUMBS if self._canvas.inside else _MARGIN
        places = ((_MARGIN, top), (_MARGIN, foot), (right, foot), (right, top))
        return [QRect(QPoint(x, y), size) for x, y in places]


def _covered(cards: list[QRect], place: QRect) -> int:
    shared = (place.intersected(card).size() for card in cards)
    return sum(size.width() * size.height() for size in shared if not size.isEmpty())


class ScaleBar(QWidget):
    """The colours from low to high, or widths of wires that flow back, with numbers below; a sentence while unknown."""

    def __init__(self, *, is_backward: bool = False) -> None:
        super().__init__()
        self._is_backward = is_backward
        self._is_colored = False
        self._scale: QuantityScale | None = None
        self.setFixedHeight(32)
        appearance.changed.connect(self.update)

    def text(self) -> str:
        """Return its numbers in a row."""
        return "  ".join(text for _, text in self._scale.ticks()) if self._scale is not None else _WAITING

    def show_scale(self, scale: QuantityScale | None, *, is_colored: bool = False) -> None:
        """Show a range, or that there is none yet; ``is_colored``: wires have colours that mean something else."""
        if (scale, is_colored) != (self._scale, self._is_colored):
            self._scale, self._is_colored = scale, is_colored
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_numbers())
        painter.setPen(QColor(appearance.theme.muted))
        if self._scale is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _WAITING)
            return
        bar = QRectF(0, 3, self.width(), _BAR_HEIGHT)
        self._paint_ticks(painter, bar)
        if self._is_backward:
            _paint_widths(painter, bar, QColor(appearance.theme.edge) if self._is_colored else second(appearance.theme))
        else:
            painter.drawImage(bar, _strip(appearance.theme.is_dark))

    def _paint_ticks(self, painter: QPainter, bar: QRectF) -> None:
        metrics = QFontMetrics(small_numbers())
        assert self._scale is not None
        for place, text in self._scale.ticks():
            x, width = bar.left() + place * bar.width(), metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, bar.left()), bar.right() - width)
            painter.drawText(QPointF(left, bar.bottom() + 4 + metrics.ascent()), text)


def _paint_widths(painter: QPainter, bar: QRectF, color: QColor) -> None:
    """Paint wires from thin to thick, with the heads that they have on the canvas."""
    for place in (0.0, 0.5, 1.0):
        width = backward_width(place)
        left = bar.left() + place * (bar.width() - _SAMPLE)
        line = QPainterPath(QPointF(left, bar.center().y()))
        line.lineTo(left + _SAMPLE, bar.center().y())
        painter.setPen(QPen(color, width))
        painter.drawPath(line)
        painter.fillPath(arrow_head(line, width), color)


def _strip(is_dark: bool) -> QImage:
    pixels = heat.colors(is_dark).copy()
    return QImage(pixels.data, len(pixels), 1, 4 * len(pixels), QImage.Format.Format_ARGB32_Premultiplied).copy()


def _doc(quantity: Quantity) -> str:
    wires = WIRES_HAVE.get(quantity)
    return f"{quantity.doc} Wires: {wires.doc[0].lower()}{wires.doc[1:]}" if wires is not None else quantity.doc


def _moment(step: int | None) -> str:
    return "before training" if step == 0 else f"step {step:,}" if step is not None else ""
