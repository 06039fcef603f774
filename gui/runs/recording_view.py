"""An old run as it was: its gradients over time, and what each node computed at the moment that a slider chooses."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSlider, QSplitter, QVBoxLayout, QWidget

from engine.errors import FormatError
from engine.runs.listing import RunEntry
from engine.runs.recording import Recording, read
from gui.plots.gradient_heat_map import GradientHeatMap
from gui.runs.recorded_tiles import RecordedTiles, Tile
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel
from gui.xray import heat

_HINT = "Select a run to see its gradients over time, and what its layers computed then."
_NOTHING = "Nothing was recorded of this run."


class RecordingView(QWidget):
    """Shows the recording of one run; it is read when it is first looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._entry: RunEntry | None = None
        self._is_read = False
        self._recording: Recording | None = None
        self._names: Mapping[str, str] = {}
        self.note = WrappedLabel("small")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("recordedMoment")
        self.slider.setAccessibleName("Moment of the run")
        self.moment = QLabel()
        self.moment.setProperty("role", "muted")
        self.gradients = GradientHeatMap()
        self.tiles = RecordedTiles()
        self._body = self._laid_out()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.note)
        layout.addWidget(self._body, 1)
        self.slider.valueChanged.connect(self._show_moment)
        appearance.changed.connect(self._recolor)
        self.show_run(None)

    @property
    def recording(self) -> Recording | None:
        """What is on show."""
        return self._recording

    def show_run(self, entry: RunEntry | None) -> None:
        """Show a run's recording, now or as soon as this is on the screen; None for no run."""
        is_same = entry is not None and self._entry is not None and entry.folder == self._entry.folder
        if is_same and entry is not None and self._entry is not None and entry.step == self._entry.step:
            return
        self._entry, self._is_read = entry, False
        self.read_if_seen()

    def read_if_seen(self) -> None:
        """Read the recording if it is to be seen and has not been read."""
        if not self.isVisible() or self._is_read:
            return
        self._is_read = True
        entry = self._entry
        self._recording = read(entry.folder.recording) if entry is not None else None
        self._names = _names_of(entry) if entry is not None else {}
        self.note.show_text("" if self._recording is not None else _HINT if entry is None else _NOTHING)
        self._body.setVisible(self._recording is not None)
        if self._recording is not None:
            self._show(self._recording)

    def _show(self, recording: Recording) -> None:
        self.gradients.clear()  # another run is no longer one
        self.gradients.show_frame(recording.history(), self._names)
        last = len(recording.steps) - 1
        self.slider.setRange(0, last)
        self.slider.setValue(last)
        self._show_moment(last)

    def _show_moment(self, moment: int) -> None:
        recording = self._recording
        if recording is None or moment >= len(recording.steps):
            return
        self.moment.setText(f"step {int(recording.steps[moment]):,} of {int(recording.steps[-1]):,}")
        self.gradients.mark(moment)
        self.tiles.show_tiles([self._tile(recording, node_id, moment) for node_id in recording.images])

    def _tile(self, recording: Recording, node_id: str, moment: int) -> Tile:
        place = recording.node_ids.index(node_id)
        numbers = (("∇", recording.gradient[moment, place]), ("Δ/w", recording.update_ratio[moment, place]))
        lines = tuple(f"{name} {value:.1e}" for name, value in numbers if not math.isnan(value))
        image = heat.thumbnail_image(recording.image(node_id, moment), appearance.theme.is_dark)
        return Tile(self._names.get(node_id, node_id), image, lines)

    def _recolor(self) -> None:
        self._show_moment(self.slider.value())

    def _laid_out(self) -> QWidget:
        body = QWidget()
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.slider, 1)
        top.addWidget(self.moment)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.tiles)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.gradients)
        split.addWidget(area)
        split.setSizes([240, 300])
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(split, 1)
        return body


def _names_of(entry: RunEntry) -> Mapping[str, str]:
    try:
        return {node.id: node.name for node in entry.folder.document().graph.nodes.values()}
    except FormatError:
        return {}
