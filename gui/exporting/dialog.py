"""File > Export: choose the kind of picture and its colours, and see it beforehand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import FormatError
from gui.canvas.view import CanvasView
from gui.exporting.formats import FORMATS, PictureFormat, export, painted_image
from gui.exporting.picture import Picture
from gui.project_files import folder
from gui.theme.appearance import appearance
from gui.theme.colors import LIGHT, Theme

PAPER = replace(LIGHT, canvas="#ffffff")
"""The light theme on white, so that a printer leaves the paper as it is."""

_PREVIEW = QSize(380, 320)


class ExportDialog(QDialog):
    """Exports one canvas; ``exported`` is the file once there is one."""

    def __init__(self, canvas: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.exported: Path | None = None
        self.setWindowTitle("Export the network as a picture")
        self._preview = QLabel()
        self._preview.setFixedSize(_PREVIEW)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setAccessibleName("Preview")
        self._size = QLabel()
        self._size.setProperty("role", "small")
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._formats = QButtonGroup(self)
        self._colors = QButtonGroup(self)
        self._formats.idToggled.connect(self._show_extent)
        self._colors.idToggled.connect(self._show_preview)
        left = QVBoxLayout()
        left.addWidget(self._preview)
        left.addWidget(self._size)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(22)
        layout.addLayout(left)
        layout.addLayout(self._choices())
        self._show_preview()

    @property
    def format(self) -> PictureFormat:
        """The chosen kind of file."""
        return FORMATS[self._formats.checkedId()]

    @property
    def theme(self) -> Theme:
        """The chosen colours."""
        return (appearance.theme, PAPER)[self._colors.checkedId()]

    def _choices(self) -> QVBoxLayout:
        choices = QVBoxLayout()
        choices.setSpacing(6)
        choices.addWidget(_section("FORMAT"))
        for number, kind in enumerate(FORMATS):
            self._add_choice(choices, self._formats, number, kind.name, kind.summary)
        choices.addSpacing(10)
        choices.addWidget(_section("COLOURS"))
        theme = "dark" if appearance.theme.is_dark else "light"
        self._add_choice(choices, self._colors, 0, "As on the canvas", f"The {theme} theme.")
        self._add_choice(choices, self._colors, 1, "For paper", "Light, on white.")
        choices.addStretch(1)
        export_button = QPushButton("Export…")
        export_button.setObjectName("exportButton")
        export_button.setProperty("primary", True)
        export_button.setDefault(True)
        export_button.clicked.connect(self._export)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(export_button)
        choices.addLayout(buttons)
        return choices

    def _add_choice(self, layout: QVBoxLayout, group: QButtonGroup, number: int, text: str, summary: str) -> None:
        button = QRadioButton(text)
        button.setObjectName(text)
        button.setAccessibleDescription(summary)
        group.addButton(button, number)
        button.setChecked(number == 0)
        label = QLabel(summary)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        label.setFixedWidth(250)
        label.setIndent(22)
        layout.addWidget(button)
        layout.addWidget(label)

    def _show_preview(self, number: int = 0, is_chosen: bool = True) -> None:
        if not is_chosen or self._colors.checkedId() < 0:
            return
        picture = self._picture()
        ratio = self.devicePixelRatioF()
        room = (_PREVIEW - QSize(2, 2)) * ratio
        scale = min(ratio, room.width() / picture.size.width(), room.height() / picture.size.height())
        pixmap = QPixmap.fromImage(painted_image(picture, scale))
        pixmap.setDevicePixelRatio(ratio)
        self._preview.setPixmap(pixmap)
        self._preview.setStyleSheet(
            f"background: {self.theme.canvas}; border: 1px solid {appearance.theme.border}; border-radius: 4px;"
        )
        self._show_extent()

    def _show_extent(self, number: int = 0, is_chosen: bool = True) -> None:
        if is_chosen and self._formats.checkedId() >= 0:
            self._size.setText(self.format.extent(self._picture()))

    def _picture(self) -> Picture:
        return Picture(self._canvas.scene(), self.theme)

    def _export(self) -> None:
        session, kind = self._canvas.session, self.format
        proposal = str(folder(session) / f"{session.title}{kind.suffix}")
        name, _ = QFileDialog.getSaveFileName(self, "Export", proposal, f"{kind.name} (*{kind.suffix})")
        if not name:
            return
        path = Path(name) if Path(name).suffix.lower() == kind.suffix else Path(f"{name}{kind.suffix}")
        try:
            export(path, kind, self._picture(), session.document)
        except FormatError as error:
            QMessageBox.warning(self, "ConvCanvas", str(error))
            return
        self.exported = path
        self.accept()


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label
