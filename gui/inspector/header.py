"""The inspector's head: icon, name and kind of what is shown below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from engine.errors import NodeNameError
from engine.graph.model import Graph, Node
from engine.graph.names import check_name
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS
from gui.theme.icons import pixmap
from gui.wrapped_label import WrappedLabel


class NodeHeader(QWidget):
    """Icon, type and summary of a layer, and the node's name to edit.

    Signals:
        renamed(str): the person gave the node this valid name.
    """

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._graph = Graph()
        self._node: Node | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(34, 34)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._type = QLabel()
        self._type.setProperty("role", "heading")
        self._summary = WrappedLabel("small")
        self._name = QLineEdit()
        self._name.setObjectName("nodeName")
        self._name.setAccessibleName("Name of the node")
        self._name.textEdited.connect(self._check)
        self._name.editingFinished.connect(self._finish)
        self._problem = WrappedLabel("danger")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(7)
        layout.addWidget(self._icon, 0, 0)
        layout.addWidget(self._type, 0, 1)
        layout.addWidget(self._summary, 1, 0, 1, 2)
        layout.addWidget(self._name, 2, 0, 1, 2)
        layout.addWidget(self._problem, 3, 0, 1, 2)
        layout.setColumnStretch(1, 1)

    def show_node(self, graph: Graph, node: Node) -> None:
        """Show a node of a graph."""
        self._graph, self._node = graph, node
        spec = node.spec
        color = CATEGORY_COLORS[spec.category]
        self._icon.setStyleSheet(f"background: {color}; border-radius: 8px;")
        self._icon.setPixmap(pixmap(CATEGORY_ICONS[spec.category], "#ffffff", 20, self.devicePixelRatioF()))
        self._type.setText(spec.type)
        self._summary.show_text(spec.summary)
        if not self._name.hasFocus() or self._name.text() == "":
            self._name.setText(node.name)
        self._problem.show_text("")

    def _check(self, name: str) -> None:
        assert self._node is not None
        try:
            check_name(self._graph, name, self._node.id)
        except NodeNameError as error:
            self._problem.show_text(str(error))
        else:
            self._problem.show_text("")

    def _finish(self) -> None:
        if self._node is None or self._name.text() == self._node.name:
            return
        if self._problem.isHidden():
            self.renamed.emit(self._name.text())
        else:
            self._name.setText(self._node.name)
            self._problem.show_text("")
