"""Two ways out where a step did not fit into the memory: a smaller batch, or the same batch in parts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from engine.layers.counted import counted
from engine.training.events import RunEvent, RunFailed
from gui.theme.appearance import appearance
from gui.theme.icons import icon


class MemoryFixes(QWidget):
    """Two buttons; takes no room while there is nothing to mend.

    Signals:
        setting_wanted(str, int): the person wants this setting to have this value.
    """

    setting_wanted = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._batch_size, self._accumulation = 0, 0
        self.batch_button, self.parts_button = QToolButton(), QToolButton()
        self.batch_button.setObjectName("fitBatch")
        self.parts_button.setObjectName("fitParts")
        self.batch_button.clicked.connect(self._set_batch_size)
        self.parts_button.clicked.connect(self._set_accumulation)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in (self.batch_button, self.parts_button):
            button.setIconSize(QSize(15, 15))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            layout.addWidget(button)

    def show_event(self, event: RunEvent | None) -> None:
        """Offer what mends a failure; nothing where the last event is none, or where not even one image fits."""
        fits = event.fitting_batch_size if isinstance(event, RunFailed) else None
        self.setVisible(bool(fits))
        for button in (self.batch_button, self.parts_button):
            button.setIcon(icon("wrench", appearance.theme.accent))
        if not isinstance(event, RunFailed) or not fits:
            return
        self._batch_size, self._accumulation = fits, event.fitting_accumulation or 0
        self.batch_button.setText(f"Batch of {fits:,}")
        self.batch_button.setToolTip(f"Set batch_size to {fits:,}, the largest that fits, for the next run")
        self.parts_button.setVisible(bool(self._accumulation))
        self.parts_button.setText(f"Same batch in {counted(self._accumulation, 'parts')}")
        self.parts_button.setToolTip(
            f"Set accumulation to {self._accumulation:,}: the same steps to rounding. A run that is kept goes on from "
            "its last checkpoint"
        )

    def _set_batch_size(self) -> None:
        self.setting_wanted.emit("batch_size", self._batch_size)

    def _set_accumulation(self) -> None:
        self.setting_wanted.emit("accumulation", self._accumulation)
