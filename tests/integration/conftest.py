"""The window and the hand of the window's own tests."""

from tests.gui.conftest import hand, own_settings, window

__all__ = ["hand", "own_settings", "window"]
