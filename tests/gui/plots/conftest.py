"""Plots on a screen, and a mouse over them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

Plot = TypeVar("Plot", bound=QWidget)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., QWidget]:
    """Put a plot on the screen, in the size of a live view if not told otherwise."""

    def put(plot: Plot, width: int = 406, height: int = 140) -> Plot:
        qtbot.addWidget(plot)
        plot.resize(width, height)
        plot.show()
        qtbot.waitExposed(plot)
        return plot

    return put


@pytest.fixture
def hover() -> Callable[..., None]:
    """Have the mouse move to a point of a widget, as the window system says it; None: away from it."""

    def move(widget: QWidget, point: QPointF | None) -> None:
        if point is None:
            QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
            return
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, point, widget.mapToGlobal(point), none, none, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(widget, event)

    return move
