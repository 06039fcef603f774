from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.inference import Diagnostic, Severity, infer
from engine.graph import edits
from engine.graph.model import Edge, Graph
from tests import graphs
from tests.networks import lenet, with_auxiliary_head


def diagnostic(graph: Graph, name: str) -> Diagnostic | None:
    return infer(graph).nodes[graph.by_name[name].id].diagnostic


def problem(graph: Graph, name: str) -> tuple[Severity, str]:
    found = diagnostic(graph, name)
    assert found is not None
    return found.severity, found.message


class TestAnyGraph:
    @given(graphs.GRAPHS)
    def test_says_something_of_every_node(self, graph: Graph) -> None:
        self.check(graph)

    @given(graphs.wild_graphs())
    def test_survives_cycles_and_nonsense(self, graph: Graph) -> None:
        self.check(graph)

    @given(graphs.wild_graphs(), graphs.wild_graphs())
    def test_takes_over_nothing_wrong_from_another_network(self, one: Graph, other: Graph) -> None:
        """Presets number their nodes alike, so a node of the same id may be of another type."""
        assert infer(other, infer(one)) == infer(other)

    def check(self, graph: Graph) -> None:
        found = infer(graph)
        assert found.nodes.keys() == graph.nodes.keys()
        for facts in found.nodes.values():
            assert facts.output is not None or facts.diagnostic is not None
        for diagnostic in found.diagnostics:
            assert diagnostic.message.endswith((".", "?"))


class TestKnownFacts:
    @given(st.lists(graphs.EDITS, max_size=30))
    def test_taking_over_what_is_known_changes_nothing(self, steps: list[graphs.Edit]) -> None:
        graph, known = Graph(), infer(Graph())
        for step in steps:
            graph = graphs.edited([step], graph)
            known = infer(graph, known)
            assert known == infer(graph)

    def test_facts_that_cannot_have_changed_are_the_same_objects(self) -> None:
        graph = graphs.chain(("Conv2d", {}), ("ReLU", {}), ("Conv2d", {}))
        before = infer(graph)
        last = graph.by_name["conv2"].id
        after = infer(edits.set_param(graph, last, "out_channels", 3), before)
        assert after.wiring is before.wiring
        assert after.nodes[last] != before.nodes[last]
        unchanged = [node.id for node in graph.nodes.values() if node.name in ("input", "conv1", "relu1")]
        assert all(after.nodes[node_id] is before.nodes[node_id] for node_id in unchanged)

    def test_a_renamed_culprit_is_named_anew(self) -> None:
        graph = graphs.chain(("Conv2d", {"kernel_size": 40}), *[("ReLU", {})] * 1500)
        culprit = graph.by_name["conv1"].id
        before = infer(graph)  # so many nodes wait that a walk back by recursion would not survive
        after = infer(edits.rename(graph, culprit, "stem"), before)
        assert after.nodes[graph.by_name["relu1500"].id].diagnostic.message == "Waiting for stem."


