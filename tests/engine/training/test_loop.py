"""The loop itself, in the test's own thread: what it does is done when `train` returns."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engine.compiling.compiler import compile_graph
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import Frame, FrameKey, FrameKind, GradientFrame
from engine.runtime.mailbox import Mailbox
from engine.training import ending, loop
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.devices import describe
from engine.training.events import EndReason, EpochFinished, RunEvent, RunFailed, RunFinished, RunStarted
from engine.training.run import Run
from tests.networks import ActingMailbox, all_keys, lenet, small, with_auxiliary_head

SHORT = TrainingConfig(epochs=2, batch_size=128, device="cpu")
STEPS_PER_EPOCH = 11  # 1293 / 128, rounded up


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """The runs that are set up from here on, so that a test can reach inside them."""
    made: list[Run] = []

    def set_up(*arguments: Any) -> Run:
        made.append(original(*arguments))
        return made[-1]

    original = loop.set_up
    monkeypatch.setattr(loop, "set_up", set_up)
    return made


def events_of(
    graph: Graph, config: TrainingConfig = SHORT, mailbox: Mailbox | None = None, **more: Any
) -> list[RunEvent]:
    mailbox = mailbox if mailbox is not None else Mailbox()
    loop.train(graph, config, mailbox, **more)
    return mailbox.take_events()


def finished(events: list[RunEvent]) -> RunFinished:
    assert isinstance(events[-1], RunFinished), events[-1]
    assert sum(isinstance(event, RunFinished | RunFailed) for event in events) == 1
    return events[-1]


def failed(events: list[RunEvent]) -> RunFailed:
    assert isinstance(events[-1], RunFailed), events[-1]
    assert sum(isinstance(event, RunFinished | RunFailed) for event in events) == 1
    return events[-1]


def losses(mailbox: Mailbox) -> list[float]:
    loss: list[float] = mailbox.read_scalars()[0]["loss"].tolist()
    return loss


def test_a_run_reports_what_it_does() -> None:
    mailbox = Mailbox()
    started, *epochs, end = events_of(small(), mailbox=mailbox)
    assert started == RunStarted("cpu", describe(torch.device("cpu")), 418, 1293, 144, 360, 11, 2)
    assert [type(event) for event in epochs] == [EpochFinished, EpochFinished]
    assert isinstance(end, RunFinished)
    assert (end.reason, end.epoch, end.step) == (EndReason.COMPLETED, 2, 22)
    assert end.train_loss == epochs[-1].train_loss  # type: ignore[union-attr]
    assert end.images_per_second == pytest.approx(2 * 1293 / end.seconds)
    records, _ = mailbox.read_scalars()
    assert records["step"].tolist() == list(range(1, 23))
    assert records["num_images"][-1] == 2 * 1293
    assert (np.diff(records["seconds"]) > 0).all()
    first_epoch = records[:STEPS_PER_EPOCH]
    sizes = np.diff(first_epoch["num_images"], prepend=0)
    assert epochs[0].train_loss == pytest.approx((first_epoch["loss"] * sizes).sum() / 1293)  # type: ignore[union-attr]
    assert epochs[0].train_accuracy == pytest.approx((first_epoch["accuracy"] * sizes).sum() / 1293)  # type: ignore[union-attr]


def test_it_takes_the_steps_of_a_loop_written_by_hand(runs: list[Run]) -> None:
    """The same first weights, batches and optimizer, without the engine's loop: the same losses to the last bit."""
    config = replace(SHORT, epochs=1)
    mailbox = Mailbox()
    loop.train(lenet(), config, mailbox)
    data = runs[0].data.train

    torch.manual_seed(config.seed)
    module = nn.Sequential(
        *(nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
    )
    optimizer = torch.optim.SGD(module.parameters(), lr=config.lr, momentum=config.momentum, fused=True)
    order = torch.randperm(len(data), generator=torch.Generator().manual_seed(config.seed))
    by_hand = []
    for indices in order.split(config.batch_size):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(module(data.images[indices]), data.labels[indices])
        loss.backward()
        optimizer.step()
        by_hand.append(loss.item())
    assert losses(mailbox) == by_hand


def test_a_seed_repeats_a_run_and_another_does_not() -> None:
    def numbers(seed: int) -> tuple[list[float], float | None]:
        mailbox = Mailbox()
        end = finished(events_of(small(), replace(SHORT, seed=seed), mailbox))
        return losses(mailbox), end.test_accuracy

    first = numbers(1)
    torch.rand(5)
    assert numbers(1) == first
    assert numbers(2)[0] != first[0]


def test_random_numbers_outside_go_on_as_if_nothing_had_been() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    events_of(small(), replace(SHORT, epochs=1))
    assert torch.equal(torch.rand(3), expected)


def test_being_watched_changes_no_number() -> None:
    class Greedy(Mailbox):
        def wants(self, key: FrameKey) -> bool:
            return key in self.watched

    unseen, seen = Mailbox(), Greedy()
    seen.watch(all_keys(small()))
    events_of(small(), mailbox=unseen)
    events_of(small(), mailbox=seen)
    assert losses(unseen) == losses(seen)
    assert len(seen.take_frames()) == len(small().nodes) + 2


def test_gradient_bars_are_those_of_the_same_step(runs: list[Run]) -> None:
    class Checking(Mailbox):
        steps: list[int] = []  # noqa: RUF012

        def post_frame(self, key: FrameKey, frame: Frame) -> None:
            super().post_frame(key, frame)
            assert isinstance(frame, GradientFrame)
            self.steps.append(frame.step)
            by_hand = [parameter.grad.norm().item() for parameter in runs[0].module.parameters()]  # type: ignore[union-attr]
            np.testing.assert_allclose(frame.norms, by_hand, rtol=1e-6)
            self.take_frames()

    mailbox = Checking()
    mailbox.watch([FrameKey(FrameKind.GRADIENTS)])
    finished(events_of(lenet(), replace(SHORT, epochs=1), mailbox))
    assert mailbox.steps == list(range(1, STEPS_PER_EPOCH + 1))


@pytest.mark.parametrize("step", [1, STEPS_PER_EPOCH - 1, STEPS_PER_EPOCH])
def test_stop_acts_before_the_next_step(step: int) -> None:
    control = RunControl()
    mailbox = ActingMailbox({step: control.stop})
    events = events_of(small(), mailbox=mailbox, control=control)
    end = finished(events)
    assert (end.reason, end.step, end.epoch) == (EndReason.STOPPED, step, 0)
    assert end.message.startswith(f"Stopped after step {step}, in epoch 1.")
    assert end.test_accuracy is not None
    assert math.isnan(end.train_loss)
    assert not any(isinstance(event, EpochFinished) for event in events)  # the last case stops while validating


def test_a_closed_run_is_not_tested() -> None:
    control = RunControl()
    end = finished(events_of(small(), mailbox=ActingMailbox({2: control.close}), control=control))
    assert (end.reason, end.step, end.test_accuracy) == (EndReason.STOPPED, 2, None)


def test_a_stopped_run_does_not_test_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "TESTING_AFTER_STOP_S", 0.0)
    control = RunControl()
    assert finished(events_of(small(), mailbox=ActingMailbox({2: control.stop}), control=control)).test_accuracy is None
    assert finished(events_of(small())).test_accuracy is not None


