"""The strip at the window's foot: where the run is, how fast, how long still, and how it ended."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QProgressBar, QToolButton, QWidget

from engine.layers.counted import counted
from engine.training.events import (
    DataProgress,
    EndReason,
    ImagesLeftOut,
    RunEvent,
    RunExtended,
    RunFailed,
    RunFinished,
    RunStarted,
)
from gui.data.left_out_dialog import LeftOutDialog
from gui.data.texts import progress_text
from gui.plots.elided_label import ElidedLabel
from gui.plots.pace import TEXT_MS, Pace
from gui.theme.appearance import appearance
from gui.theme.fonts import numbers
from gui.theme.icons import icon
from gui.training.asked import metric_of
from gui.training.failure_details import FailureDetails
from gui.training.longer_popup import LongerPopup
from gui.training.memory_fixes import MemoryFixes
from gui.training.run_session import RunSession, RunState, can_go_on, has_epochs_left
from gui.training.run_text import (
    left_out,
    notes_text,
    num_steps,
    position_text,
    rate_text,
    result_text,
    speed,
    time_left_text,
)
from gui.training.state_dot import StateDot

_IDLE_TEXT = "Not training. Press Train, and progress, speed and the result appear here."
_STARTING_TEXT = "Loading PyTorch and the images…"
_PROGRESS_STEPS = 10_000
_HEIGHT = 38


class RunBar(QWidget):
    """Shows a session's run in one line, and pauses, resumes, stops and lengthens it.

    Signals:
        longer_wanted(Longer): the person wants the run, which may be over, to go on for so much longer.
        resume_wanted(): the person wants the run that is over to go on from its last checkpoint.
    """

    longer_wanted = Signal(object)
    resume_wanted = Signal()

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("runBar")
        self.dot = StateDot()
        self.status = ElidedLabel()
        self.status.setObjectName("runStatus")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setMinimumWidth(60)
        self.rate = _number_label("runRate", "888,888 images/s")
        self.time_left = _number_label("runTimeLeft", "88:88 left")
        self.device = ElidedLabel(role="muted")
        self.device.setObjectName("runDevice")
        self.more_button = _button("moreButton", "More…")
        self.more_button.setToolTip("Go on for so many steps, for more epochs, or until an accuracy (Ctrl+Shift+M)")
        self.popup = LongerPopup(self)
        self.popup.wanted.connect(self.longer_wanted)
        self.more_button.clicked.connect(self.open_more)
        self.pause_button = _button("pauseButton")
        self.stop_button = _button("stopButton", "Stop")
        self.notes_button = _button("notesButton", "Not as asked")
        self.notes_button.clicked.connect(self._show_notes)
        self.fixes = MemoryFixes()
        self.details_button = _button("detailsButton", "Details")
        self.details_button.setToolTip("Show where in the program it happened")
        self.left_out_button = _button("leftOutButton")
        self.left_out_button.setToolTip("Show which files of the data cannot be used, and why")
        self.left_out_button.clicked.connect(self._show_left_out)
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.stop_button.clicked.connect(self._stop)
        self.details_button.clicked.connect(self._show_details)
        self._lay_out()
        self.setFixedHeight(_HEIGHT)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._show_numbers)
        session.scalars_received.connect(self._pace.request)
        session.state_changed.connect(self._show_state)
        session.event_received.connect(self._take)
        appearance.changed.connect(self._restyle)
        self._show_state(session.state)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(14)
        layout.addWidget(self.dot)
        layout.addWidget(self.status, 1)
        layout.addWidget(self.progress, 2)
        for widget in (self.rate, self.time_left, self.device):
            layout.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.notes_button, self.left_out_button, self.fixes, self.details_button):
            buttons.addWidget(button)
        for button in (self.more_button, self.pause_button, self.stop_button):
            buttons.addWidget(button)
        layout.addLayout(buttons)

    # What the person does

    def _pause_or_resume(self) -> None:
        if self._session.state is RunState.FINISHED:
            self.resume_wanted.emit()
            return
        if self._session.state is RunState.PAUSED:
            self._session.resume()
        else:
            self._session.pause()
            self.status.set_text("Pausing after this step…")
        self.pause_button.setEnabled(False)  # until the run says that it obeyed

    def open_more(self) -> None:
        """Open the form that asks for how much longer the run is to go on, if it can."""
        config = self._session.config
        if config is not None and self.more_button.isVisible():
            corner = self.more_button.mapToGlobal(QPoint(self.more_button.width(), -4))
            self.popup.open_above(corner, config, is_over=not self._session.is_under_way)

    def _stop(self) -> None:
        self._session.stop()
        self.status.set_text("Stopping after this step, then testing…")
        self.pause_button.setEnabled(False)
        self.stop_button.setEnabled(False)

    def _show_details(self) -> None:
        event = self._session.last_event
        if isinstance(event, RunFailed):
            FailureDetails(event, self.window()).open()

    def _show_left_out(self) -> None:
        LeftOutDialog(left_out(self._session.events), self.window()).open()

    def _show_notes(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Information, "ConvCanvas", notes_text(self._session.started), parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # What the run says

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, DataProgress | ImagesLeftOut | RunExtended):
            self._pace.request()
            self._show_number_left_out()

    def _show_number_left_out(self) -> None:
        files = left_out(self._session.events)
        self.left_out_button.setText(f"{counted(len(files), 'files')} left out")
        self.left_out_button.setVisible(bool(files))

    def _show_state(self, state: RunState) -> None:
        is_under_way = state in (RunState.RUNNING, RunState.PAUSED)
        self.progress.setVisible(is_under_way)
        self.rate.setVisible(is_under_way)
        self.time_left.setVisible(is_under_way)
        self.device.setVisible(self._session.started is not None)
        is_kept = can_go_on(self._session)
        self.more_button.setVisible(is_under_way or is_kept)
        self.pause_button.setVisible(is_under_way or (is_kept and has_epochs_left(self._session)))
        self.pause_button.setEnabled(True)
        self.stop_button.setVisible(is_under_way or state is RunState.STARTING)
        self.stop_button.setEnabled(True)
        self.notes_button.setToolTip(notes_text(self._session.started))
        self.notes_button.setVisible(bool(self.notes_button.toolTip()))
        self.fixes.show_event(self._session.last_event)
        self.details_button.setVisible(isinstance(self._session.last_event, RunFailed))
        self._show_number_left_out()
        self._restyle()
        self._pace.flush()

    def _show_numbers(self) -> None:
        self.status.set_text(self._status_text())
        started, records = self._session.started, self._session.records
        if started is None:
            return
        self.device.set_text(started.device_text)
        self._keep_room_for(started)
        step = int(records["step"][-1]) if len(records) else 0
        self.progress.setValue(round(_PROGRESS_STEPS * step / num_steps(started)))
        pace = speed(records)
        self.rate.setText(rate_text(pace) if pace is not None else "")
        self.time_left.setText(time_left_text(started, step, pace) if pace is not None else "")

    def _status_text(self) -> str:
        session = self._session
        if session.state is RunState.IDLE:
            return _IDLE_TEXT
        event, started = session.last_event, session.started
        if isinstance(event, RunFailed):
            return event.message
        if started is None:
            return self._preparing_text(event)
        if isinstance(event, RunFinished):
            return result_text(started, event, metric_of(session.config))
        return self._position_text(started)

    def _preparing_text(self, event: RunEvent | None) -> str:
        if not self.stop_button.isEnabled():
            return "Stopping…"
        if isinstance(event, RunFinished):  # stopped before its first step
            return event.message
        if isinstance(event, DataProgress):
            return progress_text(event.what, event.done, event.total, event.unit)
        return _STARTING_TEXT

    def _position_text(self, started: RunStarted) -> str:
        records = self._session.records
        position = position_text(started, int(records["step"][-1]) if len(records) else 0)
        if self._session.state is RunState.PAUSED:
            return f"Paused · {position}"
        is_asked_to_pause = not self.pause_button.isEnabled()
        return self.status.text() if is_asked_to_pause else position

    def _keep_room_for(self, started: RunStarted) -> None:
        """Keep the bar beside the position from moving as the position's numbers grow."""
        is_under_way = self._session.state in (RunState.RUNNING, RunState.PAUSED)
        widest = f"Paused · {position_text(started, num_steps(started))}"
        self.status.setMinimumWidth(self.status.fontMetrics().horizontalAdvance(widest) if is_under_way else 0)

    # How it looks

    def _restyle(self) -> None:
        theme, state = appearance.theme, self._session.state
        is_paused = state in (RunState.PAUSED, RunState.FINISHED)
        self.pause_button.setText("Resume" if is_paused else "Pause")
        go_on = "Go on from the last checkpoint" if state is RunState.FINISHED else "Go on training"
        self.pause_button.setToolTip(go_on if is_paused else "Hold the run before its next step")
        self.stop_button.setToolTip("End the run before its next step")
        self.pause_button.setIcon(icon("play" if is_paused else "pause", theme.text, theme.muted))
        self.stop_button.setIcon(icon("square", theme.text, theme.muted))
        self.notes_button.setIcon(icon("triangle-alert", theme.warning))
        self.more_button.setIcon(icon("plus", theme.text, theme.muted))
        self.progress.setStyleSheet(f"QProgressBar {{ background: {theme.border}; }}")  # seen on a white strip too
        self.dot.set_color(self._dot_color())
        color = theme.danger if self._went_wrong() else theme.muted if state is RunState.IDLE else theme.text
        self.status.setStyleSheet(f"color: {color};")

    def _dot_color(self) -> str | None:
        theme = appearance.theme
        if self._went_wrong():
            return theme.danger
        colors = {
            RunState.STARTING: theme.muted,
            RunState.RUNNING: theme.accent,
            RunState.PAUSED: theme.warning,
            RunState.FINISHED: theme.success,
        }
        return colors.get(self._session.state)

    def _went_wrong(self) -> bool:
        event = self._session.last_event
        has_diverged = isinstance(event, RunFinished) and event.reason is EndReason.DIVERGED
        return has_diverged or isinstance(event, RunFailed)


def _number_label(name: str, widest: str) -> ElidedLabel:
    """Return a label that is always as wide as its widest text, so that its neighbours stay where they are."""
    label = ElidedLabel(role="muted")
    label.setObjectName(name)
    label.setFont(numbers(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
    return label


def _button(name: str, text: str = "") -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setIconSize(QSize(15, 15))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
