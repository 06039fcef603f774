"""How nodes and closed groups look: a card with the name above and what is known below."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.analysis.inference import Severity
from engine.graph.direction import Direction
from gui.canvas import geometry
from gui.canvas.items.fonts import font, metrics
from gui.canvas.overlay import OnCard, on_fill
from gui.theme.colors import Theme
from gui.theme.icons import renderer

CARD = QRectF(-geometry.NODE_WIDTH / 2, -geometry.NODE_HEIGHT / 2, geometry.NODE_WIDTH, geometry.NODE_HEIGHT)
_HEADER = QRectF(CARD.left(), CARD.top(), CARD.width(), geometry.HEADER_HEIGHT)
_FOOTER = QRectF(CARD.left(), _HEADER.bottom(), CARD.width(), geometry.NODE_HEIGHT - geometry.HEADER_HEIGHT)
BAND = QRectF(CARD.left(), CARD.top(), 30, CARD.height())
"""What is left of the tile from far away."""
THUMBNAIL = QRectF(CARD.right() - 50, CARD.top() + 6, 44, 44)
"""Where a card shows what its node computes."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEAST_HEIGHT = 12.0
"""Of a thumbnail that is a vector: one row of values."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_SEVERITY_ICONS = {
    Severity.ERROR: "circle-alert",
    Severity.WARNING: "triangle-alert",
    Severity.INCOMPLETE: "circle-dashed",
    Severity.WAITING: "hourglass",
}


@dataclass(frozen=True)
class CardLook:
    """Everything that decides how a card is painted.

    Attributes:
        title: its full name; caption: what of it is written, as frames and breadcrumbs say the rest.
        type_text: what kind of thing it is, at the right of the caption.
        icon, color: of the tile before the name.
        footer_text: the line under the name: the output's shape, or what keeps it from being known.
        is_known: whether that line says what is, and not what is wrong.
        params_text: the number of learnable parameters, at the right of the same line; empty without any.
        severity: how bad its problem is, if it has one.
        bubble_text: the sentence beside the card; empty where there is nothing to put right at this place.
        ports, outputs: names of the input ports and output ports; connected: those of both that have an edge.
        num_stacked: cards drawn behind it, to show that it holds several.
        hot_port: the port that an edge would snap to, if any.
        direction: where wires lead: ports are above and below, or at the left and right.
        overlay: what live views lay over it.
    """

    title: str
    caption: str
    type_text: str
    icon: str
    color: str
    footer_text: str = ""
    is_known: bool = True
    params_text: str = ""
    severity: Severity | None = None
    bubble_text: str = ""
    ports: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    connected: frozenset[str] = frozenset()
    num_stacked: int = 0
    is_selected: bool = False
    is_hovered: bool = False
    hot_port: str | None = None
    direction: Direction = Direction.DOWN
    overlay: OnCard = field(default_factory=OnCard)


def paint_card(painter: QPainter, look: CardLook, theme: Theme) -> None:
    """Paint a card with its centre at (0, 0)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_stack(painter, look, theme)
    inside = on_fill(theme, look.overlay.fill)
    _paint_ground(painter, inside)
    _paint_border(painter, look, theme)
    _paint_header(painter, look, inside)
    _paint_footer(painter, look, inside)
    _paint_thumbnail(painter, look, theme)
    _paint_ports(painter, look, theme)


