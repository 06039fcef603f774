import keyword

import pytest
from torch import fx, nn

from engine.errors import NodeNameError
from engine.graph.edits import add_node
from engine.graph.model import Graph
from engine.graph.names import MAX_LENGTH, RESERVED, TakenNames, check_form, check_name, free_name
from engine.layers import registry


def named(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph, _ = add_node(graph, "ReLU", name=name, node_id=f"id of {name}")
    return graph


class TestCheckForm:
    @pytest.mark.parametrize(
        "name", ["conv1", "layer1.0.conv1", "a", "features.denseblock1.denselayer1.norm1", "Mixed_5b"]
    )
    def test_takes_paths_of_modules(self, name: str) -> None:
        check_form(name)

    @pytest.mark.parametrize(
        "name",
        [
            *("", " ", "1conv", "conv 1", "conv-1", ".conv", "conv.", "a..b", "_conv", "__class__", "a._b", "a.0b"),
            *("café", "conv1\n", "self.conv; import os", "\ud800"),
        ],
    )
    def test_refuses_what_is_no_path(self, name: str) -> None:
        with pytest.raises(NodeNameError, match=r"cannot be a node's name\. Expected letters, digits and underscores"):
            check_form(name)

    @pytest.mark.parametrize("name", ["train", "graph", "layer1.forward", "training.conv1"])
    def test_refuses_words_of_torch(self, name: str) -> None:
        with pytest.raises(
            NodeNameError, match=r"is a word that torch's modules use for themselves\. Choose another\.$"
        ):
            check_form(name)

    @pytest.mark.parametrize("name", ["class", "layer1.lambda", "None"])
    def test_refuses_words_of_python(self, name: str) -> None:
        with pytest.raises(NodeNameError, match=r"is a word of the Python language\. Choose another\.$"):
            check_form(name)

    def test_refuses_names_without_end(self) -> None:
        check_form("a" * MAX_LENGTH)
        with pytest.raises(NodeNameError, match=r"^'a+\.\.\.a+' is too long for a node's name\. Shorten it to 200"):
            check_form("a" * 10_000_000)

    def test_covers_every_attribute_of_torchs_modules(self) -> None:
        """A node named like one would take its place in the compiled module, and break it."""
        graph = fx.Graph()
        graph.output(None)
        attributes = {*dir(nn.Module()), *dir(fx.GraphModule(nn.Module(), graph))}
        public = {name for name in attributes if not name.startswith("_")}
        assert public - RESERVED == set()

    def test_every_automatic_name_can_be_one(self) -> None:
        for spec in registry.all_specs():
            check_form(spec.stem)
            assert not keyword.iskeyword(spec.stem)


class TestCheckName:
    def test_refuses_a_taken_name(self) -> None:
        with pytest.raises(NodeNameError, match=r"^There is already a node named 'a\.b'\. Choose another name\.$"):
            check_name(named("a.b"), "a.b")

    @pytest.mark.parametrize(("name", "other"), [("a", "a.b.c"), ("a.b", "a.b.c"), ("a.b.c.d", "a.b.c")])
    def test_refuses_a_node_inside_a_node(self, name: str, other: str) -> None:
        sentence = rf"^'{name}' and '{other}' cannot both be: one would be inside the other\.$"
        with pytest.raises(NodeNameError, match=sentence):
            check_name(named("a.b.c"), name)

    def test_a_group_holds_many(self) -> None:
        check_name(named("a.b.c", "a.b.d"), "a.b.e")
        check_name(named("ab.c"), "a")

    def test_a_node_does_not_stand_in_its_own_way(self) -> None:
        graph = named("block.conv", "relu")
        check_name(graph, "block.conv.0", "id of block.conv")
        check_name(graph, "block", "id of block.conv")


def test_taken_names_refuse_what_was_added() -> None:
    taken = TakenNames()
    taken.add("a.b")
    for name in ("a.b", "a", "a.b.c"):
        with pytest.raises(NodeNameError):
            taken.add(name)
    taken.add("a.c")


class TestFreeName:
    def test_counts_up(self) -> None:
        spec = registry.get("Conv2d")
        assert free_name(Graph(), spec) == "conv1"
        assert free_name(named("conv1", "conv3"), spec) == "conv2"

    def test_keeps_clear_of_groups(self) -> None:
        assert free_name(named("conv1.relu"), registry.get("Conv2d")) == "conv2"

    def test_terminals_begin_without_a_number(self) -> None:
        spec = registry.get("Input")
        assert free_name(Graph(), spec) == "input"
        assert free_name(named("input"), spec) == "input2"
