"""Which value of a convolution is explained: its filter, its input channel; chosen by hand, or one after another."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpinBox, QToolButton, QWidget

from gui.plots.elided_label import ElidedLabel
from gui.plots.sweep import Sweep
from gui.theme.appearance import appearance
from gui.theme.icons import icon

_STRONGEST = -1


class ConvolutionControls(QWidget):
    """One line of fields and buttons.

    Signals:
        channel_changed(): `channel` is another one.
        source_changed(): `source` is another one.
    """

    channel_changed = Signal()
    source_changed = Signal()

    def __init__(self, sweep: Sweep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sweep = sweep
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.channel_field = _field("Filter: the channel of the output", 46)
        self.source_field = _field("Channel of the input to look at; the strongest adds most, up or down", 86)
        self.source_field.setSpecialValueText("strongest")
        self.source_field.setRange(_STRONGEST, _STRONGEST)
        self.back, self.play, self.on = _button("previous"), _button("play"), _button("next")
        self.play.setCheckable(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for word, field in (("filter", self.channel_field), ("input", self.source_field)):
            layout.addWidget(ElidedLabel(word, role="small"))
            layout.addWidget(field)
        layout.addStretch(1)
        for button in (self.back, self.play, self.on):
            layout.addWidget(button)
        self.channel_field.valueChanged.connect(self.channel_changed)
        self.source_field.valueChanged.connect(self.source_changed)
        self.back.clicked.connect(self._step_back)
        self.on.clicked.connect(self._step_on)
        self.play.toggled.connect(sweep.play)
        sweep.playing_changed.connect(self._show_playing)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def channel(self) -> int:
        """The filter, which is the channel of the output."""
        return self.channel_field.value()

    @property
    def source(self) -> int | None:
        """The channel of the input that is looked at; None for the strongest."""
        field = self.source_field
        return field.value() if field.value() > field.minimum() else None

    def set_channels(self, num_filters: int, first: int, count: int) -> None:
        """Say what there is to choose from.

        Args:
            num_filters: channels of the output.
            first: channel of the input that the filter sees first.
            count: how many it sees.
        """
        self.channel_field.setMaximum(num_filters - 1)
        self.source_field.setRange(first - 1, first + count - 1)

    def reset(self) -> None:
        """Choose the first filter and the strongest input: of another convolution."""
        for field, value in ((self.channel_field, 0), (self.source_field, self.source_field.minimum())):
            field.setValue(value)

    def _step_back(self) -> None:
        self._sweep.play(False)
        self._sweep.step(-1)

    def _step_on(self) -> None:
        self._sweep.play(False)
        self._sweep.step(1)

    def _show_playing(self, is_playing: bool) -> None:
        self.play.setChecked(is_playing)
        self._restyle()

    def _restyle(self) -> None:
        color = appearance.theme.text
        self.back.setIcon(icon("chevron-left", color))
        self.on.setIcon(icon("chevron-right", color))
        self.play.setIcon(icon("pause" if self._sweep.is_playing else "play", color))
        self.play.setToolTip("Hold it" if self._sweep.is_playing else "Move over the map, value by value")


def _field(tooltip: str, width: int) -> QSpinBox:
    field = QSpinBox()
    field.setToolTip(tooltip)
    field.setAccessibleName(tooltip)
    field.setFixedWidth(width)
    field.setStyleSheet("padding: 0 5px; min-height: 15px; font-size: 12px;")
    return field


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"{name}Value")
    button.setIconSize(QSize(14, 14))
    button.setStyleSheet("padding: 2px; border-radius: 4px;")
    button.setToolTip({"previous": "The value before", "next": "The next value"}.get(name, ""))
    return button
