"""Every preset against the figures of its paper and the rules of a good catalogue."""

import json
from pathlib import Path

import pytest

import presets  # noqa: F401 - fills the registry
from engine.analysis.inference import infer
from engine.project import format as project_format
from engine.project.document import Document
from presets.registry import Preset, UnknownPresetError, all_presets, get

FIGURES = json.loads(Path(__file__).with_name("networks.json").read_text(encoding="utf-8"))

EVERY = pytest.mark.parametrize("preset", all_presets(), ids=lambda preset: preset.name)


@EVERY
def test_says_what_was_new(preset: Preset) -> None:
    assert preset.summary.endswith(".")
    assert preset.title
    assert preset.authors
    assert 1980 <= preset.year <= 2100


@EVERY
def test_works_as_it_is(preset: Preset) -> None:
    assert infer(preset.build()).diagnostics == ()


@EVERY
def test_is_laid_out(preset: Preset) -> None:
    positions = [node.position for node in preset.build().nodes.values()]
    assert len(set(positions)) == len(positions)


@EVERY
def test_survives_a_file(preset: Preset) -> None:
    document = Document(preset.build())
    assert project_format.loads(project_format.dumps(document)) == document


@EVERY
def test_comes_to_its_papers_figures(preset: Preset) -> None:
    figures = FIGURES[preset.name]
    graph = preset.build()
    found = infer(graph)
    inputs = [found.nodes[node.id].output for node in graph.nodes.values() if not node.spec.inputs]
    assert inputs == [tuple(figures["input"])]
    assert found.num_params == figures["params"]
    assert found.macs == figures["macs"]
    for name, shape in figures["shapes"].items():
        assert found.nodes[graph.by_name[name].id].output == tuple(shape), name


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(UnknownPresetError, match=r"^There is no preset 'lenet'\. Did you mean 'lenet5'\? Presets: "):
        get("lenet")
