"""Each action of the window is carried out somewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from pytestqt.qtbot import QtBot

from gui.action_wiring import ActionWiring
from gui.actions import Actions
from gui.main_window import MainWindow

TOGGLED = ["live_views", "animations", "thumbnails", "mosaic", "backprop", "picture"]
"""Followed when they change, whoever changed them, and not only when they are chosen."""


def test_each_action_does_one_thing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    wired: list[str] = []

    def note(self: ActionWiring, *part: object, **acts: Callable[..., object]) -> None:
        wired.extend(acts)

    monkeypatch.setattr(ActionWiring, "_bind", note)
    monkeypatch.setattr(ActionWiring, "_bind_window", note)
    qtbot.addWidget(MainWindow())
    assert sorted([*wired, *TOGGLED]) == sorted(field.name for field in fields(Actions))
