"""One open network: its session, its canvas, and the panels that belong to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.graph import edits
from engine.project.document import Document
from engine.training.recipe_for_data import ready_for
from gui.canvas.breadcrumbs import Breadcrumbs
from gui.canvas.empty_hint import EmptyHint
from gui.canvas.minimap import Minimap
from gui.canvas.problem_bubbles import ProblemBubbles
from gui.canvas.view import CanvasView
from gui.inspector.inspector import Inspector
from gui.project_files import ProjectFiles
from gui.search.canvas_search import CanvasSearch
from gui.search.find_bar import FindBar
from gui.session import Session
from gui.training.settings import TrainingSettings
from presets import registry as presets


class NetworkTab(QWidget):
    """Shows the canvas; the window puts inspector and training settings into its docks.

    Signals:
        focused(): the person works in it now.
        title_changed(): the name of the file, or whether it is saved.
        gallery_requested(): the person wants to look through the presets.
    """

    focused = Signal()
    title_changed = Signal()
    gallery_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.num_runs = 0
        self.files = ProjectFiles(self, self.session)
        self.canvas = CanvasView(self.session)
        self.inspector = Inspector(self.session)
        self.settings = TrainingSettings(self.session)
        self.minimap = Minimap(self.canvas)
        self.problems = ProblemBubbles(self.canvas)
        self.breadcrumbs = Breadcrumbs(self.canvas)
        self.search = CanvasSearch(self.canvas)
        self.find_bar = FindBar(self.canvas)
        self.search.preset_chosen.connect(self.open_preset)
        self._hint = EmptyHint(self.canvas, presets.all_presets()[0].title)
        self._hint.preset_requested.connect(self._open_first_preset)
        self._hint.gallery_requested.connect(self.gallery_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.canvas.installEventFilter(self)
        self.canvas.selection_changed.connect(self.inspector.show_selection)
        self.inspector.node_chosen.connect(self.canvas.go_to)
        self.session.history_changed.connect(self.title_changed)

    @property
    def title(self) -> str:
        """The file's name, with a star while there is something to save."""
        return self.session.title + ("" if self.session.history.is_saved else "*")

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever done here, so that an opened file can take its place."""
        history = self.session.history
        is_first = history.is_saved and history.undo_label is None and history.redo_label is None
        return self.session.path is None and is_first

    def open_preset(self, name: str, num_classes: int | None = None, input_size: int | None = None) -> None:
        """Put a preset in place of the network, as an edit that can be undone.

        Args:
            name: the preset's.
            num_classes: of its last layer; the paper's by default.
            input_size: height and width of its images; the paper's by default.
        """
        preset = presets.get(name)
        # Fresh ids, as a run of the same preset knows its nodes by id.
        graph = edits.with_fresh_ids(preset.build(num_classes, input_size))
        training = ready_for(self.session.document.training, preset.task)
        self.session.propose_title(preset.title)
        self.session.put(Document(graph, training), f"Open {preset.title}")
        self.canvas.zoom_to_fit()
        self.canvas.setFocus()

    def open_search(self) -> None:
        """Search layers and presets at the pointer."""
        self.search.open_by_key()

    def open_find_bar(self) -> None:
        """Search the nodes of the network."""
        self.find_bar.open_bar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        return False

    def _open_first_preset(self) -> None:
        self.open_preset(presets.all_presets()[0].name)
