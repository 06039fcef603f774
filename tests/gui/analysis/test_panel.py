"""The analysis dock by mouse and keys: live, sorted, tied to the canvas, and copied."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox

from engine.analysis.table import COLUMNS
from engine.graph import edits
from engine.graph.groups import members
from gui.analysis.panel import AnalysisPanel
from gui.main_window import MainWindow
from gui.tables.bar_delegate import arrow_room

AT = {column.key: at for at, column in enumerate(COLUMNS)}
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(window: MainWindow, hand) -> AnalysisPanel:
    window.open_preset("lenet5")
    hand.key(Qt.Key.Key_A, CTRL_SHIFT)
    found = window.docks.insights.analysis
    assert found is not None
    return found


def cell(panel, hand, name: str, key: str = "name") -> QPoint:
    """Return the place in the window of a cell in a node's row."""
    row = next(at for at, row in enumerate(panel.table.rows.rows) if row.name == name)
    index = panel.table.rows.index(row, AT[key])
    panel.table.scrollTo(index)
    return hand.at(panel.table.viewport(), panel.table.visualRect(index).center())


def arrow(panel, hand, name: str) -> QPoint:
    """Return the place in the window of the arrow before a group's name."""
    at = [row.name for row in panel.table.rows.rows].index(name)
    index = panel.table.rows.index(at, 0)
    panel.table.scrollTo(index)
    room = arrow_room(QRectF(panel.table.visualRect(index)), index)
    return hand.at(panel.table.viewport(), room.center().toPoint())


def open_rows(panel, hand, *names: str) -> None:
    for name in names:
        if not next(shown for shown in panel.table.rows.shown if shown.row.name == name).is_open:
            hand.click(arrow(panel, hand, name))


def selected_names(panel) -> list[str]:
    found = sorted(index.row() for index in panel.table.selectionModel().selectedRows())
    return [panel.table.rows.rows[at].name for at in found]


def heading(panel, hand, key: str) -> QPoint:
    header = panel.table.horizontalHeader()
    x = header.sectionViewportPosition(AT[key]) + header.sectionSize(AT[key]) // 2
    return hand.at(header.viewport(), QPoint(x, header.height() // 2))


def total(panel, key: str) -> str:
    return panel.totals.texts[AT[key]]


class TestRows:
    def test_totals_are_the_network_s(self, panel, window):
        assert total(panel, "num_params") == "61,706"
        assert total(panel, "macs") == f"{window.session.inference.macs:,}"
        assert total(panel, "output") == ""

    def test_they_follow_every_edit_and_its_undoing(self, panel, window, hand):
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "out_channels", 12))
        assert total(panel, "num_params") == f"{window.session.inference.num_params:,}" != "61,706"
        window.canvas.setFocus()
        hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert total(panel, "num_params") == "61,706"
        window.session.edit("Remove", lambda graph: edits.remove_nodes(graph, [node.id]))
        assert "conv1" not in [row.name for row in panel.table.rows.rows]

    def test_hidden_it_computes_nothing_and_shown_again_it_is_up_to_date(self, panel, window, hand):
        window.canvas.setFocus()
        hand.key(Qt.Key.Key_A, CTRL_SHIFT)
        assert not panel.isVisible()
        before = panel.table.rows.rows
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "out_channels", 12))
        assert panel.table.rows.rows == before
        hand.key(Qt.Key.Key_A, CTRL_SHIFT)
        assert total(panel, "num_params") == f"{window.session.inference.num_params:,}"

    def test_another_tab_has_its_own(self, panel, window):
        window.workspace.open_tab()
        assert panel.table.rows.rows == ()
        assert total(panel, "num_params") == ""
        window.workspace.show_tab(window.workspace.tabs[0])
        assert total(panel, "num_params") == "61,706"
        window.workspace.close_tab(window.workspace.tabs[1])
        window.session.undo()
        assert panel.table.rows.rows == ()

    def test_closing_the_network_that_is_shown_leads_to_the_next(self, script, panel, window, hand):
        hand.key(Qt.Key.Key_R, CTRL_SHIFT)
        window.workspace.open_tab()
        window.open_preset("resnet18")
        assert total(panel, "num_params") == "11,689,512"
        window.session.undo()
        QApplication.processEvents()
        window.workspace.close_tab(window.workspace.current)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert total(panel, "num_params") == "61,706"
        hand.click(cell(panel, hand, "conv2"))
        assert window.docks.insights.receptive.shown.name == "conv2"

    def test_a_click_on_a_heading_sorts(self, panel, hand):
        place = heading(panel, hand, "num_params")
        hand.click(place)
        hand.click(place)
        assert panel.table.rows.rows[0].name == "fc1"
        hand.click(place)
        assert panel.table.rows.rows[0].name == "input"


