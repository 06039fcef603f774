"""The column of live views: what the network is, and what it learns, layer by layer, while it learns."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.training.activations_panel import ActivationsPanel
from gui.training.convolution_panel import ConvolutionPanel
from gui.training.curves_panel import CurvesPanel
from gui.training.faults import Faults
from gui.training.filters_panel import FiltersPanel
from gui.training.gradients_panel import GradientsPanel
from gui.training.levels_panel import LevelsPanel
from gui.training.panel import LivePanel
from gui.training.panel_area import PanelArea
from gui.training.pooling_panel import PoolingPanel
from gui.training.predictions_panel import PredictionsPanel
from gui.training.run_header import RunHeader
from gui.training.run_session import RunSession, RunState
from gui.training.shown_nodes import Selection
from gui.training.why_panel import WhyPanel
from gui.xray.looking import PANELS, Looking

_WIDTH, _MIN_WIDTH = 460, 400
_HEIGHTS = (310, 360)
_UNTRAINED, _FIRST_WEIGHTS = "Before training", "a run's first weights"


class LiveViews(QWidget):
    """Curves, what nodes compute, gradients and answers; asks only for what is on the screen.

    They are of a session's run, or without one of the network as it is before training.

    Signals:
        picture_wanted(PictureSource): the person wants all views to look at another picture.
    """

    picture_wanted = Signal(object)

    def __init__(self, session: RunSession, looking: Looking | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looking = looking = looking or Looking(session, self)
        self._faults = Faults(looking, self)
        self._faults.changed.connect(self._show_faults)
        self.setObjectName("liveViews")
        self.setMinimumWidth(_MIN_WIDTH)
        self.curves = CurvesPanel(session)
        self.activations = ActivationsPanel(looking)
        self.convolution = ConvolutionPanel(looking)
        self.filters = FiltersPanel(looking)
        self.levels = LevelsPanel(looking)
        self.pooling = PoolingPanel(looking)
        self.gradients = GradientsPanel(looking)
        self.predictions = PredictionsPanel(looking)
        self.why = WhyPanel(looking)
        self.predictions.picture_wanted.connect(self.picture_wanted)
        self.header = RunHeader()
        layers: list[LivePanel] = [self.activations, self.convolution, self.pooling, self.filters, self.levels]
        whole: list[LivePanel] = [self.curves, self.gradients, self.predictions, self.why]
        self.area = PanelArea([whole, layers], _HEIGHTS)
        self.header.set_area(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.area, 1)
        self._connect()
        self._begin()

    @property
    def panels(self) -> tuple[LivePanel, ...]:
        """The views, top to bottom."""
        return tuple(dock.panel for dock in self.area.docks)

    def set_selection(self, node_id: str | None, name: str = "") -> None:
        """Follow the canvas.

        Args:
            node_id: of the one selected node; None if there is none, or more than one.
            name: its name, for the case that the run does not know it.
        """
        for panel in self.panels:
            panel.set_selection(Selection(node_id, name))
        self._watch()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 740)

    def _connect(self) -> None:
        for panel in self.panels:
            panel.shown_changed.connect(self._watch)
            panel.keys_changed.connect(self._watch)
        self._looking.begun.connect(self._begin)
        self._looking.failed.connect(self._show_state)
        self._session.state_changed.connect(self._show_state)

    def _begin(self) -> None:
        looking = self._looking
        self.header.show_title(self._session.title if looking.has_run else _UNTRAINED if looking.graph else "")
        self.header.show_remark("" if looking.has_run else _FIRST_WEIGHTS)
        for panel in self.panels:
            panel.begin()
            panel.show_state()
        self._watch()

    def _show_state(self, news: RunState | str) -> None:
        for panel in self.panels:
            panel.show_state()

    def _watch(self) -> None:
        """Ask for the frames of the panels that are on the screen, and for no others."""
        keys = frozenset(key for panel in self.panels if panel.is_on_screen for key in panel.keys)
        self._looking.watch(PANELS, keys)
        self._show_faults()

    def _show_faults(self) -> None:
        for panel in self.panels:
            panel.show_fault(self._faults.text(panel.keys))
