"""The analysis table's rows: the engine's own, sorted, with bars as long as their share."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from benchmarks import networks
from engine.analysis.analysis import analyse
from engine.analysis.memory import MemorySettings
from engine.analysis.table import COLUMNS, Column, rows
from engine.graph import edits
from gui.analysis.table_model import SHARE, AnalysisTableModel
from gui.tables.bar_delegate import DEPTH, IS_OPEN
from presets import registry as presets

AT = {column.key: at for at, column in enumerate(COLUMNS)}
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
LENET = presets.get("lenet5").build()


def lenet_rows(**params):
    graph = LENET
    for name, value in params.items():
        node, _, param = name.partition("__")
        graph = edits.set_param(graph, graph.by_name[node].id, param, value)
    return rows(analyse(graph), MemorySettings())


@pytest.fixture
def model(qapp) -> AnalysisTableModel:
    model = AnalysisTableModel()
    model.show_rows(lenet_rows())
    return model


def column(model, key, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(at, AT[key]).data(role) for at in range(model.rowCount())]


def test_one_row_per_node_in_network_order(model):
    names = column(model, "name")
    assert names[:4] == ["input", "conv1", "tanh1", "pool1"]
    assert names[-1] == "output"
    assert len(names) == len(LENET.nodes)


def test_every_cell_is_the_engine_s_text(model):
    for at, row in enumerate(model.rows):
        assert [model.index(at, place).data() for place in range(len(COLUMNS))] == [each.text(row) for each in COLUMNS]


def test_the_longest_bar_is_the_largest_number_s(model):
    shares = [share for share in column(model, "num_params", SHARE) if share is not None]
    assert max(shares) == 1
    params = [row.num_params or 0 for row in model.rows]
    assert column(model, "num_params", SHARE)[1] == params[1] / max(params)
    assert set(column(model, "name", SHARE)) == {None}


def test_sorting_by_a_number_and_back(model):
    order = column(model, "name")
    model.sort(AT["num_params"], DESCENDING)
    assert column(model, "name")[0] == "fc1"
    numbers = [row.num_params for row in model.rows if row.num_params is not None]
    assert numbers == sorted(numbers, reverse=True)
    model.sort(AT["name"], ASCENDING)
    assert column(model, "name") == sorted(order)
    model.sort(-1)
    assert column(model, "name") == order


@pytest.mark.parametrize("order", [ASCENDING, DESCENDING])
def test_what_is_unknown_comes_last_either_way(model, order):
    model.show_rows(lenet_rows(conv2__kernel_size=99))
    model.sort(AT["macs"], order)
    known = [row.macs is not None for row in model.rows]
    assert False in known
    assert known == sorted(known, reverse=True)


def test_persistent_indexes_go_with_their_rows(model):
    kept = QPersistentModelIndex(model.index(1, 0))
    model.sort(AT["num_params"], DESCENDING)
    assert kept.data() == "conv1"


def test_an_edit_that_keeps_the_rows_only_changes_their_data(model, qtbot):
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.dataChanged):
        model.show_rows(lenet_rows(conv1__out_channels=12))
    assert resets == []
    assert model.rows[1].num_params == 12 * 26


def test_an_edit_of_what_it_is_sorted_by_moves_the_rows(model):
    model.sort(AT["num_params"], DESCENDING)
    model.show_rows(lenet_rows(conv1__out_channels=4096))
    assert column(model, "name")[0] == "conv2"


def test_a_large_network_makes_no_text_before_it_is_asked(qapp, monkeypatch):
    """517 nodes: only what is painted is put into words."""
    found = rows(analyse(networks.resnet()), MemorySettings())
    asked = []
    text = Column.text
    monkeypatch.setattr(Column, "text", lambda self, row: asked.append(row) or text(self, row))
    model = AnalysisTableModel()
    model.show_rows(found)
    model.sort(AT["macs"], DESCENDING)
    assert len(model.node_rows) == 517
    assert model.rowCount() == 517 + 4 + 50 + 4, "a row for each layer, bottleneck and downsample as well"
    assert asked == []
    assert model.index(0, AT["macs"]).data()
    assert len(asked) == 1


class TestGroups:
    @pytest.fixture
    def resnet(self, qapp) -> AnalysisTableModel:
        model = AnalysisTableModel()
        model.show_rows(rows(analyse(presets.get("resnet18").build()), MemorySettings()))
        return model

    def at(self, model: AnalysisTableModel, name: str) -> int:
        return [row.name for row in model.rows].index(name)

    def test_a_group_has_the_sums_of_what_is_in_it(self, resnet):
        group = resnet.shown[self.at(resnet, "layer1.0")]
        inside = [row for row in resnet.node_rows if row.name.startswith("layer1.0.")]
        for key in ("num_params", "macs", "stored_values", "num_values"):
            assert getattr(group.row, key) == sum(getattr(row, key) for row in inside) > 0
        assert group.row.memory == sum((row.memory for row in inside), type(group.row.memory)())
        assert group.node_ids == tuple(row.node_id for row in inside)

    def test_names_are_short_and_indented(self, resnet):
        at = self.at(resnet, "layer1.0.conv1")
        index = resnet.index(at, 0)
        assert (index.data(), index.data(DEPTH), index.data(IS_OPEN)) == ("conv1", 2, None)
        assert resnet.index(self.at(resnet, "layer1"), 0).data(IS_OPEN) is True
        assert resnet.index(at, AT["num_params"]).data(DEPTH) is None

    def test_a_network_without_groups_has_no_room_for_arrows(self, model):
        assert {model.index(at, 0).data(DEPTH) for at in range(model.rowCount())} == {None}

    def test_folding_hides_what_is_inside_and_opening_brings_it_back(self, resnet):
        before = column(resnet, "name")
        at = self.at(resnet, "layer2")
        resnet.toggle(at)
        hidden = [row.name for row in resnet.node_rows if row.name.startswith("layer2.")]
        assert hidden
        assert not set(hidden) & {row.name for row in resnet.rows}
        resnet.toggle(at)
        assert column(resnet, "name") == before

    def test_sorting_keeps_groups_around_their_nodes(self, resnet):
        resnet.sort(AT["num_params"], DESCENDING)
        top = [shown.row.num_params for shown in resnet.shown if shown.depth == 0 and shown.row.num_params is not None]
        assert top == sorted(top, reverse=True)
        assert resnet.rows[0].name == "layer4"
        for at, shown in enumerate(resnet.shown):
            parent = resnet.parent_of(at)
            assert (parent is None) == (shown.depth == 0)
            if parent is not None:
                assert shown.row.name.startswith(f"{resnet.shown[parent].row.name}.")

    def test_one_list_is_sorted_over_all_nodes(self, resnet):
        resnet.group(False)
        resnet.sort(AT["num_params"], DESCENDING)
        params = [row.num_params for row in resnet.rows if row.num_params is not None]
        assert params == sorted(params, reverse=True)
        assert len(resnet.rows) == len(resnet.node_rows)

    @pytest.mark.parametrize("folded", [[], ["layer1.0"], ["layer1"]])
    def test_nodes_are_found_in_their_row_or_in_that_of_what_hides_them(self, resnet, folded):
        for name in folded:
            resnet.toggle(self.at(resnet, name))
        ids = {row.name: row.node_id for row in resnet.node_rows}
        (found,) = resnet.rows_of([ids["layer1.0.conv1"]])
        assert resnet.rows[found].name == (folded or ["layer1.0.conv1"])[0]
        block = [node_id for name, node_id in ids.items() if name.startswith("layer1.0.")]
        (found,) = resnet.rows_of(block)
        assert resnet.rows[found].name == ("layer1" if folded == ["layer1"] else "layer1.0")

    def test_groups_that_are_closed_on_the_canvas_begin_folded(self, qapp):
        model = AnalysisTableModel()
        found = rows(analyse(presets.get("resnet18").build()), MemorySettings())
        model.show_rows(found, {"layer1", "layer3"})
        assert [shown.is_open for shown in model.shown if shown.branch.is_group and shown.depth == 0] == [
            *(False, True, False, True)
        ]
        model.toggle(self.at(model, "layer1"))
        model.show_rows(found, {"layer1", "layer3"})
        assert model.shown[self.at(model, "layer1")].is_open, "only what is new begins folded"