def poisoned(name: str, runs: list[Run]) -> Any:
    def poison() -> None:
        with torch.no_grad():
            runs[0].module.get_parameter(name).view(-1)[0] = math.nan

    return poison


def test_divergence_names_the_first_node_that_is_not_finite(runs: list[Run], tmp_path: Path) -> None:
    step = STEPS_PER_EPOCH + 3
    mailbox = ActingMailbox({step: poisoned("conv2.weight", runs)})
    path = tmp_path / "weights.pt"
    end = finished(events_of(lenet(), mailbox=mailbox, checkpoint_path=path))
    assert (end.reason, end.step, end.test_accuracy) == (EndReason.DIVERGED, step, None)
    assert end.node_id == lenet().by_name["conv2"].id
    assert end.message == (
        "conv2: its output was no longer finite after step 14, so training ended. The steps were too long: try a "
        "learning rate of 0.005 instead of 0.05."
    )
    saved = torch.load(path, weights_only=True)
    assert saved["step"] == STEPS_PER_EPOCH  # the last good ones
    assert all(values.isfinite().all() for values in saved["model"].values())


def test_divergence_found_while_validating_is_one(runs: list[Run]) -> None:
    mailbox = ActingMailbox({2 * STEPS_PER_EPOCH: poisoned("fc1.bias", runs)})
    end = finished(events_of(lenet(), mailbox=mailbox))
    assert end.reason is EndReason.DIVERGED
    assert end.node_id == lenet().by_name["fc1"].id
    assert end.epoch == 1


