"""What an empty canvas says: how to begin."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.project.document import Document
from gui.canvas.view import CanvasView
from gui.theme.appearance import appearance
from gui.theme.icons import pixmap

_WIDTH, _MARGIN = 400, 4
_LINES = (
    "Then drag layers below it, and wire them:",
    "from the port under a node to the port above the next.",
    "End with an Output, and press Train.",
    "Double-click anywhere to search for a layer.",
)


class EmptyHint(QWidget):
    """Stays in the middle of the canvas while there is no node.

    Signals:
        preset_requested(): the person wants to begin with a preset.
        gallery_requested(): the person wants to see all of them.
    """

    preset_requested = Signal()
    gallery_requested = Signal()

    def __init__(self, canvas: CanvasView, preset_title: str) -> None:
        super().__init__(canvas)  # not its viewport, whose children are scrolled along
        self._canvas = canvas
        self._icon = QLabel()
        title = QLabel("Drag an Input here to begin")
        title.setProperty("role", "heading")
        self._text = text = QLabel()
        text.setProperty("role", "muted")
        button = QPushButton(f"Or start from {preset_title}")
        button.setObjectName("startFromPreset")
        button.clicked.connect(self.preset_requested)
        gallery = QPushButton("All networks…")
        gallery.setObjectName("openGallery")
        gallery.clicked.connect(self.gallery_requested)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(8)
        self._buttons.addWidget(button)
        self._buttons.addWidget(gallery)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.setContentsMargins(0, 0, 0, 0)
        for label in (self._icon, title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        for label in (title, text):
            label.setWordWrap(True)  # where two networks stand side by side there is little room
        layout.addLayout(self._buttons)
        layout.setAlignment(self._buttons, Qt.AlignmentFlag.AlignHCenter)
        canvas.installEventFilter(self)
        canvas.session.document_changed.connect(self._show_document)
        appearance.changed.connect(self._recolor)
        self._recolor()
        self._show_document(canvas.session.document, canvas.session.document)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Search here too: it is the middle of the empty canvas."""
        self._canvas.search_requested.emit(self._canvas.scene_point(event.globalPosition().toPoint()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width = max(1, min(_WIDTH, self._canvas.width() - 2 * _MARGIN))
        is_wide = width == _WIDTH
        self._text.setText(("\n" if is_wide else " ").join(_LINES))
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self.setFixedSize(width, max(self.sizeHint().height(), self.heightForWidth(width)))
        space = self._canvas.size() - self.size()
        self.move(space.width() // 2, space.height() // 2)

    def _show_document(self, before: Document, after: Document) -> None:
        self.setVisible(not after.graph.nodes)
        self._place()

    def _recolor(self) -> None:
        self._icon.setPixmap(pixmap("grid-3x3", appearance.theme.muted, 40, self.devicePixelRatioF()))
