import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FormatError, UnknownPortError
from engine.graph import edits
from engine.graph.model import Graph
from engine.graph.notes import add_note
from engine.layers.spec import Category
from engine.project.document import Document
from engine.project.format import dumps, loads
from engine.training.config import TrainingConfig
from engine.training.settings import SETTINGS
from tests import graphs, strategies

DOCUMENT = Document(graphs.chain(("Conv2d", {}), ("ReLU", {})))
TEXT = dumps(DOCUMENT)

CONFIGS = st.fixed_dictionaries({param.name: strategies.values(param) for param in SETTINGS}).map(
    TrainingConfig.from_mapping
)


def refusal(text: str) -> str:
    """Return the sentence by which a text is refused."""
    with pytest.raises(FormatError) as caught:
        loads(text)
    return str(caught.value)


def changed(change: Callable[[Any], object]) -> str:
    """Return the project's text with something changed in its JSON."""
    root = json.loads(TEXT)
    change(root)
    return json.dumps(root)


class TestRoundTrip:
    @given(graphs.GRAPHS, CONFIGS)
    def test_save_then_load_gives_an_equal_document(self, graph: Graph, training: TrainingConfig) -> None:
        document = Document(graph, training)
        text = dumps(document)
        loaded = loads(text)
        assert loaded == document
        assert list(loaded.graph.nodes) == list(graph.nodes)
        assert dumps(loaded) == text

    def test_an_empty_document(self) -> None:
        assert loads(dumps(Document())) == Document()

    def test_the_text_is_stable_and_readable(self) -> None:
        lines = TEXT.splitlines()
        assert lines[:2] == ["{", '  "format": "convcanvas",']
        assert lines[7] == '    {"id": "n2", "name": "relu1", "type": "ReLU", "params": {}, "position": [0, 168]},'
        assert lines[-3] == '    {"source": "n2", "target": "n3", "port": "input"}'

    def test_edges_stand_in_the_order_of_their_targets_and_ports(self) -> None:
        graph, add = edits.add_node(DOCUMENT.graph, "Add", node_id="add")
        for source in ("n2", "n1", "n0"):
            graph = edits.connect(graph, source, add.id)
        ends = [(edge["target"], edge["port"]) for edge in json.loads(dumps(Document(graph)))["edges"]]
        assert ends[-3:] == [("add", "input0"), ("add", "input1"), ("add", "input2")]

    def test_what_is_left_out_takes_its_default(self) -> None:
        def leave_out(root: Any) -> None:
            del root["training"], root["nodes"][1]["params"]["stride"], root["nodes"][2]["params"]

        assert loads(changed(leave_out)) == DOCUMENT

    def test_large_networks_load_in_linear_time(self) -> None:
        """Quadratic checks would take minutes here, far beyond the time limit of a test."""
        entry = json.loads(TEXT)["nodes"][2]
        nodes = [{**entry, "id": f"n{i}", "name": f"block{i // 100}.{i}", "position": [0, i]} for i in range(20_000)]
        edges = [{"source": f"n{i}", "target": f"n{i + 1}", "port": "input"} for i in range(19_999)]
        text = json.dumps({"format": "convcanvas", "version": 1, "nodes": nodes, "edges": edges})
        assert len(loads(text).graph.nodes) == 20_000


