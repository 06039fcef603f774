from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.graph import edits
from engine.project.document import Document
from engine.runs.comparing import differences, of_graphs
from engine.runs.folder import RunFolder
from engine.runs.listing import INTERRUPTED, TRAINING, entry, listed
from engine.training.control import RunControl
from tests.engine.runs.kept import CONFIG, go_on, new_folder
from tests.networks import ActingMailbox, lenet, small


def test_the_state_is_that_of_the_run(tmp_path: Path) -> None:
    folder, control, seen = new_folder(tmp_path), RunControl(), []
    assert entry(folder).state == INTERRUPTED
    acts = {12: lambda: seen.append(entry(folder).state), 15: control.stop}
    go_on(folder, mailbox=ActingMailbox(acts), control=control)
    assert seen == [TRAINING]
    (run,) = listed([tmp_path, tmp_path / "none"])
    assert (run.state, run.epochs, run.step, run.can_go_on) == ("stopped", 1, 15, True)
    assert run.validation_accuracy == run.best_accuracy
    go_on(folder)
    assert (entry(folder).state, entry(folder).can_go_on) == ("completed", False)


def test_equal_networks_are_equal_whatever_their_ids(tmp_path: Path) -> None:
    graph = small()
    ids = {node_id: f"x{node_id}" for node_id in graph.nodes}
    nodes = {ids[node.id]: replace(node, id=ids[node.id], position=(9.0, 9.0)) for node in graph.nodes.values()}
    edges = frozenset(replace(edge, source=ids[edge.source], target=ids[edge.target]) for edge in graph.edges)
    assert list(of_graphs(graph, replace(graph, nodes=nodes, edges=edges))) == []


def test_what_separates_two_runs_is_said(tmp_path: Path) -> None:
    graph = small()
    without = edits.remove_nodes(graph, [graph.by_name["dropout"].id])
    one = RunFolder.create(tmp_path, Document(graph, CONFIG), "one")
    other = RunFolder.create(tmp_path, Document(without, replace(CONFIG, seed=4)), "other")
    found = {(each.what, each.one, each.other) for each in differences(one, other)}
    assert ("seed", "0", "4") in found
    assert ("dropout", "Dropout", "–") in found
    assert ("wire flatten → dropout.input", "yes", "–") in found
    assert differences(one, one) == []
    assert list(of_graphs(lenet(), small()))
