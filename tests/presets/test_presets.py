"""Every preset against the figures of its paper and the rules of a good catalogue."""

import pytest

import presets  # noqa: F401 - fills the registry
from engine.analysis.inference import infer
from engine.errors import ParameterError
from engine.graph.closing import shown_boxes
from engine.graph.model import Graph
from engine.layers.spec import Shape
from engine.project import format as project_format
from engine.project.document import Document
from presets.registry import Preset, PresetOptionError, UnknownPresetError, all_presets, get

EVERY = pytest.mark.parametrize("preset", all_presets(), ids=lambda preset: preset.name)


@EVERY
def test_says_what_was_new(preset: Preset) -> None:
    assert preset.summary.endswith(".")
    assert preset.title
    assert preset.family
    assert preset.authors
    assert all(label and value for label, value in preset.figures)
    assert 1980 <= preset.year <= 2100


@EVERY
def test_works_as_it_is(preset: Preset) -> None:
    assert infer(preset.build()).diagnostics == ()


@EVERY
def test_is_laid_out(preset: Preset) -> None:
    positions = [box.position for box in shown_boxes(preset.build()).boxes.values()]
    assert len(set(positions)) == len(positions)


@EVERY
def test_survives_a_file(preset: Preset) -> None:
    document = Document(preset.build())
    assert project_format.loads(project_format.dumps(document)) == document


@EVERY
def test_takes_another_number_of_classes(preset: Preset) -> None:
    if preset.num_classes is None:
        with pytest.raises(PresetOptionError, match=rf"^{preset.title} has no num_classes to choose\. Leave it out\.$"):
            preset.build(num_classes=7)
        return
    assert preset.build(preset.num_classes, preset.input_size) == preset.build()
    box_numbers = 5 if preset.task == "detection" else 0
    for num_classes in (preset.num_classes, 7):
        for found in scores(preset.build(num_classes=num_classes)):
            assert found is not None
            assert found[0] == num_classes + box_numbers
            assert (len(found) == 1) is (preset.task == "classification")


@EVERY
def test_takes_images_of_another_size(preset: Preset) -> None:
    if preset.input_size is None:
        with pytest.raises(PresetOptionError, match=r"has no input_size to choose\. Leave it out\.$"):
            preset.build(input_size=64)
        return
    smallest = preset.min_input_size
    assert infer(preset.build(input_size=smallest)).diagnostics == ()
    assert infer(preset.build(input_size=preset.input_size + 32)).diagnostics == ()
    with pytest.raises(ParameterError, match=rf"^input_size must be a whole number from {smallest} to 4096\. Received"):
        preset.build(input_size=smallest - 1)
    if smallest > 1:
        assert infer(preset.builder(input_size=smallest - 1)).problems, "smaller images pass as well"


def scores(graph: Graph) -> set[Shape | None]:
    found = infer(graph)
    return {found.nodes[node.id].output for node in graph.nodes.values() if not node.spec.has_output}


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(UnknownPresetError, match=r"^There is no preset 'lenet'\. Did you mean 'lenet5'\? Presets: "):
        get("lenet")