class TestDamagedText:
    @pytest.mark.parametrize("text", ["", " \n"])
    def test_empty(self, text: str) -> None:
        assert refusal(text) == "The file is empty. Open an earlier copy of it."

    @pytest.mark.parametrize("end", range(10, len(TEXT) - 2, 10))
    def test_truncated(self, end: int) -> None:
        sentence = refusal(TEXT[:end])
        assert sentence.startswith("At line ")
        assert sentence.endswith("The file is damaged or cut short: open an earlier copy of it.")

    @pytest.mark.parametrize("opening", ["[", '{"a":', '[{"nodes":'])
    def test_ten_megabytes_of_brackets(self, opening: str) -> None:
        sentence = refusal(opening * (10_000_000 // len(opening)))
        assert sentence.startswith("Its brackets are nested deeper than in any project.")

    def test_brackets_deep_inside(self) -> None:
        text = changed(lambda root: root["nodes"][1]["params"].update(kernel_size=json.loads("[" * 200 + "]" * 200)))
        assert refusal(text).startswith("Node 'conv1': kernel_size must be 2 whole numbers (H, W)")

    def test_a_number_without_end(self) -> None:
        assert refusal('{"format": ' + "1" * 1_000_000 + "}").startswith("It has a number with more digits")

    @pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
    def test_numbers_that_are_none(self, word: str) -> None:
        text = TEXT.replace('"position": [0, 84]', f'"position": [0, {word}]')
        assert refusal(text) == f"{word} is not a number that a project can have. Put a finite number in its place."

    def test_a_name_twice(self) -> None:
        text = TEXT.replace('"version": 3,', '"version": 3, "version": 3,')
        assert refusal(text) == "'version' stands twice in one object. Remove one of the two."

    @settings(max_examples=200)
    @given(st.integers(0, len(TEXT) - 1), st.characters(max_codepoint=0x7F))
    def test_any_letter_changed(self, place: int, letter: str) -> None:
        loads_or_refuses(TEXT[:place] + letter + TEXT[place + 1 :])


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(("n0", "n1", "conv1", "Conv2d", "input", "zeros")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(st.data())
def test_any_value_replaced_by_anything(data: st.DataObject) -> None:
    root = json.loads(TEXT)
    place: Any = {"root": root}
    key: Any = "root"
    while place[key] and isinstance(place[key], dict | list) and data.draw(st.integers(0, 3)):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(ANYTHING)
    loads_or_refuses(json.dumps(root))


def loads_or_refuses(text: str) -> None:
    try:
        document = loads(text)
    except FormatError as error:
        sentence = str(error)
        assert sentence.endswith((".", "?"))
        assert len(sentence) < 500
    else:
        assert loads(dumps(document)) == document


class TestAnotherProgramsFile:
    @pytest.mark.parametrize("text", ["{}", '{"format": "notebook"}', '{"cells": [], "nbformat": 4}'])
    def test_says_that_it_is_none_of_ours(self, text: str) -> None:
        assert refusal(text) == 'It is JSON, but not a ConvCanvas project: it does not say "format": "convcanvas".'

    @pytest.mark.parametrize("text", ["[]", "1", '"text"', "null"])
    def test_no_object(self, text: str) -> None:
        assert refusal(text).startswith("The file's content must be an object in braces. Received ")

    def test_a_newer_version(self) -> None:
        assert refusal(changed(lambda root: root.update(version=4))) == (
            "It was saved by a newer ConvCanvas, in version 4 of the format; this one reads version 3. "
            "Update ConvCanvas to open it."
        )

    @pytest.mark.parametrize("version", [0, -1, 1.5, "1", None, True])
    def test_no_version(self, version: object) -> None:
        text = changed(lambda root: root.update(version=version))
        assert refusal(text).startswith("'version' must be a whole number of at least 1. Received ")


NODE_MISTAKES: list[tuple[Callable[[Any], object], str]] = [
    (lambda node: node.pop("type"), "Node 'conv1' has no 'type'. Add it, or open an earlier copy of the file."),
    (lambda node: node.pop("name"), "Node 2 has no 'name'. Add it, or open an earlier copy of the file."),
    (lambda node: node.update(name=7), "Node 2: 'name' must be a text in quotes. Received 7."),
    (lambda node: node.update(id=""), "Node 'conv1': 'id' must have 1 to 64 letters. Received ''."),
    (lambda node: node.update(type=""), "Node 'conv1': 'type' must have 1 to 200 letters. Received ''."),
    (lambda node: node.update(type=["Conv2d"]), "Node 'conv1': 'type' must be a text in quotes. Received ['Conv2d']."),
    (lambda node: node.update(params=[1]), "Node 'conv1': 'params' must be an object in braces. Received [1]."),
    (
        lambda node: node["params"].update(groups=10**400),
        "Node 'conv1': groups must be a whole number from 1 to 65536. Received 1" + "0" * 27 + "..." + "0" * 29 + ".",
    ),
    (
        lambda node: node["params"].update(padding=-1),
        "Node 'conv1': padding must be 2 whole numbers (H, W) from 0 to 4096, or one for all. Received -1.",
    ),
    (
        lambda node: node.update(position=[0, "84"]),
        "Node 'conv1': 'position' must be two numbers [x, y]. Received [0, '84'].",
    ),
    (
        lambda node: node.update(position=[0, 10**400]),
        "Node 'conv1': position must be two numbers (x, y) from -10000000 to 10000000. "
        "Received (0, 1" + "0" * 27 + "..." + "0" * 29 + ").",
    ),
    (
        lambda node: node.update(colour="red"),
        "Node 'conv1' has no place for 'colour'. It has id, name, type, params, position, frozen, init.",
    ),
    (lambda node: node.update(name="input"), "There is already a node named 'input'. Choose another name."),
    (
        lambda node: node.update(name="input.conv"),
        "'input.conv' and 'input' cannot both be: one would be inside the other.",
    ),
    (lambda node: node.update(id="n0"), "input and conv1 have the same id, 'n0'. Give one of them an id of its own."),
]


class TestWrongContent:
    @pytest.mark.parametrize(
        ("change", "sentence"), NODE_MISTAKES, ids=[sentence[:60] for _, sentence in NODE_MISTAKES]
    )
    def test_in_a_node(self, change: Callable[[Any], object], sentence: str) -> None:
        assert refusal(changed(lambda root: change(root["nodes"][1]))) == sentence

    def test_an_unknown_parameter(self) -> None:
        sentence = refusal(changed(lambda root: root["nodes"][1]["params"].update(strides=2)))
        assert sentence.startswith("Node 'conv1': Conv2d has no parameter 'strides'. It has out_channels, ")
        assert sentence.endswith("Did you mean 'stride'?")

    @pytest.mark.parametrize("key", ["nodes", "edges"])
    def test_no_list_of_parts(self, key: str) -> None:
        assert refusal(changed(lambda root: root.pop(key))).startswith(f"The file has no '{key}'. Add it, or ")
        sentence = f"The file: '{key}' must be a list in brackets. Received 3."
        assert refusal(changed(lambda root: root.update({key: 3}))) == sentence

    def test_an_edge_of_another_kind(self) -> None:
        sentence = "Edge 1 must be an object in braces. Received ['n0', 'n1']."
        assert refusal(changed(lambda root: root["edges"].insert(0, ["n0", "n1"]))) == sentence
        assert refusal(changed(lambda root: root["edges"][1].pop("port"))).startswith("Edge 2 has no 'port'. ")

    def test_an_edge_to_nowhere(self) -> None:
        sentence = "The edge at relu1 leads to a node that is not there, 'n9'. Remove that edge."
        assert refusal(changed(lambda root: root["edges"][1].update(source="n9"))) == sentence

    def test_an_unknown_port(self) -> None:
        sentence = "ReLU has no input port 'weight'. Its input ports: input."
        assert refusal(changed(lambda root: root["edges"][1].update(port="weight"))) == sentence

    def test_an_occupied_port(self) -> None:
        text = changed(lambda root: root["edges"].append({"source": "n0", "target": "n2", "port": "input"}))
        assert refusal(text).startswith("relu1 already has an edge at input. Remove that edge first")

    def test_a_cycle(self) -> None:
        sentence = "conv1, relu1 depend on their own output. Remove one of the edges that lead back."
        assert refusal(changed(lambda root: root["edges"][0].update(source="n2"))) == sentence

    def test_training_settings(self) -> None:
        text = changed(lambda root: root["training"].update(lr=-1))
        assert refusal(text) == "Training: lr must be a number from 1e-08 to 100.0. Received -1."
        text = changed(lambda root: root["training"].update(epoch=3))
        assert refusal(text) == "Training: There is no training setting 'epoch'. Did you mean 'epochs'?"
        text = changed(lambda root: root.update(training="fast"))
        assert refusal(text) == "'training' must be an object in braces. Received 'fast'."

    def test_an_unknown_part(self) -> None:
        text = changed(lambda root: root.update(node=[]))
        assert refusal(text).startswith("The file has no place for 'node'. It has format, version, training, nodes")
        assert refusal(text).endswith("Did you mean 'nodes'?")


class TestNotes:
    GRAPH, _ = add_note(DOCUMENT.graph, "Shrinks\nmaps", (120, 60.5), note_id="t0")

    def test_stand_on_a_line_each_at_the_end(self) -> None:
        lines = dumps(Document(self.GRAPH)).splitlines()
        assert lines[-4:] == [
            '  "notes": [',
            r'    {"id": "t0", "text": "Shrinks\nmaps", "position": [120, 60.5], "size": [240, 96], "color": "yellow"}',
            "  ]",
            "}",
        ]

    def test_a_file_without_notes_has_no_list_of_them(self) -> None:
        assert "notes" not in TEXT
        assert not loads(TEXT).graph.notes

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (
                {"color": "yelow"},
                "A note's colour must be one of yellow, green, blue, pink, grey. Received 'yelow'. Did ",
            ),
            ({"size": [1, 1]}, "A note's size must be two numbers (width, height) from 48 × 32 to 10000 × 10000. Rec"),
            ({"size": 3}, "Note 1: 'size' must be a list in brackets. Received 3."),
            ({"size": ["1", 2]}, "Note 1: 'size' must be two numbers [width, height]. Received ['1', 2]."),
            ({"position": [0, 1e9]}, "Note 1: position must be two numbers (x, y) from -10000000 to 10000000."),
            ({"text": None}, "Note 1: 'text' must be a text in quotes. Received None."),
            ({"text": "a" * 20_001}, "A note holds 20,000 letters or less. Received 20,001"),
            ({"bold": True}, "Note 1 has no place for 'bold'. It has id, text, position, size, color."),
        ],
    )
    def test_a_mistake_in_one(self, change: dict[str, Any], sentence: str) -> None:
        root = json.loads(dumps(Document(self.GRAPH)))
        root["notes"][0].update(change)
        assert refusal(json.dumps(root)).startswith(sentence)

    def test_two_of_one_id(self) -> None:
        root = json.loads(dumps(Document(self.GRAPH)))
        root["notes"] *= 2
        assert refusal(json.dumps(root)) == "Two notes have the same id, 't0'. Give one of them an id of its own."


class TestUnknownLayer:
    """A file of another version: its layers are kept as they are."""

    PARAMS = '{"heads": 8, "mix": [0.5, null, {"deep": [1, {"er": -1e-07}]}], "\\u00fc": "\\ud800", "n": 1e+300}'
    NODE = (
        '{"id": "n1", "name": "block.attention", "type": "Attention2d", "params": ' + PARAMS + ', "position": [0, 84]}'
    )
    EDGES = (
        *(f'{{"source": "n0", "target": "n1", "port": "{port}"}}' for port in ("key", "mask", "query", "scale")),
        '{"source": "n0", "target": "n1", "port": "value2"}',
        '{"source": "n0", "target": "n1", "port": "value10"}',
    )
    TEXT = "\n".join(
        [
            *("{", '  "format": "convcanvas",', '  "version": 3,'),
            f'  "training": {json.dumps(TrainingConfig().values())},',
            '  "nodes": [',
            '    {"id": "n0", "name": "input", "type": "Input", "params": {"shape": [1, 8, 8]}, "position": [0, 0]},',
            f"    {NODE}",
            *("  ],", '  "edges": [', "    " + ",\n    ".join(EDGES), "  ]", "}", ""),
        ]
    )

    def test_is_written_back_unchanged(self) -> None:
        assert dumps(loads(self.TEXT)) == self.TEXT
        assert loads(self.TEXT) == loads(self.TEXT)

    def test_is_a_placeholder(self) -> None:
        node = loads(self.TEXT).graph.nodes["n1"]
        assert node.spec.category is Category.UNKNOWN
        assert node.spec.has_output
        assert node.spec.ports(["value10", "query", "value2"]) == ("query", "value2", "value10")
        assert [edge.port for edge in loads(self.TEXT).graph.inputs("n1")][:4] == ["key", "mask", "query", "scale"]

    def test_cannot_be_written_to(self) -> None:
        mix: Any = loads(self.TEXT).graph.nodes["n1"].params["mix"]
        with pytest.raises(TypeError):
            mix[2]["deep"] = 1
        with pytest.raises(TypeError):
            mix[0] = 1

    def test_the_rules_of_names_and_ids_hold(self) -> None:
        text = self.TEXT.replace("block.attention", "input.attention")
        assert refusal(text).startswith("'input.attention' and 'input' cannot both be")
        assert refusal(self.TEXT.replace('"n1"', '"n0"')).startswith("input and block.attention have the same id")

    @pytest.mark.parametrize("port", ["", "a" * 65])
    def test_a_port_that_no_layer_has(self, port: str) -> None:
        assert refusal(self.TEXT.replace('"query"', f'"{port}"')).startswith("A port's name has 1 to 64 letters.")

    def test_a_number_that_no_file_can_hold(self) -> None:
        sentence = (
            "Node 'block.attention': heads has a number that is not finite, inf. Put a finite number in its place."
        )
        assert refusal(self.TEXT.replace('"heads": 8', '"heads": 1e999')) == sentence

    def test_brackets_without_end(self) -> None:
        text = self.TEXT.replace('"heads": 8', '"heads": ' + "[" * 200 + "]" * 200)
        assert refusal(text).startswith("Node 'block.attention': heads has more than 32 brackets within brackets")

    def test_takes_no_more_edges(self) -> None:
        graph, relu = edits.add_node(loads(self.TEXT).graph, "ReLU")
        sentence = r"^Nobody knows which inputs block\.attention has\. Attention2d is not a layer of this version"
        with pytest.raises(UnknownPortError, match=sentence):
            edits.connect(graph, relu.id, "n1")
        assert edits.connect(graph, "n1", relu.id)
