"""The analysis table and what it is written as."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

import presets  # noqa: F401 - fills the registry
from engine.analysis.analysis import analyse
from engine.analysis.memory import Memory, MemorySettings
from engine.analysis.table import COLUMNS, Row, bytes_text, rows, total
from engine.analysis.writers import FORMATS
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from presets.registry import get
from tests import graphs
from tests.networks import lenet

SETTINGS = MemorySettings()


def written(graph: Graph, format_: str) -> list[str]:
    found = rows(analyse(graph), SETTINGS)
    return FORMATS[format_].write(found, total(found)).splitlines()


def cell(row: Row, key: str) -> str:
    (column,) = (column for column in COLUMNS if column.key == key)
    return column.text(row)


class TestVgg:
    def test_reads_as_the_lectures_table(self) -> None:
        lines = [" ".join(line.split()) for line in written(get("vgg16").build(), "lecture")]
        assert lines[:4] == [
            "INPUT: [224×224×3] memory: 150K params: 0",
            "CONV3-64: [224×224×64] memory: 3.2M params: 1,728 (+ 64 biases)",
            "CONV3-64: [224×224×64] memory: 3.2M params: 36,864 (+ 64 biases)",
            "POOL2: [112×112×64] memory: 802K params: 0",
        ]
        assert lines[-4:] == [
            "FC: [1×1×4096] memory: 4,096 params: 102,760,448 (+ 4,096 biases)",
            "FC: [1×1×4096] memory: 4,096 params: 16,777,216 (+ 4,096 biases)",
            "FC: [1×1×1000] memory: 1,000 params: 4,096,000 (+ 1,000 biases)",
            "TOTAL: memory: 15.2M params: 138,357,544",
        ]
        assert len(lines) == 1 + 13 + 5 + 3 + 1

    def test_receptive_fields_of_the_last_convolution_and_the_first_full_connection(self) -> None:
        """212 and 404 pixels are what Araujo et al. (Distill 2019) and the sliding-window reading of fc6 give."""
        graph = get("vgg16").build()
        found = {row.name: row for row in rows(analyse(graph), SETTINGS)}
        assert (cell(found["features.30"], "field"), cell(found["features.30"], "jump")) == ("212 × 212", "32")
        assert (cell(found["classifier.0"], "field"), cell(found["classifier.0"], "jump")) == ("404 × 404", "–")


class TestRows:
    def test_totals_are_the_analysis_own(self) -> None:
        analysis = analyse(lenet())
        found = rows(analysis, MemorySettings(batch_size=7))
        whole = total(found)
        assert (whole.num_params, whole.macs) == (analysis.num_params, analysis.macs)
        assert whole.stored_values == analysis.all_stored.num_values
        assert whole.num_values == sum(analysis.num_values.values())
        assert whole.memory == sum((row.memory or Memory() for row in found), Memory())
        assert [cell(whole, key) for key in ("name", "type", "output", "field", "jump")] == ["total", "", "", "", ""]

    def test_some_nodes_can_be_asked_for(self) -> None:
        graph = lenet()
        wanted = graph.by_name["conv2"].id
        assert [row.name for row in rows(analyse(graph), SETTINGS, [wanted])] == ["conv2"]

    def test_what_is_unknown_is_a_dash(self) -> None:
        graph = graphs.chain(("Conv2d", {"kernel_size": 99}))
        found = rows(analyse(graph), SETTINGS)
        row = next(row for row in found if row.name == "conv1")
        assert [column.text(row) for column in COLUMNS] == ["conv1", "Conv2d", *["–"] * 8]
        assert total(found).num_params == 0

    def test_where_branches_differ_there_is_a_mark(self) -> None:
        net = GraphBuilder()
        x = net.input((8, 16, 16))
        graph = net.output(net.add("Add", net.add("Conv2d", x, padding=1), x, name="add"))
        row = next(row for row in rows(analyse(graph), SETTINGS) if row.name == "add")
        assert cell(row, "field") == "3 × 3 ∪"

    @given(graphs.GRAPHS)
    def test_survives_any_graph_in_any_format(self, graph: Graph) -> None:
        found = rows(analyse(graph), SETTINGS)
        for writer in FORMATS.values():
            assert isinstance(writer.write(found, total(found)), str)

    @pytest.mark.parametrize(
        ("num_bytes", "text"),
        [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (3_211_264, "3.2 MB"), (10**12, "1,000.0 GB")],
    )
    def test_bytes(self, num_bytes: int, text: str) -> None:
        assert bytes_text(num_bytes) == text


class TestFormats:
    def test_csv_reads_back(self) -> None:
        read = list(csv.DictReader(io.StringIO("\n".join(written(lenet(), "csv")))))
        assert read[1]["name"] == "conv1"
        assert (int(read[1]["num_params"]), int(read[1]["macs"]), int(read[1]["memory"])) == (156, 117_600, 3 * 4 * 156)
        assert read[1]["field"] == "5 × 5"
        assert (read[-1]["name"], read[-1]["num_params"], read[-1]["field"]) == ("total", "61706", "")

    def test_markdown_has_as_many_cells_in_each_line(self) -> None:
        lines = written(lenet(), "markdown")
        assert {line.count("|") for line in lines} == {len(COLUMNS) + 1}
        assert lines[2] == "| input | Input | 1 × 32 × 32 | 0 | 0 | 1,024 | 1,024 | 4.1 kB | 1 × 1 | 1 |"
        assert "**61,706**" in lines[-1]

    def test_latex_escapes_what_latex_reads(self) -> None:
        graph = graphs.chain(("Conv2d", {}))
        found = rows(analyse(graph), SETTINGS)
        renamed = [Row("n", "layer_1", "Conv2d", output=(8, 30, 30))]
        lines = FORMATS["latex"].write(renamed, total(found)).splitlines()
        assert lines[4] == r"layer\_1 & Conv2d & 8 $\times$ 30 $\times$ 30 & -- & -- & -- & -- & -- & -- & -- \\"
        assert (lines[0], lines[-1]) == (r"\begin{tabular}{lllrrrrrrr}", r"\end{tabular}")
