import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FormatError
from engine.graph.fragment import Fragment, copy
from engine.graph.groups import members
from engine.graph.model import Graph
from engine.project.clipboard import NOTHING, fragment_from_text, fragment_to_text
from engine.project.document import Document
from engine.project.format import dumps
from tests import graphs

GRAPH = graphs.resnet(2)
TEXT = fragment_to_text(copy(GRAPH, members(GRAPH, "layer1.0")))


def refusal(text: str) -> str:
    with pytest.raises(FormatError) as caught:
        fragment_from_text(text)
    return str(caught.value)


@given(graphs.GRAPHS, st.sets(st.integers(0, 20)))
def test_a_text_stands_for_its_fragment(graph: Graph, places: set[int]) -> None:
    fragment = copy(graph, [node_id for place, node_id in enumerate(graph.nodes) if place in places], graph.notes)
    text = fragment_to_text(fragment)
    assert fragment_from_text(text) == fragment
    assert fragment_to_text(fragment_from_text(text)) == text


def test_knows_which_groups_are_whole() -> None:
    assert fragment_from_text(TEXT).groups == {"layer1.0"}


def test_knows_which_groups_are_closed() -> None:
    graph = replace(GRAPH, closed=frozenset({("group", "layer1.0.downsample"), ("group", "layer1")}))
    fragment = copy(graph, members(graph, "layer1.0"))
    assert fragment.closed == {("group", "layer1.0.downsample")}
    assert fragment_from_text(fragment_to_text(fragment)) == fragment


def test_takes_a_whole_project() -> None:
    assert fragment_from_text(dumps(Document(GRAPH))) == copy(GRAPH, GRAPH.nodes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Buy milk",
        "{}",
        "[1, 2]",
        '{"format": "notebook"}',
        "convcanvas",
        '["convcanvas"]',
        '{"convcanvas',
        TEXT[:-5],
    ],
)
def test_another_programs_text_is_refused_quietly(text: str) -> None:
    assert refusal(text) == NOTHING


def test_damage_is_named() -> None:
    begin = "What is on the clipboard cannot be pasted. "
    root = json.loads(TEXT)
    root["nodes"][0]["params"]["padding"] = -1
    assert refusal(json.dumps(root)).startswith(begin + "Node 'layer1.0.conv1': padding must be 2 whole numbers")
    assert refusal(TEXT.replace('"version": 3', '"version": 99')).startswith(
        begin + "It was saved by a newer ConvCanvas"
    )
    assert refusal(TEXT.replace('"layer1.0"]', '"layer9"]')).startswith(begin + "'groups' must be paths of groups")
    assert refusal(TEXT.replace('"groups"', '"group"')).startswith(begin + "The text has no place for 'group'.")


@settings(max_examples=200)
@given(st.integers(0, len(TEXT) - 1), st.characters(max_codepoint=0x7F))
def test_any_letter_changed(place: int, letter: str) -> None:
    with suppress(FormatError):
        assert isinstance(fragment_from_text(TEXT[:place] + letter + TEXT[place + 1 :]), Fragment)
