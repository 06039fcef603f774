"""The receptive field of the selected node, or of the unit under the mouse in its maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.probes.frames import EffectiveFieldFrame, Frame, FrameKey, FrameKind, PictureFrame
from engine.probes.frames import Unit as UnitAsk
from engine.project.document import Document
from gui.inspector.facts import FactRows
from gui.inspector.page import heading
from gui.receptive.picture import FieldPicture
from gui.receptive.units import Sight, Unit, sight
from gui.session import Session
from gui.training.run_session import RunSession, RunState
from gui.wrapped_label import WrappedLabel
from gui.xray.looking import Looking

_PICTURE = FrameKey(FrameKind.PICTURE)
_FACTS_WIDTH = 196
_WATCHER = "receptive field"
_NOTHING = "Select a node to see which part of the image one of its units sees."
_UNKNOWN = "It is known once the node's shape is, and that of an image that comes in."


@dataclass(frozen=True)
class Target:
    """What is looked at: a unit of a node, or the one in the middle where none is named; and in which of its maps."""

    node_id: str
    unit: Unit | None = None
    channel: int = 0


class ReceptivePanel(QWidget):
    """Shows what one unit sees: by arithmetic, and while there is a run also how strongly each pixel moves it.

    Under it lies the picture that all views look at, of the run or, without one, of whoever looks into the network.
    """

    def __init__(self, run: RunSession, looking: Looking) -> None:
        super().__init__()
        self._run, self._looking = run, looking
        self._session: Session | None = None
        self._pinned: Target | None = None
        self._hovered: Target | None = None
        self._watched: frozenset[FrameKey] = frozenset()
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picture = FieldPicture()
        self.picture.unit_pointed.connect(self._pin_unit)
        self._title = heading()
        self._rows = FactRows(84)
        self._remark, self.notice = WrappedLabel("small"), WrappedLabel("muted")
        self.toggle = QCheckBox("Effective field")
        self.toggle.setObjectName("effectiveField")
        self.toggle.toggled.connect(self._refresh)
        self._build()
        run.run_started.connect(self._forget_run)
        run.state_changed.connect(self._follow_run)
        run.frames_received.connect(self._take_frames)
        looking.frames_received.connect(self._take_picture)
        self._refresh()

    @property
    def shown(self) -> Sight | None:
        """What is on show."""
        return self.picture.shown

    def show_network(self, session: Session) -> None:
        """Follow another network."""
        if self._session is not None:
            self._session.document_changed.disconnect(self._follow_document)
        self._session = session
        session.document_changed.connect(self._follow_document)
        self._pinned = self._hovered = None
        self._refresh()

    def show_node(self, node_id: str | None) -> None:
        """Show the unit in the middle of a node; None for no node."""
        if node_id is None or self._pinned is None or node_id != self._pinned.node_id:
            self._pinned = Target(node_id) if node_id is not None else None
            self._refresh()

    def hover(self, node_id: str, unit: Unit | None, channel: int = 0) -> None:
        """Show a unit for as long as the mouse is over it; None where it has gone."""
        self._hovered = Target(node_id, unit, channel) if unit is not None else None
        self._refresh()

    def pin(self, node_id: str, unit: Unit, channel: int = 0) -> None:
        """Show a unit from now on."""
        self._pinned = Target(node_id, unit, channel)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch(frozenset())
        self._looking.watch(_WATCHER, ())

    @property
    def _target(self) -> Target | None:
        return self._hovered or self._pinned

    def _build(self) -> None:
        self.toggle.setToolTip(
            "How strongly each pixel of the image moves the unit: the size of its gradient in the present run "
            "(Luo et al. 2016)"
        )
        column = QWidget()
        column.setFixedWidth(_FACTS_WIDTH)
        facts = QVBoxLayout(column)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(6)
        for widget in (self._title, self._rows, self._remark, self.toggle, self.notice):
            facts.addWidget(widget)
        facts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(14)
        row.addWidget(self.picture, 1)
        row.addWidget(column)

    def _follow_document(self, before: Document, after: Document) -> None:
        if after.graph is not before.graph:
            self._refresh()

    def _refresh(self) -> None:
        """Show what is looked at, as the network is now; while nobody sees it, nothing is computed."""
        if not self.isVisible():
            return
        target = self._target
        is_known = self._session is not None and target is not None and target.node_id in self._session.graph.nodes
        found = sight(self._session.analysis, target.node_id, target.unit) if is_known else None  # type: ignore[union-attr]
        if found is None or self.shown is None or (found.node_id, found.unit) != (self.shown.node_id, self.shown.unit):
            self.picture.show_effective(None)
        self.picture.show_sight(found)
        self._title.setText(found.name if found is not None else "")
        self._rows.show_rows(found.rows() if found is not None else [])
        self._remark.show_text(found.remark() if found is not None else "")
        self.notice.show_text("" if found is not None else _UNKNOWN if is_known else _NOTHING)
        self._show_what_the_run_has(found)

    def _show_what_the_run_has(self, found: Sight | None) -> None:
        graph = self._run.graph
        has_run = found is not None and graph is not None and found.node_id in graph.nodes
        self.picture.setVisible(found is not None)
        self.toggle.setVisible(found is not None)
        self.toggle.setEnabled(has_run)
        self.toggle.setText("Effective field" if has_run else "Effective (train first)")
        self._looking.watch(_WATCHER, {_PICTURE} if found is not None and graph is None else ())
        if not has_run:
            if graph is not None:
                self.picture.show_image(None)  # what a run of another network looks at
            self.picture.show_effective(None)
            self._watch(frozenset())
            return
        assert graph is not None
        assert found is not None
        keys = {key for key in (_PICTURE, self._effective_key(found)) if key is not None}
        if not self.toggle.isChecked():
            self.picture.show_effective(None)
        self._watch(frozenset(keys))

    def _effective_key(self, found: Sight) -> FrameKey | None:
        if not self.toggle.isChecked():
            return None
        return FrameKey(FrameKind.EFFECTIVE_FIELD, found.node_id, _ask(found, self._target))

    def _watch(self, keys: frozenset[FrameKey]) -> None:
        if keys != self._watched:
            self._watched = keys
            self._run.watch(keys, _WATCHER)

    def _forget_run(self) -> None:
        self._watched = frozenset()
        self.picture.show_image(None)
        self.picture.show_effective(None)
        self._refresh()

    def _follow_run(self, state: RunState) -> None:
        if state is RunState.IDLE:
            self._forget_run()

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        for key in self._watched:
            frame = frames.get(key)
            if isinstance(frame, PictureFrame):
                self.picture.show_image(frame.pixels)
            elif isinstance(frame, EffectiveFieldFrame):
                self.picture.show_effective(frame.values)

    def _take_picture(self, frames: Mapping[FrameKey, Frame]) -> None:
        """Show the picture that is looked at without a run; a grid where there is none, as of data not downloaded."""
        frame = frames.get(_PICTURE)
        if isinstance(frame, PictureFrame) and not self._watched:
            self.picture.show_image(frame.pixels if not frame.problem else None)

    def _pin_unit(self, unit: Unit) -> None:
        if self.shown is not None:
            self.pin(self.shown.node_id, unit, self._target.channel if self._target is not None else 0)


def _ask(found: Sight, target: Target | None) -> UnitAsk:
    """Return a unit as the probes name it: of a vector by its place, of maps by the map and the place in it."""
    if len(found.unit) == 2:
        return UnitAsk(target.channel if target is not None else 0, *found.unit)
    return UnitAsk(found.unit[0]) if found.is_vector else UnitAsk(0, 0, found.unit[0])