class TestSelection:
    def test_a_row_selects_its_node(self, panel, window, hand):
        hand.click(cell(panel, hand, "conv2"))
        assert window.canvas.selected_ids() == (window.session.graph.by_name["conv2"].id,)

    def test_several_rows_select_several_nodes(self, panel, window, hand):
        hand.click(cell(panel, hand, "conv1"))
        hand.click(cell(panel, hand, "pool1"), Qt.KeyboardModifier.ControlModifier)
        names = {window.session.graph.nodes[node_id].name for node_id in window.canvas.selected_ids()}
        assert names == {"conv1", "pool1"}

    def test_a_node_selects_its_row(self, panel, window, hand):
        window.canvas.zoom_to_fit()
        hand.click(hand.card("fc2"))
        assert selected_names(panel) == ["fc2"]
        window.canvas.select([])
        assert selected_names(panel) == []

    def test_the_selection_stays_with_its_nodes_when_sorted_and_edited(self, panel, window, hand):
        hand.click(cell(panel, hand, "conv2"))
        hand.click(heading(panel, hand, "num_params"))
        assert selected_names(panel) == ["conv2"]
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "out_channels", 12))
        assert selected_names(panel) == ["conv2"]

    def test_a_node_in_a_closed_group_selects_the_group_and_one_row(self, panel, window, hand):
        ids = [window.session.graph.by_name[name].id for name in ("conv1", "tanh1", "pool1")]
        window.canvas.select(ids)
        window.canvas.setFocus()
        hand.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        hand.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        name = window.session.graph.nodes[ids[0]].name
        hand.click(cell(panel, hand, name))
        assert selected_names(panel) == [name]
        assert set(window.canvas.selected_ids()) == set(ids)

    def test_a_double_click_goes_there(self, panel, window, hand):
        window.canvas.zoom_by(3.0)
        place = cell(panel, hand, "fc3")
        hand.click(place)
        QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QApplication.processEvents()
        assert window.canvas.is_in_view(hand.node("fc3").pos())

    def test_the_arrow_keys_go_from_node_to_node(self, panel, window, hand):
        hand.click(cell(panel, hand, "conv1"))
        hand.key(Qt.Key.Key_Down)
        assert window.canvas.selected_ids() == (window.session.graph.by_name["tanh1"].id,)


class TestMemory:
    def test_it_follows_batch_size_precision_and_optimizer(self, panel, hand):
        before = panel.table.rows.rows[1].memory
        hand.enter(panel.memory.findChild(QSpinBox, "param:batch_size"), "64")
        after = panel.table.rows.rows[1].memory
        assert after.weights == before.weights
        assert after.activations == 64 * before.activations
        precision = panel.memory.findChild(QComboBox, "param:precision")
        precision.setFocus()
        hand.key(Qt.Key.Key_Down)
        assert 2 * panel.table.rows.rows[1].memory.weights == before.weights
        optimizer = panel.memory.findChild(QComboBox, "param:optimizer")
        optimizer.setFocus()
        hand.key(Qt.Key.Key_End)
        row = panel.table.rows.rows[1].memory
        assert row.optimizer == 2 * row.weights


class TestCopying:
    def test_as_csv_it_is_read_back(self, panel, window):
        text = panel.copy_as("csv")
        assert QGuiApplication.clipboard().text() == text
        found = list(csv.reader(io.StringIO(text)))
        assert len(found[0]) >= len(COLUMNS)
        assert [line[0] for line in found[1 : 1 + len(window.session.graph.nodes)]][:2] == ["input", "conv1"]

    def test_as_it_is_sorted(self, panel, hand):
        hand.click(heading(panel, hand, "num_params"))
        hand.click(heading(panel, hand, "num_params"))
        lines = panel.copy_as("markdown").splitlines()
        assert "fc1" in lines[2]

    def test_the_menu_has_the_engine_s_formats(self, panel, window):
        from PySide6.QtGui import QAction

        from engine.analysis.writers import FORMATS

        for name in FORMATS:
            action = panel.findChild(QAction, f"copy:{name}")
            action.trigger()
            assert QGuiApplication.clipboard().text() == panel.copy_as(name)
        assert window.canvas.notice.text()


