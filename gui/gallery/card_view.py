"""Shows the presets as cards, to be chosen by mouse or keys; paints only those that are on the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.gallery.card_grid import CARD_HEIGHT, CardGrid, Place, arrange
from gui.gallery.card_painter import THUMBNAIL, paint_heading, paint_preset
from gui.gallery.drafts import Drafts, Wish
from gui.gallery.portraits import Portraits
from gui.gallery.sections import Shelf
from gui.theme.appearance import appearance
from presets.registry import Preset

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 3, Qt.Key.Key_PageDown: -3}
_ENDS = {Qt.Key.Key_Home: -1_000, Qt.Key.Key_End: 1_000}


class CardView(QWidget):
    """All cards, as high as they need.

    Signals:
        current_changed(str): another preset is looked at now; empty for none.
        chosen(str): a preset was double-clicked, or Enter was pressed on it.
        revealed(QRect): this part should be scrolled into sight.
    """

    current_changed = Signal(str)
    chosen = Signal(str)
    revealed = Signal(QRect)

    def __init__(self, drafts: Drafts, portraits: Portraits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts, self._portraits = drafts, portraits
        self._shelf = Shelf((), "")
        self._presets: dict[str, Preset] = {}
        self._grid = CardGrid((), (), 0)
        self._current = self._hovered = ""
        self.setObjectName("presetCards")
        self.setAccessibleName("Presets")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumWidth(240)
        drafts.ready.connect(self._repaint_wish)
        portraits.painted.connect(self._repaint_wish)
        appearance.changed.connect(self.update)

    @property
    def grid(self) -> CardGrid:
        """Where the cards stand."""
        return self._grid

    @property
    def current(self) -> str:
        """The preset that is looked at; empty where there is none."""
        return self._current

    @property
    def shown_names(self) -> list[str]:
        """The presets that are shown, in their order."""
        return [place.name for place in self._grid.places]

    def show_shelf(self, shelf: Shelf) -> None:
        """Show these presets, and look at the one that is surest."""
        self._shelf = shelf
        self._presets = {preset.name: preset for preset in shelf.presets}
        self._arrange()
        self.set_current(shelf.surest)

    def set_current(self, name: str) -> None:
        """Look at a preset."""
        if name != self._current:
            self._current = name
            self.current_changed.emit(name)
            self.update()
        place = self._grid.place_of(name)
        if place is not None:
            self.revealed.emit(_rect(place))

    def go(self, key: Qt.Key) -> bool:
        """Go on to where a key leads; return whether it leads anywhere."""
        if not self._current:
            return False
        if key in _STEPS or key in _ENDS:
            self.set_current(self._grid.beside(self._current, (_STEPS | _ENDS)[key]))
        elif key in _ROWS:
            self.set_current(self._grid.above(self._current, _ROWS[key]))
        else:
            return False
        return True

    def rect_of(self, name: str) -> QRect:
        """Return where a preset's card is; empty where it is not shown."""
        place = self._grid.place_of(name)
        return _rect(place) if place is not None else QRect()

    def sizeHint(self) -> QSize:
        return QSize(720, self._grid.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._grid.name_at(event.position().x(), event.position().y())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = self._grid.name_at(event.position().x(), event.position().y())
        if name:
            self.set_current(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        name = self._grid.name_at(event.position().x(), event.position().y())
        if name:
            self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._current and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._current)
        elif not self.go(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = appearance.theme
        for heading in self._grid.headings:
            row = QRect(0, heading.top, self.width(), heading.height)
            if row.intersects(event.rect()):
                paint_heading(painter, row, heading, self.font(), theme)
        for place in self._grid.places:
            if _rect(place).intersects(event.rect()):
                self._paint_card(painter, place)

    def _paint_card(self, painter: QPainter, place: Place) -> None:
        wish = Wish(place.name)
        portrait = self._portraits.portrait(wish, THUMBNAIL, self.devicePixelRatioF())
        painter.save()
        painter.translate(QPoint(place.left, place.top))
        paint_preset(
            painter,
            QSize(place.width, CARD_HEIGHT),
            self._presets[place.name],
            self._drafts.draft(wish),
            portrait,
            (place.name == self._current, place.name == self._hovered),
            appearance.theme,
        )
        painter.restore()

    def _arrange(self) -> None:
        self._grid = arrange(self._shelf.sections, max(1, self.width()))
        self.setMinimumHeight(self._grid.height)
        self.update()

    def _repaint_wish(self, wish: Wish) -> None:
        if wish == Wish(wish.name):
            self.update(self.rect_of(wish.name))


def _rect(place: Place) -> QRect:
    return QRect(place.left, place.top, place.width, place.height)
