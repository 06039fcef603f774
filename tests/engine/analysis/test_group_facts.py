"""What a closed group shows of its layers."""

from engine.analysis.group_facts import group_facts
from engine.analysis.inference import infer
from engine.graph.closing import shown_boxes
from presets import registry as presets


def test_a_group_that_ends_in_an_output_shows_what_it_gives() -> None:
    graph = presets.get("googlenet").build(num_classes=7)
    facts = group_facts(shown_boxes(graph, "").boxes["group", "aux1"], infer(graph))
    assert facts.inputs == ((512, 14, 14),)
    assert facts.outputs == ((7,),)
    assert facts.diagnostic is None


def test_a_group_in_the_middle_shows_what_leaves_it() -> None:
    graph = presets.get("googlenet").build()
    facts = group_facts(shown_boxes(graph, "").boxes["group", "inception3a"], infer(graph))
    assert facts.outputs == ((256, 28, 28),)
