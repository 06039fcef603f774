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
    assert model.rowCount() == 517
    assert asked == []
    assert model.index(0, AT["macs"]).data()
    assert len(asked) == 1
