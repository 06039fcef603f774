"""The data set that is looked at: what it is, some of its pictures, how its classes are balanced."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from engine.data.catalogue import BUNDLED
from engine.data.preview import DEFAULT_SHARES, Preview, Shares, preview
from engine.data.progress import NOT_HERE, OnlyHere
from engine.data.source import info_of
from engine.layers.counted import counted
from gui.data.balance import BalanceBars
from gui.data.left_out_dialog import LeftOutDialog
from gui.data.sample_gallery import SampleGallery
from gui.data.texts import download_text, headline, progress_text, split_rows
from gui.data.working import LatestWork, Task
from gui.inspector.facts import FactRows
from gui.inspector.page import Page, heading, section
from gui.wrapped_label import WrappedLabel

_PROGRESS_STEPS = 1000


class SourceDetails(QWidget):
    """Looks at one source at a time; reading it goes on in a thread.

    Signals:
        shown(): another source, or what was found of it, is shown.
    """

    shown = Signal()

    def __init__(self, shares: Shares = DEFAULT_SHARES) -> None:
        """Show nothing yet; ``shares`` say how a run would divide what is not divided."""
        super().__init__()
        self._shares = shares
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._source = ""
        self._found: Preview | None = None
        self.work = LatestWork(self)
        self.work.done.connect(self._show_found)
        self.work.failed.connect(self._show_problem)
        self.work.progressed.connect(self._show_progress)
        self.title, self._headline, self._summary = heading(), WrappedLabel("small"), WrappedLabel()
        self.facts = FactRows(90)
        self.gallery = SampleGallery(rows=3)
        self._balance_title, self.balance = section("Images of each class"), BalanceBars()
        self.status = WrappedLabel("small")
        self.problem = WrappedLabel("error")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _PROGRESS_STEPS)
        self.fetch_button = _button("fetchButton", "Download", self.fetch)
        self.cancel_button = _button("cancelReading", "Cancel", self.cancel)
        self.left_out_button = _button("leftOutButton", "", self._show_left_out)
        self._build()

    def show_source(self, source: str) -> None:
        """Look at a source, as far as it is on this machine."""
        self._source, self._found = source, None
        info = info_of(source)
        self.title.setText(info.title)
        self._headline.show_text(" · ".join(part for part in (headline(info), download_text(info)) if part))
        self._summary.show_text(info.summary)
        self._clear()
        self.status.show_text("Reading…")
        here = OnlyHere() if info.download_mb else None
        self.work.ask(partial(_look, source, here, self._shares))
        self.shown.emit()

    def fetch(self) -> None:
        """Download the source, to look at it."""
        self._clear()
        self.cancel_button.show()
        self.work.ask(partial(_look, self._source, None, self._shares))

    def cancel(self) -> None:
        """End what is being read."""
        self.work.cancel()
        self._show_problem("You have cancelled it. Choose the data again to go on.")

    def _clear(self) -> None:
        for widget in (self._bar, self.fetch_button, self.cancel_button, self.left_out_button, self._balance_title):
            widget.hide()
        self.problem.show_text("")
        self.facts.show_rows([])
        self.gallery.show_pictures([], [])
        self.gallery.hide()
        self.balance.hide()

    def _show_progress(self, what: str, done: int, total: int, unit: str) -> None:
        self.status.show_text(progress_text(what, done, total, unit))
        self._bar.setVisible(bool(total))
        self.cancel_button.show()
        if total:
            self._bar.setValue(round(_PROGRESS_STEPS * done / total))

    def _show_found(self, found: Preview) -> None:
        self._clear()
        self._found = found
        self.status.show_text("")
        self._headline.show_text(headline(found.info))
        names = found.info.classes
        self.gallery.show_pictures(found.pictures, [names[label] for label in found.labels])
        self.gallery.show()
        self.balance.show_counts(names, found.counts.tolist())
        self.balance.show()
        self._balance_title.show()
        self.facts.show_rows(split_rows(found, self._shares))
        self.left_out_button.setText(f"{counted(len(found.left_out), 'files')} left out: show which")
        self.left_out_button.setVisible(bool(found.left_out))
        self.shown.emit()

    def _show_problem(self, sentence: str) -> None:
        self._clear()
        info = info_of(self._source)
        self.status.show_text("")
        if info.download_mb:
            self.fetch_button.setText(f"Download now ({download_text(info).removesuffix(' download')})")
            self.fetch_button.show()
            self.status.show_text("It is downloaded when it is first trained on, or now, to look at it.")
            self.problem.show_text("" if sentence == NOT_HERE else sentence)
        else:
            self.problem.show_text(sentence)
        self.shown.emit()

    def _show_left_out(self) -> None:
        if self._found is not None:
            LeftOutDialog(self._found.left_out, self.window()).open()

    def _build(self) -> None:
        page = Page()
        buttons = QHBoxLayout()
        for button in (self.fetch_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = page.column
        for widget in (self.title, self._headline, self._summary, self.status, self._bar, self.problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        for found in (self.gallery, self._balance_title, self.balance, self.facts, self.left_out_button):
            column.addWidget(found)
        column.addStretch(1)
        column.setSpacing(9)
        column.setContentsMargins(18, 16, 16, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        self._clear()


def _look(source: str, only_here: OnlyHere | None, shares: Shares, task: Task) -> Preview:
    if source not in {info.name for info in BUNDLED}:
        from engine.runtime.torch_loading import load_torch

        load_torch(also=("torchvision.datasets",))
    return preview(source, only_here or task, shares)


def _button(name: str, text: str, action: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(action)
    return button