def paint_thumbnail(painter: QPainter, look: CardLook, theme: Theme) -> None:
    """Paint what is where the thumbnail is, and nothing else of the card: no text, no icon, no border."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, on_fill(theme, look.overlay.fill))
    _paint_thumbnail(painter, look, theme)
    _paint_ports(painter, look, theme)


def _severity_color(severity: Severity | None, theme: Theme) -> str:
    return {
        Severity.ERROR: theme.danger,
        Severity.WARNING: theme.warning,
        Severity.INCOMPLETE: theme.warning,
    }.get(severity, theme.muted)  # type: ignore[arg-type]


def _paint_stack(painter: QPainter, look: CardLook, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.border), 1.2))
    painter.setBrush(QColor(theme.panel if theme.is_dark else theme.window))
    for depth in range(look.num_stacked, 0, -1):
        inset, drop = geometry.STACK_INSET * depth, geometry.STACK_DROP * depth
        painter.drawRoundedRect(CARD.adjusted(inset, drop, -inset, drop), geometry.CORNER, geometry.CORNER)


def _paint_ground(painter: QPainter, theme: Theme) -> None:
    card, footer = QPainterPath(), QPainterPath()
    card.addRoundedRect(CARD, geometry.CORNER, geometry.CORNER)
    painter.fillPath(card, QColor(theme.raised))
    footer.addRect(_FOOTER)
    painter.fillPath(card.intersected(footer), QColor(theme.panel if theme.is_dark else theme.window))


def _paint_border(painter: QPainter, look: CardLook, theme: Theme) -> None:
    color = theme.border
    if look.severity is Severity.ERROR:
        color = theme.danger
    elif look.is_hovered:
        color = theme.muted
    if look.is_selected:
        color = theme.accent
    painter.setPen(QPen(QColor(color), 2.0 if look.is_selected else 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(CARD, geometry.CORNER, geometry.CORNER)


def _paint_header(painter: QPainter, look: CardLook, theme: Theme) -> None:
    tile = QRectF(_HEADER.left() + 7, _HEADER.top() + 6, 21, 21)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.color))
    painter.drawRoundedRect(tile, 5, 5)
    renderer(look.icon, "#ffffff").render(painter, tile.adjusted(3.5, 3.5, -3.5, -3.5))

    type_width = metrics(11).horizontalAdvance(look.type_text)
    right = _text_end(look)
    name_left = tile.right() + 8
    name_width = metrics(13, True).horizontalAdvance(look.caption)
    with_type = name_left + name_width + 8 + type_width <= right  # the name says more
    room = right - name_left - (type_width + 8 if with_type else 0)
    name = metrics(13, True).elidedText(look.caption, Qt.TextElideMode.ElideMiddle, room)
    painter.setPen(QColor(theme.text))
    painter.setFont(font(13, True))
    painter.drawText(QRectF(name_left, _HEADER.top(), room + 2, _HEADER.height()), _LEFT, name)
    if with_type:
        painter.setPen(QColor(theme.muted))
        painter.setFont(font(11))
        painter.drawText(
            QRectF(right - type_width, _HEADER.top(), type_width + 2, _HEADER.height()), _LEFT, look.type_text
        )


def _paint_footer(painter: QPainter, look: CardLook, theme: Theme) -> None:
    line = _FOOTER.adjusted(11, 0, 0, 0)
    line.setRight(_text_end(look))
    color = theme.muted
    if look.severity is not None:
        severity_color = _severity_color(look.severity, theme)
        box = QRectF(line.left() - 1, line.center().y() - 6.5, 13, 13)
        renderer(_SEVERITY_ICONS[look.severity], severity_color).render(painter, box)
        line.setLeft(box.right() + 5)
        if not look.is_known:
            color = severity_color
    painter.setPen(QColor(color))
    painter.setFont(font(12))
    measure = metrics(12)
    shape_width = measure.horizontalAdvance(look.footer_text)
    painter.drawText(line, _LEFT, measure.elidedText(look.footer_text, Qt.TextElideMode.ElideRight, line.width()))
    figure = look.overlay.text or look.params_text
    for params in (figure, figure.removesuffix(" params")):
        if shape_width + measure.horizontalAdvance(params) + 8 <= line.width():
            painter.drawText(line, _RIGHT, params)
            return


def _text_end(look: CardLook) -> float:
    """Return where text has to end on the right."""
    return CARD.right() - 10 if look.overlay.image is None else THUMBNAIL.left() - 7


def _paint_thumbnail(painter: QPainter, look: CardLook, theme: Theme) -> None:
    image = look.overlay.image
    if image is None:
        return
    painter.fillRect(THUMBNAIL, QColor(theme.canvas))
    size = QSizeF(image.size()).scaled(THUMBNAIL.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), QSizeF(size.width(), max(size.height(), _LEAST_HEIGHT)))
    place.moveCenter(THUMBNAIL.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # a value is a square of one colour
    painter.drawImage(place, image)


def _paint_ports(painter: QPainter, look: CardLook, theme: Theme) -> None:
    places = {
        **dict(zip(look.ports, geometry.input_ports(len(look.ports), look.direction), strict=True)),
        **dict(zip(look.outputs, geometry.output_ports(len(look.outputs), look.direction), strict=True)),
    }
    for name, (x, y) in places.items():
        is_hot = name == look.hot_port
        is_connected = name in look.connected
        radius = geometry.PORT_RADIUS + (2.5 if is_hot else 0)
        painter.setPen(QPen(QColor(theme.accent if is_hot else theme.edge), 1.6))
        fill = theme.accent if is_hot else theme.edge if is_connected else theme.canvas
        painter.setBrush(QColor(fill))
        painter.drawEllipse(QPointF(x, y), radius, radius)
