"""How a node with parameters learns, apart from what it computes: frozen or not, and from which first weights."""

from __future__ import annotations

from engine.graph import learning
from engine.graph.model import Graph, Node
from engine.layers.params import Bool, Choice
from gui.inspector.form import ParamForm
from gui.session import Session

_PARAMS = (
    Bool(
        name="frozen",
        default=False,
        doc="Whether training leaves the parameters as they are (requires_grad = False). Batch normalization is in "
        "evaluation mode then: its running mean and variance stay as well.",
    ),
    Choice(
        name="init",
        default="",
        options=("", *learning.INITIALIZATIONS),
        titles={"": "As the network", **learning.INITIALIZATIONS},
        doc="How its weights begin, where that is not as for all of the network: torch.nn.init's functions.",
    ),
)


class LearningForm(ParamForm):
    """Two rows for one node; hidden for a node that has nothing to learn."""

    def __init__(self, session: Session) -> None:
        super().__init__(_PARAMS)
        self._session = session
        self._node: Node | None = None
        self.edited.connect(self._edit)

    def show_node(self, node: Node, num_params: int) -> None:
        """Show how a node learns."""
        self._node = node
        self.setVisible(num_params > 0 or node.is_frozen)
        self.show_values({"frozen": node.is_frozen, "init": node.init})

    def _edit(self, name: str, value: object) -> None:
        assert self._node is not None
        node = self._node

        def change(graph: Graph) -> Graph:
            if name == "frozen":
                return learning.set_frozen(graph, [node.id], bool(value))
            return learning.set_init(graph, node.id, str(value))

        verb = ("Freeze" if value else "Thaw") if name == "frozen" else "Initialize"
        self._session.edit(f"{verb} {node.name}", change, merge_key=("learning", node.id, name))