def test_too_long_steps_diverge_and_leave_finite_weights(runs: list[Run], tmp_path: Path) -> None:
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    for number in range(3):
        x = net.add("Conv2d", x, name=f"conv{number}", out_channels=4, kernel_size=3)
    graph = net.output(net.add("Linear", net.add("Flatten", x), name="fc"))
    end = finished(events_of(graph, replace(SHORT, lr=100.0), checkpoint_path=tmp_path / "w.pt"))
    assert end.reason is EndReason.DIVERGED
    assert "try a learning rate of 10 instead of 100" in end.message
    assert end.step == runs[0].step
    assert all(parameter.isfinite().all() for parameter in runs[0].module.parameters())
    saved = torch.load(tmp_path / "w.pt", weights_only=True)
    assert saved["step"] == end.step


def test_looking_for_the_faulty_node_moves_no_statistics(runs: list[Run]) -> None:
    events_of(small(), replace(SHORT, epochs=1))
    before = {name: values.clone() for name, values in runs[0].module.named_buffers()}
    node = loop.first_not_finite(runs[0], runs[0].data.train.images[:8])
    assert node.type == "Output"  # nothing was wrong
    assert all(torch.equal(before[name], values) for name, values in runs[0].module.named_buffers())
    assert runs[0].module.training


def test_an_error_in_a_layer_names_it(runs: list[Run]) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("the wire is cut\nsecond line")

    mailbox = ActingMailbox({3: lambda: setattr(runs[0].module.fc2, "forward", broken)})
    end = failed(events_of(lenet(), mailbox=mailbox))
    assert end.node_id == lenet().by_name["fc2"].id
    assert end.message == "fc2: training ended by an unexpected error. RuntimeError: the wire is cut"
    assert "the wire is cut" in end.traceback
    assert "line" in end.traceback
    assert end.checkpoint is None


def test_an_error_keeps_the_last_epochs_weights(runs: list[Run], tmp_path: Path) -> None:
    def broken() -> None:
        raise KeyError("elsewhere")

    path = tmp_path / "weights.pt"
    end = failed(events_of(small(), mailbox=ActingMailbox({STEPS_PER_EPOCH + 1: broken}), checkpoint_path=path))
    assert (end.node_id, end.checkpoint) == (None, str(path))
    assert torch.load(path, weights_only=True)["step"] == STEPS_PER_EPOCH


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError("CUDA out of memory. Tried to allocate")])
def test_too_little_memory_is_said_plainly(runs: list[Run], error: Exception) -> None:
    def broken(_: object) -> None:
        raise error

    mailbox = ActingMailbox({1: lambda: setattr(runs[0].module.conv1, "forward", broken)})
    end = failed(events_of(lenet(), mailbox=mailbox))
    assert end.node_id == lenet().by_name["conv1"].id
    assert end.fitting_batch_size == 0
    assert end.message.endswith("Not even one image fits: reduce the Input's shape or the number of maps.")


def test_batch_normalization_of_single_values_fails_at_its_node() -> None:
    net = GraphBuilder()
    x = net.add("AdaptiveAvgPool2d", net.add("Conv2d", net.input((1, 8, 8))))
    graph = net.output(net.add("Linear", net.add("Flatten", net.add("BatchNorm2d", x, name="norm"))))
    end = failed(events_of(graph, replace(SHORT, batch_size=1)))
    assert end.node_id == graph.by_name["norm"].id
    assert "Expected more than 1 value per channel" in end.message


def test_scores_that_do_not_fit_the_classes_are_refused() -> None:
    graph = lenet()
    graph = edits.disconnect(graph, graph.inputs(graph.by_name["output"].id))
    maps = edits.connect(graph, graph.by_name["pool2"].id, graph.by_name["output"].id)
    end = failed(events_of(maps))
    assert end.node_id == graph.by_name["output"].id
    assert end.message == (
        "output: expected 10 scores, one per class of Handwritten digits. Received 16 × 5 × 5. End the network with "
        "Flatten and a Linear whose out_features is 10."
    )
    vector = edits.connect(graph, graph.by_name["fc2"].id, graph.by_name["output"].id)
    assert failed(events_of(vector)).message.endswith(
        "Received 84. End the network with a Linear whose out_features is 10."
    )


