"""Where one is, in a network of groups: the way from the whole network to the group that is dived into."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.canvas.view import CanvasView

_MARGIN = 12


class Breadcrumbs(QWidget):
    """A button for each group on the way; hidden while the whole network is shown."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._crumbs: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 4, 6, 4)
        self._row.setSpacing(2)
        self.setObjectName("breadcrumbs")
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.move(_MARGIN, _MARGIN)
        self.hide()
        canvas.inside_changed.connect(self._show_path)

    def _show_path(self, path: str) -> None:
        for crumb in self._crumbs:
            self._row.removeWidget(crumb)
            crumb.setParent(None)
            crumb.deleteLater()
        self._crumbs = []
        parts = path.split(".") if path else []
        self._add_button("Network", "")
        for place, part in enumerate(parts):
            self._add(QLabel("›"))
            self._add_button(part, ".".join(parts[: place + 1]))
        self._row.activate()
        self.adjustSize()
        self.setVisible(bool(path))
        self.raise_()

    def _add_button(self, text: str, path: str) -> None:
        button = QToolButton()
        button.setObjectName(f"crumb:{path}")
        button.setText(text)
        button.setToolTip(f"Show {path or 'the whole network'}")
        button.clicked.connect(partial(self._go, path))
        self._add(button)

    def _add(self, crumb: QWidget) -> None:
        self._crumbs.append(crumb)
        self._row.addWidget(crumb)
        crumb.show()  # in a row that is seen already it would have no size before Qt's next turn

    def _go(self, path: str, checked: bool = False) -> None:
        self._canvas.go_inside(path)
        self._canvas.setFocus()
