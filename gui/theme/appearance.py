"""The theme in use, and the switch between light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.theme.colors import DARK, LIGHT, Theme
from gui.theme.stylesheet import stylesheet


class Appearance(QObject):
    """Holds the theme; whoever paints reads `theme` at that moment and repaints on `changed`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._theme = DARK

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    def restore(self) -> None:
        """Use the theme chosen last time, or the desktop's own."""
        chosen = QSettings().value("theme")
        if chosen not in ("light", "dark"):
            prefers_light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
            chosen = "light" if prefers_light else "dark"
        self._apply(LIGHT if chosen == "light" else DARK)

    def toggle(self) -> None:
        """Change between light and dark, and remember it."""
        self._apply(LIGHT if self._theme.is_dark else DARK)
        QSettings().setValue("theme", self._theme.name)

    @contextmanager
    def lent(self, theme: Theme) -> Iterator[None]:
        """Let whoever paints right now use another theme, for a picture; the window does not notice."""
        own, self._theme = self._theme, theme
        try:
            yield
        finally:
            self._theme = own

    def _apply(self, theme: Theme) -> None:
        self._theme = theme
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(_palette(theme))
        application.setStyleSheet(stylesheet(theme))
        self.changed.emit(theme)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


appearance = Appearance()
"""The one appearance of the program."""