def test_the_receptive_field_is_the_row_s_though_its_group_is_closed(script, window, hand):
    window.open_preset("resnet18")
    hand.key(Qt.Key.Key_A, CTRL_SHIFT)
    hand.key(Qt.Key.Key_R, CTRL_SHIFT)
    insights = window.docks.insights
    open_rows(insights.analysis, hand, "layer1", "layer1.0")
    hand.click(cell(insights.analysis, hand, "layer1.0.conv1"))
    assert insights.receptive.shown.name == "layer1.0.conv1"
    assert insights.receptive.shown.field.size_text == "19 × 19"


class TestGroups:
    @pytest.fixture
    def resnet(self, window, hand) -> AnalysisPanel:
        """ResNet-18, whose layers the canvas draws closed."""
        window.open_preset("resnet18")
        hand.key(Qt.Key.Key_A, CTRL_SHIFT)
        return window.docks.insights.analysis

    def names(self, panel) -> list[str]:
        return [row.name for row in panel.table.rows.rows]

    def test_an_arrow_opens_and_folds_and_selects_nothing(self, resnet, window, hand):
        assert "layer1.0" not in self.names(resnet)
        hand.click(arrow(resnet, hand, "layer1"))
        hand.click(arrow(resnet, hand, "layer1.0"))
        assert {"layer1.0", "layer1.0.conv1", "layer1.1"} <= set(self.names(resnet))
        assert window.canvas.selected_ids() == ()
        hand.click(arrow(resnet, hand, "layer1"))
        assert "layer1.0" not in self.names(resnet)
        hand.click(arrow(resnet, hand, "layer1"))
        assert "layer1.0.conv1" in self.names(resnet), "what was open inside is open again"

    def test_a_group_s_row_selects_the_group_on_the_canvas(self, resnet, window, hand):
        hand.click(cell(resnet, hand, "layer2"))
        graph = window.session.graph
        assert {graph.nodes[node_id].name.split(".")[0] for node_id in window.canvas.selected_ids()} == {"layer2"}
        assert [item.box.key for item in window.canvas.selected_boxes()] == [("group", "layer2")]
        assert selected_names(resnet) == ["layer2"]

    def test_a_group_on_the_canvas_selects_its_row(self, resnet, window, hand):
        open_rows(resnet, hand, "layer3")
        window.canvas.select(members(window.session.graph, "layer3"))
        assert selected_names(resnet) == ["layer3"]
        window.canvas.select([window.session.graph.by_name["conv1"].id])
        assert selected_names(resnet) == ["conv1"]

    def test_the_arrow_keys_open_fold_and_go_out(self, resnet, window, hand):
        hand.click(cell(resnet, hand, "layer1"))
        hand.key(Qt.Key.Key_Right)
        assert "layer1.0" in self.names(resnet)
        hand.key(Qt.Key.Key_Down)
        assert selected_names(resnet) == ["layer1.0"]
        hand.key(Qt.Key.Key_Left)
        assert selected_names(resnet) == ["layer1"]
        hand.key(Qt.Key.Key_Left)
        assert "layer1.0" not in self.names(resnet)
        assert selected_names(resnet) == ["layer1"]

    def test_folding_over_a_selected_row_selects_the_group_s(self, resnet, window, hand):
        open_rows(resnet, hand, "layer1", "layer1.0")
        hand.click(cell(resnet, hand, "layer1.0.conv1"))
        before = window.canvas.selected_ids()
        hand.click(arrow(resnet, hand, "layer1"))
        assert selected_names(resnet) == ["layer1"]
        assert window.canvas.selected_ids() == before

    def test_a_double_click_brings_a_group_into_view(self, resnet, window, hand):
        window.canvas.zoom_by(4.0)
        place = cell(resnet, hand, "layer4")
        hand.click(place)
        QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        QApplication.processEvents()
        assert window.canvas.is_in_view(window.canvas.selected_area().center())
        assert [item.box.key for item in window.canvas.selected_boxes()] == [("group", "layer4")]

    def test_without_groups_it_is_one_list(self, resnet, window, hand):
        hand.click(hand.at(resnet.groups, QPoint(8, resnet.groups.height() // 2)))
        assert not resnet.groups.isChecked()
        assert len(self.names(resnet)) == len(window.session.graph.nodes)
        hand.click(heading(resnet, hand, "num_params"))
        hand.click(heading(resnet, hand, "num_params"))
        assert resnet.table.rows.rows[0].name.startswith("layer4.")

    def test_totals_and_copies_count_each_node_once(self, resnet, window):
        assert total(resnet, "num_params") == "11,689,512"
        lines = resnet.copy_as("csv").splitlines()
        assert len(lines) == 1 + len(window.session.graph.nodes) + 1

    def test_the_box_is_there_only_where_there_are_groups(self, panel):
        assert not panel.groups.isVisible()
