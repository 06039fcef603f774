"""The commands in the test's own process: what is said, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.analysis.analysis import analyse
from engine.analysis.memory import MemorySettings
from engine.analysis.table import rows, total
from engine.analysis.writers import FORMATS
from engine.graph import edits
from engine.headless import commands, networks, train
from engine.headless.arguments import Parser, UsageError, add_settings, given_settings
from engine.project.document import Document
from engine.project.files import save
from engine.training.config import TrainingConfig
from engine.training.settings import SETTINGS
from presets import registry
from tests.networks import lenet, small


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the sentence by which a command line is refused."""
    assert commands.run(words) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err
    return printed.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["summary", "lenet6"], "There is no preset 'lenet6'. Did you mean 'lenet5'?"),
        (["trian", "lenet5"], "There is no command and no project file 'trian'. Did you mean 'train'?"),
        (["nowhere.convcanvas"], "There is no command and no project file 'nowhere.convcanvas'."),
        (["--jsn"], "There is no option '--jsn'."),
        (["summary", "lenet5", "--jsno"], "There is no option '--jsno'. Did you mean '--json'?"),
        (["train", "lenet5", "--epoch=3"], "There is no option '--epoch'. Did you mean '--epochs'?"),
        (["train", "lenet5", "--epochs"], "--epochs: expected one argument."),
        (
            ["train", "lenet5", "--epochs", "x"],
            "--epochs: epochs must be a whole number from 1 to 100000. Received 'x'.",
        ),
        (["train", "lenet5", "--epochs", "0"], "--epochs: epochs must be a whole number from 1 to 100000. Received 0."),
        (["train", "lenet5", "--lr", "-1"], "--lr: lr must be a number from"),
        (["train", "lenet5", "--lr", "nan"], "--lr: lr must be a number from"),
        (
            ["train", "lenet5", "--optimizer", "sgd"],
            "--optimizer: optimizer must be one of SGD, Adam, AdamW, RMSprop, Adagrad. Received 'sgd'.",
        ),
        (
            ["summary", "lenet5", "--optimizer", "Adm"],
            "--optimizer: optimizer must be one of SGD, SGD with momentum, RMSprop, Adam, AdamW. Received 'Adm'.",
        ),
        (["summary", "lenet5", "--batch-size", "0"], "batch_size must be a whole number from 1 to 65536. Received 0."),
        (["summary", "lenet5", "--csv", "--json"], "--json: not allowed with argument --csv."),
        (["summary"], "The following arguments are required: NETWORK."),
        (["train", "lenet5", "vgg"], "'vgg' is one word too many."),
        (
            ["summary", "lenet5", "--size", "8"],
            "input_size must be a whole number from 16 to 4096. Received 8.",
        ),
        (["summary", "lenet5", "--classes", "0"], "num_classes must be a whole number from 1 to 1000000. Received 0."),
        (["train", "lenet5", "--classes", "many"], "--classes: invalid int value: 'many'."),
        (
            ["summary", "x.convcanvas", "--size", "32"],
            "A project file has its own classes and size. Leave --classes and --size out.",
        ),
        (["presets", "lenet5"], "'lenet5' is one word too many."),
        (["summary", "nowhere.convcanvas"], "nowhere.convcanvas cannot be opened. There is no such file."),
        (["summary", "."], "cannot be opened. It is not a file but a folder."),
    ],
)
def test_bad_input_is_answered_by_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert sentence in refused(capsys, *words)


def test_a_broken_file_is_answered_by_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "broken.convcanvas"
    path.write_text('{"nodes": [')
    for command in ("summary", "train"):
        assert "broken.convcanvas cannot be opened." in refused(capsys, command, str(path))


