"""What is typed in stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QSpinBox


def test_a_sentence_above_the_field_does_not_push_it_out_of_sight(window, hand, qtbot):
    window.open_preset("lenet5")
    hand.click(hand.card("conv1"))
    field = window.inspector.findChild(QSpinBox, "param:kernel_size.H")
    hand.enter(field, "50")

    def is_in_sight() -> bool:
        place = QRect(field.mapTo(window.inspector, field.rect().topLeft()), field.size())
        return window.inspector.rect().contains(place)

    qtbot.waitUntil(lambda: window.inspector.findChild(QSpinBox, "param:out_channels").isVisible())
    qtbot.wait(200)  # the buttons come a moment after the sentence
    assert is_in_sight()