class TestMessages:
    def test_a_kernel_that_is_too_large(self) -> None:
        graph = graphs.chain(("Conv2d", {"kernel_size": 9}), shape=(1, 4, 4))
        assert problem(graph, "conv1") == (
            Severity.ERROR,
            "kernel_size 9 is larger than the padded input 4 × 4. "
            "Reduce kernel_size to 4 or less, or set padding to 4.",
        )

    @pytest.mark.parametrize(
        ("type_", "params", "message"),
        [
            (
                "MaxPool2d",
                {"kernel_size": 3, "dilation": 10},
                "kernel_size 3 (with dilation 10 it spans 21) is larger than the padded input 4 × 4. "
                "Reduce kernel_size to 1 or less.",
            ),
            (
                "MaxPool2d",
                {"kernel_size": 2, "padding": 2},
                "padding 2 is more than half of kernel_size 2, so a window could lie in padding alone. "
                "Reduce padding to 1 or less.",
            ),
            (
                "Conv2d",
                {"kernel_size": 13, "padding_mode": "reflect"},
                "kernel_size 13 is larger than the padded input 4 × 4. Reduce kernel_size to 4 or less.",
            ),
            (
                "Conv2d",
                {"padding": 4, "padding_mode": "reflect"},
                "padding 4 is too large for padding_mode 'reflect' on a map of 4 × 4. "
                "Reduce padding to 3 or less, or set padding_mode to 'zeros'.",
            ),
            (
                "Conv2d",
                {"groups": 3},
                "groups 3 does not divide both the 6 incoming channels and out_channels 8. "
                "Set groups to a divisor of both, such as 1.",
            ),
            (
                "Flatten",
                {"start_dim": 3, "end_dim": 1},
                "start_dim 3 lies behind end_dim 1. Set end_dim to 3 or more.",
            ),
        ],
    )
    def test_parameters_that_do_not_fit(self, type_: str, params: dict[str, Any], message: str) -> None:
        graph = graphs.chain((type_, params), shape=(6, 4, 4))
        assert problem(graph, next(reversed(graph.nodes.values())).name)[0] is Severity.WAITING
        assert problem(graph, list(graph.by_name)[1]) == (Severity.ERROR, message)

    def test_linear_without_flatten_is_warned_of(self) -> None:
        graph = graphs.chain(("Linear", {}), shape=(16, 5, 5))
        assert problem(graph, "fc1") == (
            Severity.WARNING,
            "Linear sees only the last axis: 5 of 16 × 5 × 5. Insert Flatten before it to use all 400 values.",
        )
        assert diagnostic(graph, "output") is None, "a warning stops nothing"

    def test_a_convolution_behind_flatten(self) -> None:
        graph = graphs.chain(("Flatten", {}), ("Conv2d", {}))
        assert problem(graph, "conv1") == (
            Severity.ERROR,
            "Expected maps of shape C × H × W. Received 1024. Place this layer before Flatten.",
        )

    def test_channels_that_do_not_match_at_add(self) -> None:
        graph = graphs.chain(("Conv2d", {"out_channels": 6, "padding": 1}))
        graph, add = edits.add_node(graph, "Add")
        graph = edits.connect(edits.connect(graph, "n0", add.id), "n1", add.id)
        assert problem(graph, "add1") == (
            Severity.ERROR,
            "Expected inputs of the same shape. Received 1 × 32 × 32 and 6 × 32 × 32. "
            "Change the layers before it until they agree.",
        )

    def test_sizes_that_do_not_match_at_concat(self) -> None:
        graph = graphs.chain(("Conv2d", {}))
        graph, concat = edits.add_node(graph, "Concat")
        graph = edits.connect(edits.connect(graph, "n0", concat.id), "n1", concat.id)
        assert problem(graph, "concat1") == (
            Severity.ERROR,
            "Expected inputs of the same sizes but for axis 1. Received 1 × 32 × 32 and 8 × 30 × 30. "
            "Change the layers before it until they agree.",
        )

    def test_an_input_that_is_not_connected(self) -> None:
        graph = graphs.chain(("ReLU", {}))
        assert problem(edits.disconnect(graph, graph.inputs("n1")), "relu1") == (
            Severity.INCOMPLETE,
            "Its input is not connected. Drag from another node's output to it.",
        )

    def test_too_few_inputs(self) -> None:
        graph, add = edits.add_node(graphs.chain(), "Add")
        assert problem(edits.connect(graph, "n0", add.id), "add1") == (
            Severity.INCOMPLETE,
            "It needs 2 inputs or more. Received 1. Drag another node's output to it.",
        )

    def test_nodes_behind_a_problem_wait_for_it(self) -> None:
        layers = [("Conv2d", {"kernel_size": 3}), ("Conv2d", {}), ("Conv2d", {"kernel_size": 40}), ("ReLU", {})]
        graph = graphs.chain(*layers, ("ReLU", {}))
        for name in ("relu1", "relu2", "output"):
            assert problem(graph, name) == (Severity.WAITING, "Waiting for conv3.")
        assert diagnostic(graph, "conv2") is None

    def test_a_node_on_a_cycle(self) -> None:
        graph = graphs.chain(("ReLU", {}), ("ReLU", {}))
        back = Edge("n2", "n1", "input")
        ring = Graph(graph.nodes, graph.edges - set(graph.inputs("n1")) | {back})
        assert problem(ring, "relu1") == (
            Severity.ERROR,
            "It depends on its own output, over relu1, relu2. Remove one of the edges that lead back.",
        )
        assert problem(ring, "output")[0] is Severity.WAITING

    def test_a_network_without_ends(self) -> None:
        assert [found.message for found in infer(Graph()).diagnostics] == [
            "The network has no Input. Drag one from the palette to its beginning.",
            "The network has no Output. Drag one from the palette to its end.",
        ]


