"""Beside the cards: the preset that is looked at, in full, and what of it can be chosen before it is opened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.layers.counted import counted
from gui.gallery.drafts import Draft, Drafts, Wish
from gui.gallery.options_form import OptionsForm
from gui.gallery.portraits import Portraits
from gui.inspector.facts import FactRows
from gui.inspector.page import Page, heading, line, section
from gui.wrapped_label import WrappedLabel
from presets.registry import Preset

_WIDTH = 336
_LABELS, _FIGURES = 126, 200
_PICTURE = QSize(_WIDTH - 32, 170)


class PresetDetails(QWidget):
    """Everything about one preset.

    Signals:
        open_requested(): the person wants to open `wish`.
    """

    open_requested = Signal()

    def __init__(self, drafts: Drafts, portraits: Portraits) -> None:
        super().__init__()
        self._drafts, self._portraits = drafts, portraits
        self._preset: Preset | None = None
        self.setFixedWidth(_WIDTH)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._who, self._summary = heading(), WrappedLabel("small"), WrappedLabel()
        self._picture = QLabel()
        self._picture.setFixedHeight(_PICTURE.height())
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._figures, self._counts = FactRows(_FIGURES), FactRows(_LABELS)
        self._paper = section("As the paper has it")
        self.options = OptionsForm()
        self.options.changed.connect(self._refresh)
        self.problem = WrappedLabel("error")
        self.open_button = QPushButton("Open")
        self.open_button.setObjectName("openPreset")
        self.open_button.setProperty("primary", True)
        self.open_button.setToolTip("Open the network (Enter)")
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(self.open_requested)
        self._build()
        drafts.ready.connect(self._refresh_for)
        portraits.painted.connect(self._refresh_for)

    @property
    def wish(self) -> Wish | None:
        """The preset as it would be opened; None while none is shown, or it cannot work like this."""
        if self._preset is None:
            return None
        draft = self._drafts.known(self.options.wish)
        return None if draft is not None and draft.problem else self.options.wish

    def show_preset(self, preset: Preset | None) -> None:
        """Show a preset; None where the filter leaves none."""
        self._preset = preset
        self._page.setVisible(preset is not None)
        self.open_button.setEnabled(preset is not None)
        if preset is None:
            return
        self._title.setText(preset.title)
        self._who.show_text(f"{preset.authors}, {preset.year}")
        self._summary.show_text(preset.summary)
        self._figures.show_rows(preset.figures)
        self._paper.setVisible(bool(preset.figures))
        self.options.show_preset(preset)
        self._refresh()

    def _build(self) -> None:
        self._page = Page()
        column = self._page.column
        about = (self._picture, self._title, self._who, self._summary, self._paper, self._figures, line())
        choice = (section("As it will be opened"), self.options, self._counts, self.problem)
        for widget in (*about, *choice):
            column.addWidget(widget)
        column.setSpacing(9)
        column.addStretch(1)
        column.setContentsMargins(16, 14, 16, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 4, 16, 14)
        foot.addWidget(self.open_button)
        layout.addLayout(foot)

    def _refresh_for(self, wish: Wish) -> None:
        if self._preset is not None and wish in (self.options.wish, Wish(self._preset.name)):
            self._refresh()

    def _refresh(self) -> None:
        """Show what is known of the network as the fields say; what is not comes with the next draft."""
        assert self._preset is not None
        draft = self._drafts.draft(self.options.wish)
        if draft is not None:
            self._counts.show_rows(_rows(draft))
            self.problem.show_text(draft.problem)
        self.open_button.setEnabled(draft is None or not draft.problem)
        portrait = self._portraits.portrait(Wish(self._preset.name), _PICTURE, self.devicePixelRatioF())
        if portrait is not None:
            self._picture.setPixmap(portrait)
        else:
            self._picture.clear()


def _rows(draft: Draft) -> list[tuple[str, str]]:
    if draft.problem:
        return []
    inference = draft.inference
    rows = [
        ("depth", counted(draft.depth, "layers")),
        ("nodes", f"{len(draft.graph.nodes):,}"),
        ("parameters", f"{inference.num_params_in_evaluation:,}"),
        ("multiply-adds", f"{inference.macs_in_evaluation:,}"),
    ]
    if inference.auxiliary:
        rows.append(("in training", f"{inference.num_params:,} params"))
        rows.append(("", f"{inference.macs:,} MACs"))
    return rows