def test_a_network_that_cannot_be_compiled_is_a_failed_run() -> None:
    graph = edits.set_param(lenet(), lenet().by_name["conv2"].id, "kernel_size", 99)
    end = failed(events_of(graph))
    assert end.node_id == graph.by_name["conv2"].id
    assert end.message.startswith("conv2: ")


def test_a_network_without_weights_is_refused() -> None:
    net = GraphBuilder()
    graph = net.output(net.add("Flatten", net.input((1, 2, 5))))
    assert "nothing to learn" in failed(events_of(graph)).message


def test_a_device_that_is_not_there_is_a_failed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "no CUDA device" in failed(events_of(small(), replace(SHORT, device="cuda"))).message


def test_lenet_learns_the_digits() -> None:
    end = finished(events_of(lenet(), TrainingConfig(epochs=15, device="cpu")))
    assert end.test_accuracy is not None
    assert end.test_accuracy >= 0.97


class TestAuxiliaryOutputs:
    def test_they_add_their_weighted_loss_to_what_is_minimised(self, runs: list[Run]) -> None:
        """Against a loop written by hand: the same weights after an epoch, and the main loss is what is reported."""
        config = replace(SHORT, epochs=1)
        graph = with_auxiliary_head(lenet(), "pool1", loss_weight=0.3)
        mailbox = Mailbox()
        loop.train(graph, config, mailbox)
        run = runs[0]

        torch.manual_seed(config.seed)
        module = compile_graph(graph)
        optimizer = torch.optim.SGD(module.parameters(), lr=config.lr, momentum=config.momentum, fused=True)
        order = torch.randperm(len(run.data.train), generator=torch.Generator().manual_seed(config.seed))
        by_hand = []
        for indices in order.split(config.batch_size):
            optimizer.zero_grad()
            labels = run.data.train.labels[indices]
            main, auxiliary = (nn.functional.cross_entropy(s, labels) for s in module(run.data.train.images[indices]))
            (main + 0.3 * auxiliary).backward()
            optimizer.step()
            by_hand.append(main.item())
        assert losses(mailbox) == by_hand
        assert all(torch.equal(run.module.state_dict()[key], value) for key, value in module.state_dict().items())

    def test_evaluation_does_not_compute_them(self, runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> None:
        """In evaluation the branch's Linear is not called; in training it is, with every step."""
        modes: list[bool] = []
        forward = nn.Linear.forward

        def noted(layer: nn.Linear, x: torch.Tensor) -> torch.Tensor:
            if layer.in_features == 144:  # the branch's: 4 maps of 6 × 6 behind the convolution
                modes.append(layer.training)
            return forward(layer, x)

        monkeypatch.setattr(nn.Linear, "forward", noted)
        events = events_of(with_auxiliary_head(small(), "relu"), SHORT)
        assert finished(events).test_accuracy is not None
        assert modes[0] is False, "the check of shapes before the run"
        assert modes[1:] == [True] * 2 * STEPS_PER_EPOCH

    def test_one_with_weight_0_changes_nothing(self) -> None:
        def numbers(graph: Graph) -> list[float]:
            mailbox = Mailbox()
            events_of(graph, replace(SHORT, epochs=1), mailbox)
            return losses(mailbox)

        graph = lenet()  # without random numbers, and with its own weights drawn first
        assert numbers(with_auxiliary_head(graph, "pool1", loss_weight=0.0)) == numbers(graph)

    def test_one_with_a_wrong_number_of_scores_is_refused(self) -> None:
        graph = with_auxiliary_head(lenet(), "pool1")
        graph = edits.set_param(graph, graph.by_name["aux.fc"].id, "out_features", 7)
        assert failed(events_of(graph)).message.startswith("aux.output: expected 10 scores, one per class")

    def test_a_loss_of_theirs_that_is_no_number_ends_the_run_before_the_step(self, runs: list[Run]) -> None:
        def spoil() -> None:
            with torch.no_grad():
                runs[0].module.get_parameter("aux.fc.bias").fill_(math.inf)

        graph = with_auxiliary_head(lenet(), "pool1")
        end = finished(events_of(graph, mailbox=ActingMailbox({3: spoil})))
        assert (end.reason, end.step, end.node_id) == (EndReason.DIVERGED, 3, graph.by_name["aux.fc"].id)
        assert runs[0].module.get_parameter("conv1.weight").isfinite().all()
