"""A small button that stays pressed, for the line above a plot."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gui.theme.appearance import appearance


class Switch(QToolButton):
    """Framed, so that it looks like something to press."""

    def __init__(self, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(tooltip)
        self.setObjectName(f"{text}Switch")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = appearance.theme
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.muted}; border: 1px solid {theme.border}; border-radius: 4px;"
            " padding: 0 5px; font-size: 11px; }"
            f"QToolButton:checked {{ color: {theme.text}; border-color: {theme.accent}; }}"
        )