def test_a_network_that_cannot_work_is_answered_by_its_first_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "wrong.convcanvas"
    save(path, Document(graph=edits.set_param(lenet(), lenet().by_name["conv2"].id, "kernel_size", 99)))
    for command in ("summary", "train"):
        assert refused(capsys, command, str(path)).startswith("conv2: ")
    save(path, Document())
    assert "The network has no Input." in refused(capsys, "summary", str(path))


def test_the_summary_counts_lenet(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["summary", "lenet5", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    totals = summary["totals"]
    assert (totals["params"], totals["macs"], totals["flops"]) == (61_706, 416_520, 833_040)
    assert (totals["values"], totals["stored_values"]) == (9_118, 9_108)
    assert totals["bytes"] == dict.fromkeys(("weights", "gradients", "optimizer"), 4 * 61706) | {
        "activations": 4 * 9_108
    }
    nodes = {node.pop("name"): node for node in summary["nodes"]}
    conv1, fc3 = nodes["conv1"], nodes["fc3"]
    assert (conv1["type"], conv1["output_shape"]) == ("Conv2d", [6, 28, 28])
    assert (conv1["params"], conv1["macs"]) == (156, 117_600)
    assert conv1["receptive_field"] == {
        "size": [5, 5],
        "jump": [1, 1],
        "start": [0, 0],
        "centre": [2.0, 2.0],
        "is_union": False,
        "is_varying": False,
    }
    assert (fc3["type"], fc3["output_shape"], fc3["params"], fc3["macs"]) == ("Linear", [10], 850, 840)
    assert fc3["receptive_field"]["jump"] == [None, None]
    assert next(iter(nodes)) == "input"
    assert list(nodes)[-1] == "output"


def test_a_preset_is_summed_up_in_another_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["summary", "lenet5", "--classes", "7", "--size", "28", "--json"]) == 0
    nodes = {node["name"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert nodes["input"]["output_shape"] == [1, 28, 28]
    assert nodes["fc3"]["output_shape"] == [7]


def test_the_table_is_aligned_and_has_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["summary", "lenet5"]) == 0
    header, rule, *body, _, last, _, memory = capsys.readouterr().out.splitlines()
    assert len({len(line) for line in (header, rule, *body, last)}) == 1
    assert body[1].split("  ")[0] == "conv1"
    assert "6 × 28 × 28" in body[1]
    assert last.split() == ["total", "61,706", "416,520", "9,118", "9,108", "776.9", "kB"]
    assert memory == (
        "Training with 1 image per step in fp32 and SGD with momentum takes 776.9 kB: 246.8 kB of weights, 246.8 kB "
        "of gradients, 246.8 kB of optimizer state and 36.4 kB of activations."
    )


def test_the_memory_depends_on_batch_size_precision_and_optimizer(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["summary", "lenet5", "--batch-size", "64", "--precision", "bf16", "--optimizer", "Adam", "--json"]
    assert commands.run(words) == 0
    weights = 2 * 61_706
    assert json.loads(capsys.readouterr().out)["totals"]["bytes"] == {
        "weights": weights,
        "gradients": weights,
        "optimizer": 2 * weights,
        "activations": 64 * 2 * 9_108,
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_written_as_the_window_copies_it(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert commands.run(["summary", "lenet5", f"--{name}"]) == 0
    found = rows(analyse(lenet()), MemorySettings())
    assert capsys.readouterr().out == FORMATS[name].write(found, total(found)) + "\n"


def test_the_summary_counts_with_and_without_auxiliary_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["summary", "googlenet"]) == 0
    *_, last, in_evaluation, _, _ = capsys.readouterr().out.splitlines()
    assert last.split()[:3] == ["total", "13,378,280", "1,591,044,096"]
    assert in_evaluation.split() == ["in", "evaluation", "6,998,552", "1,582,671,872", "6,031,768"]
    assert commands.run(["summary", "googlenet", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["totals"]["params"] == 13_378_280
    assert summary["in_evaluation"] == {"params": 6_998_552, "macs": 1_582_671_872}


def test_presets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["presets"]) == 0
    printed = capsys.readouterr().out
    for preset in registry.all_presets():
        assert f"{preset.name}\n    {preset.title} · {preset.family} · {preset.authors}, {preset.year}\n" in printed
    assert "    61,706 parameters · 32 × 32 px · 10 classes\n" in printed
    assert "    6,998,552 parameters · 224 × 224 px · 1,000 classes\n" in printed
    assert "    163,696 parameters · 28 × 28 px\n" in printed


@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["summary", "-h"], ["presets", "-h"]])
def test_help_is_there(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commands.run(words)
    assert left.value.code == 0
    assert "usage: main.py" in capsys.readouterr().out


def test_every_setting_has_an_option_that_reads_its_default_back() -> None:
    parser = Parser()
    add_settings(parser)
    words = [word for param in SETTINGS for word in (f"--{param.name.replace('_', '-')}", param.text(param.default))]
    assert given_settings(parser.parse(words)) == TrainingConfig().values()
    assert given_settings(parser.parse([])) == {}
    with pytest.raises(UsageError):
        parser.parse(["--batch_size", "3"])


def test_a_path_is_a_project_and_options_go_before_its_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.convcanvas"
    save(path, Document(small(), TrainingConfig(epochs=2, batch_size=256, device="cpu", lr=0.01)))
    assert commands.run(["train", str(path), "--epochs", "1"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["network"], result["epochs"], result["steps"]) == (str(path), 1, 6)


def test_a_presets_name_goes_before_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5").write_text("not a project")
    parser = Parser()
    networks.add_arguments(parser)
    assert networks.find(parser.parse(["lenet5"])).graph == lenet()


def test_a_diverged_run_ends_with_its_sentence_and_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "linear.convcanvas"
    graph = edits.set_param(small(), small().by_name["stem.bn"].id, "momentum", 1.0)
    for name in ("relu", "pool", "dropout"):
        node = graph.by_name[name]
        source, target = graph.inputs(node.id)[0].source, next(e.target for e in graph.edges if e.source == node.id)
        graph = edits.connect(edits.remove_nodes(graph, [node.id]), source, target)
    save(path, Document(graph, TrainingConfig(batch_size=256, device="cpu", lr=100.0, momentum=0.9999)))
    code = commands.run(["train", str(path), "--epochs", "200"])
    printed = capsys.readouterr()
    assert code == train.FAILED
    assert not printed.out
    assert "no longer finite after step" in printed.err.splitlines()[-1]


def test_a_run_that_cannot_begin_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert commands.run(["train", "lenet5", "--checkpoint", str(tmp_path / "gone" / "w.pt")]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert "There is no folder" in printed.err


def test_a_loss_that_nobody_has_is_null() -> None:
    from engine.training.events import EndReason, RunFinished, RunStarted

    end = RunFinished(EndReason.STOPPED, "", None, 0, 3, float("nan"), None, 1.0, 2.0)
    result = train.result("lenet5", TrainingConfig(), RunStarted("cpu", "CPU", 1, 1, 1, 1, 1, 1), end)
    assert json.loads(json.dumps(result, allow_nan=False))["train_loss"] is None


def test_a_static_graph_that_does_not_work_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert commands.run(["static", "lenet5", "--batch-size", "4", "--device", "cpu"]) == 0
    printed = capsys.readouterr()
    values = json.loads(printed.out)
    assert values["static_s"] is None
    assert values["dynamic_s"] > 0
    assert "Install g++" in values["why_not"]
    assert "ms forward and backward" in printed.err


def test_both_graphs_are_compared_in_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(torch, "compile", lambda module: module.forward)
    monkeypatch.setattr("engine.training.static_graph.why_not", lambda device: "")
    assert commands.run(["static", "lenet5", "--batch-size", "4", "--device", "cpu"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["score_difference"] == 0
    assert "scores          differ by 0.0e+00 of the largest" in printed.err