class TestFacts:
    def test_shows_the_formula(self) -> None:
        graph = graphs.chain(("Conv2d", {"kernel_size": 5}))
        assert infer(graph).nodes["n1"].formula == "floor((32 + 2·0 − 5) / 1) + 1 = 28"

    def test_shows_a_formula_per_axis_where_they_differ(self) -> None:
        graph = graphs.chain(("MaxPool2d", {"kernel_size": (2, 3), "ceil_mode": True}))
        assert infer(graph).nodes["n1"].formula.splitlines() == [
            "H: ceil((32 + 2·0 − 2) / 2) + 1 = 16",
            "W: ceil((32 + 2·0 − 3) / 3) + 1 = 11",
        ]

    def test_adds_up_what_is_known(self) -> None:
        graph = graphs.chain(("Conv2d", {"out_channels": 6, "kernel_size": 5}), ("Conv2d", {"kernel_size": 40}))
        found = infer(graph)
        assert (found.num_params, found.macs) == (156, 6 * 28 * 28 * 25)

    def test_the_problems_are_what_keeps_it_from_running(self) -> None:
        assert infer(graphs.chain(("Linear", {}))).problems == ()
        assert len(infer(graphs.chain(("Conv2d", {"kernel_size": 40}))).problems) == 2


class TestUnknownLayer:
    @pytest.fixture
    def graph(self) -> Graph:
        """input -> Attention2d, which this version does not have -> output."""
        graph = graphs.chain(("ReLU", {}))
        return replace(graph, nodes={**graph.nodes, "n1": replace(graph.nodes["n1"], type="Attention2d")})

    def test_says_so_and_the_rest_waits(self, graph: Graph) -> None:
        found = infer(graph)
        assert [(at.node_id, at.severity, at.message) for at in found.diagnostics] == [
            (
                "n1",
                Severity.ERROR,
                "Attention2d is not a layer of this version of ConvCanvas. "
                "It is kept as it is; replace it or remove it.",
            ),
            ("n2", Severity.WAITING, "Waiting for relu1."),
        ]

    def test_says_so_even_without_its_inputs(self, graph: Graph) -> None:
        found = infer(edits.disconnect(graph, graph.edges)).nodes["n1"].diagnostic
        assert found is not None
        assert found.severity is Severity.ERROR


class TestOutputs:
    def test_totals_are_known_with_and_without_auxiliary_outputs(self) -> None:
        graph = with_auxiliary_head(lenet(), "pool1")
        facts = infer(graph)
        assert facts.problems == ()
        assert facts.num_params == 61_706 + 6 * 14 * 14 * 10 + 10
        assert facts.macs == 416_520 + 6 * 14 * 14 * 10
        assert (facts.num_params_in_evaluation, facts.macs_in_evaluation) == (61_706, 416_520)

    def test_a_second_main_output_is_one_too_many_until_it_is_for_training_only(self) -> None:
        graph = with_auxiliary_head(lenet(), "pool1")
        second = graph.by_name["aux.output"].id
        before = infer(graph)
        wrong = edits.set_param(graph, second, "training_only", False)
        facts = infer(wrong, before)
        assert [(problem.node_id, problem.message) for problem in facts.problems] == [
            (
                second,
                "The network has 2 Outputs that answer in evaluation. Expected one. Set training_only to yes, which "
                "makes it an auxiliary one, or keep only output.",
            )
        ]
        assert infer(wrong, facts).nodes[second] is facts.nodes[second]
        assert infer(edits.set_param(wrong, second, "training_only", True), facts).problems == ()
        only = edits.remove_nodes(wrong, [wrong.by_name["output"].id])
        assert infer(only, facts).problems == ()

    def test_one_output_must_answer_in_evaluation(self) -> None:
        graph = edits.set_param(lenet(), lenet().by_name["output"].id, "training_only", True)
        (problem,) = infer(graph).problems
        assert problem.node_id is None
        assert problem.message.startswith("All Outputs are for training only. Set training_only of one of them to no")
