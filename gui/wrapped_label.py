"""Text over several lines that is never cut."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel


class WrappedLabel(QLabel):
    """A label that wraps its text and always has the height for it.

    Qt's layouts ask a wrapping label for its height at a width that they guess, and then squeeze it.
    """

    def __init__(self, role: str = "") -> None:
        """Make an empty label; ``role`` names its look in the style sheet."""
        super().__init__()
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)

    def show_text(self, text: str) -> None:
        """Show a text; the label is hidden while it is empty."""
        self.setText(text)
        if self.parentWidget() is not None:  # without one it would be a window
            self.setVisible(bool(text))
        self._fit()

    def set_role(self, role: str) -> None:
        """Look like another role of the style sheet."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))
