"""Each option of a run: its steps are those of a loop written by hand that does what the option says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from engine.compiling.compiler import compile_graph
from engine.data.images import ImageSet
from engine.graph import learning
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.runtime.mailbox import Mailbox
from engine.training import loop, memory_limit
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import EndReason, EpochFinished, RunEvent, RunFailed, RunFinished, RunStarted
from engine.training.initialization import initialize
from engine.training.keeper import KeepsNothing
from engine.training.longer import Longer
from engine.training.randomness import seeded
from engine.training.run import Run
from engine.training.state import restore, snapshot
from tests.networks import ActingMailbox, lenet, small

SHORT = TrainingConfig(epochs=1, batch_size=128, device="cpu")
PER_EPOCH = 11


def trained(graph: Graph, config: TrainingConfig, mailbox: Mailbox | None = None, **more: Any) -> Run:
    run = loop.train(graph, config, mailbox or Mailbox(), **more)
    assert run is not None
    return run


def events_of(graph: Graph, config: TrainingConfig, **more: Any) -> list[RunEvent]:
    mailbox = Mailbox()
    loop.train(graph, config, mailbox, **more)
    return mailbox.take_events()


def batches(data: ImageSet, config: TrainingConfig) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.Generator().manual_seed(config.seed)
    for _ in range(config.epochs):
        for indices in torch.randperm(len(data), generator=order).split(config.batch_size):
            yield data.images[indices], data.labels[indices]


def by_hand(
    run: Run,
    step: Callable[[nn.Module, torch.optim.Optimizer, Tensor, Tensor], None],
    optimizer: Callable[..., torch.optim.Optimizer] = torch.optim.SGD,
    **options: Any,
) -> nn.Module:
    """Train a new network of a run's graph by steps written by hand."""
    options = options or {"momentum": run.config.momentum}
    torch.manual_seed(run.config.seed)
    module = compile_graph(run.graph)
    made = optimizer(module.parameters(), lr=run.config.lr, **options)
    for images, labels in batches(run.data.train, run.config):
        made.zero_grad()
        step(module, made, images, labels)
    return module


def plain(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
    F.cross_entropy(module(images), labels).backward()
    optimizer.step()


def assert_equal(run: Run, module: nn.Module, atol: float = 1e-5) -> None:
    for name, values in module.state_dict().items():
        torch.testing.assert_close(run.module.state_dict()[name], values, atol=atol, rtol=1e-4, msg=name)


def test_l1() -> None:
    config = replace(SHORT, l1=0.01)

    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        penalty = sum(parameter.abs().sum() for parameter in module.parameters())
        (F.cross_entropy(module(images), labels) + 0.01 * penalty).backward()
        optimizer.step()

    run = trained(lenet(), config)
    assert_equal(run, by_hand(run, step))


def test_l1_and_l2_together_spare_biases_if_asked() -> None:
    config = replace(SHORT, l1=0.01, weight_decay=0.05, decay_all=False, momentum=0.0)

    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        weights = [parameter for parameter in module.parameters() if parameter.ndim > 1]
        penalty = sum(0.01 * weight.abs().sum() + 0.025 * weight.square().sum() for weight in weights)
        (F.cross_entropy(module(images), labels) + penalty).backward()
        optimizer.step()

    run = trained(lenet(), config)
    assert_equal(run, by_hand(run, step))


def test_clipping() -> None:
    config = replace(SHORT, clip_norm=0.1)

    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        F.cross_entropy(module(images), labels).backward()
        norm = torch.cat([parameter.grad.flatten() for parameter in module.parameters()]).norm()  # type: ignore[union-attr]
        for parameter in module.parameters():
            parameter.grad *= min(1.0, 0.1 / (norm.item() + 1e-6))  # type: ignore[operator]
        optimizer.step()

    run = trained(lenet(), config)
    assert_equal(run, by_hand(run, step))


def test_a_schedule_acts_with_every_step() -> None:
    config = replace(SHORT, epochs=2, schedule="one_cycle")
    run = trained(lenet(), config)
    schedulers: list[Any] = []

    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        if not schedulers:
            total = 2 * PER_EPOCH
            schedulers.append(
                torch.optim.lr_scheduler.OneCycleLR(optimizer, config.lr, total_steps=total, cycle_momentum=False)
            )
        plain(module, optimizer, images, labels)
        if schedulers[0].last_epoch < 2 * PER_EPOCH - 1:
            schedulers[0].step()

    assert_equal(run, by_hand(run, step))


def test_a_plateau_divides_the_rate() -> None:
    events = events_of(lenet(), replace(SHORT, epochs=3, schedule="plateau", plateau_patience=0, lr=1e-8, gamma=0.5))
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    assert len({event.validation_accuracy for event in epochs}) == 1, "steps so short that nothing changes"
    assert [event.lr for event in epochs] == pytest.approx([1e-8, 5e-9, 2.5e-9])


@pytest.mark.parametrize("loss", ["binary", "mse"])
def test_losses(loss: str) -> None:
    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        targets = F.one_hot(labels, 10).float()
        scores = module(images)
        value = nn.BCEWithLogitsLoss()(scores, targets) if loss == "binary" else nn.MSELoss()(scores, targets)
        value.backward()
        optimizer.step()

    run = trained(lenet(), replace(SHORT, loss=loss))
    assert_equal(run, by_hand(run, step))


def test_accumulation_takes_the_step_of_the_whole_batch() -> None:
    run = trained(lenet(), replace(SHORT, accumulation=5))
    assert_equal(run, by_hand(run, plain))
    assert run.step == PER_EPOCH


def test_accumulated_parts_are_no_single_images() -> None:
    run = trained(small(), replace(SHORT, batch_size=3, epochs=1), control=stopped_after(1))
    run.config = replace(run.config, accumulation=8)
    parts = list(run.parts(torch.zeros(5, 1, 8, 8), torch.zeros(5)))
    assert [len(images) for images, _ in parts] == [3, 2]


def stopped_after(num_steps: int) -> RunControl:
    control = RunControl()
    if num_steps:
        control.note_step = _StopAfter(control, num_steps)  # type: ignore[method-assign]
    return control


class _StopAfter:
    def __init__(self, control: RunControl, num_steps: int) -> None:
        self.control, self.left = control, num_steps

    def __call__(self) -> None:
        self.left -= 1
        if not self.left:
            self.control.stop()


def test_channels_last_changes_no_number_beyond_rounding() -> None:
    run = trained(lenet(), replace(SHORT, channels_last=True))
    assert run.module.get_parameter("conv2.weight").is_contiguous(memory_format=torch.channels_last)
    assert_equal(run, by_hand(run, plain), atol=1e-4)


def test_bf16_computes_with_16_bits_and_learns_in_32() -> None:
    def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
        with torch.autocast("cpu", torch.bfloat16):
            scores = module(images)
        assert scores.dtype is torch.bfloat16
        F.cross_entropy(scores.float(), labels).backward()
        optimizer.step()

    run = trained(lenet(), replace(SHORT, precision="bf16"), control=stopped_after(3))
    run.config = replace(run.config, batch_size=128)
    torch.manual_seed(0)
    module = compile_graph(run.graph)
    optimizer = torch.optim.SGD(module.parameters(), lr=0.05, momentum=0.9)
    for (images, labels), _ in zip(batches(run.data.train, run.config), range(3), strict=False):
        optimizer.zero_grad()
        step(module, optimizer, images, labels)
    assert_equal(run, module)
    assert all(parameter.dtype is torch.float32 for parameter in run.module.parameters())


def test_fp16_scales_the_loss_and_shows_the_gradients_unscaled() -> None:
    run = trained(small(), replace(SHORT, precision="fp16"), control=stopped_after(2))
    scaler = run.update._scaler
    assert scaler is not None
    assert scaler.get_scale() > 1000
    norm = torch.cat([p.grad.flatten() for p in run.module.parameters() if p.grad is not None]).norm()
    assert 0 < norm < 100, "gradients as they are by hand, not times the scale"


def normalized() -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, 8, 8)), name="conv", out_channels=4, kernel_size=3)
    x = net.add("Flatten", net.add("BatchNorm2d", x, name="norm"))
    return net.output(net.add("Linear", x, name="fc", out_features=10))


class TestAverages:
    def test_ema_by_hand(self) -> None:
        run = trained(lenet(), replace(SHORT, average="ema", ema_decay=0.8))
        average: dict[str, Tensor] = {}

        def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
            plain(module, optimizer, images, labels)
            for name, values in module.state_dict().items():
                before = average.get(name, values)
                average[name] = (0.8 * before + 0.2 * values).clone()

        by_hand(run, step)
        assert run.averages.network is not None
        for name, values in run.averages.network.state_dict().items():
            torch.testing.assert_close(values, average[name], atol=1e-5, rtol=1e-4)

    def test_swa_by_hand_with_batch_normalization_counted_anew(self) -> None:
        config = replace(SHORT, epochs=4, average="swa", swa_start=0.5)
        run = trained(normalized(), config)
        states: list[dict[str, Tensor]] = []
        count = iter(range(1, 4 * PER_EPOCH + 1))

        def step(module: nn.Module, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
            plain(module, optimizer, images, labels)
            if next(count) % PER_EPOCH == 0:
                states.append({name: values.clone() for name, values in module.named_parameters()})

        by_hand(run, step)
        assert run.averages.network is not None
        for name, values in run.averages.network.named_parameters():
            expected = (states[2][name] + states[3][name]) / 2
            torch.testing.assert_close(values, expected, atol=1e-3, rtol=1e-2)
        mean = run.averages.network.get_buffer("norm.running_mean")
        weight = run.averages.network.get_submodule("conv")
        maps = [weight(images).mean((0, 2, 3)) for images, _ in run.data.train.in_order(128)]
        torch.testing.assert_close(mean, torch.stack(maps).mean(0), atol=1e-4, rtol=1e-3)

    def test_both_accuracies_are_reported(self) -> None:
        events = events_of(lenet(), replace(SHORT, epochs=2, average="ema"))
        end = events[-1]
        assert isinstance(end, RunFinished)
        assert end.averaged_test_accuracy is not None
        assert f"With the averaged weights {end.averaged_test_accuracy:.1%}." in end.message
        epochs = [event for event in events if isinstance(event, EpochFinished)]
        assert all(event.averaged_accuracy is not None for event in epochs)
        without = [event for event in events_of(lenet(), replace(SHORT, epochs=2)) if isinstance(event, EpochFinished)]
        assert [e.validation_accuracy for e in epochs] == [e.validation_accuracy for e in without]


class TestInitialization:
    @pytest.mark.parametrize(
        ("name", "function"),
        [
            ("xavier_uniform", nn.init.xavier_uniform_),
            ("xavier_normal", nn.init.xavier_normal_),
            ("kaiming_uniform", lambda weight: nn.init.kaiming_uniform_(weight, nonlinearity="relu")),
            ("kaiming_normal", lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu")),
            ("orthogonal", nn.init.orthogonal_),
            ("constant", lambda weight: nn.init.constant_(weight, 0.3)),
        ],
    )
    def test_it_is_torchs(self, name: str, function: Callable[[Tensor], object]) -> None:
        graph = small()
        module, reference = compile_graph(graph), compile_graph(graph)
        kept = {key: values.clone() for key, values in module.state_dict().items()}
        with seeded(3, torch.device("cpu")):
            initialize(module, graph, TrainingConfig(init=name, init_constant=0.3))
        with seeded(3, torch.device("cpu")):
            for layer in reference.modules():
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    function(layer.weight)
                    if layer.bias is not None:
                        nn.init.zeros_(layer.bias)
        for key, values in reference.state_dict().items():
            expected = kept[key] if ".bn." in key else values
            assert torch.equal(module.state_dict()[key], expected), key

    def test_the_variance_is_hes(self) -> None:
        graph = lenet()
        module = compile_graph(graph)
        initialize(module, graph, TrainingConfig(init="kaiming_normal"))
        weight = module.get_parameter("fc1.weight")
        assert weight.var().item() == pytest.approx(2 / weight.shape[1], rel=0.05)

    def test_a_nodes_own_goes_before_the_networks(self) -> None:
        graph = learning.set_init(lenet(), lenet().by_name["fc1"].id, "constant")
        module = compile_graph(graph)
        initialize(module, graph, TrainingConfig(init="orthogonal", init_constant=0.5))
        assert (module.get_parameter("fc1.weight") == 0.5).all()
        weight = module.get_parameter("fc2.weight")
        torch.testing.assert_close(weight @ weight.T, torch.eye(84), atol=1e-5, rtol=0)

    def test_a_node_may_keep_torchs_own(self) -> None:
        graph = learning.set_init(lenet(), lenet().by_name["fc1"].id, "default")
        torch.manual_seed(0)
        module = compile_graph(graph)
        before = module.get_parameter("fc1.weight").clone()
        initialize(module, graph, TrainingConfig(init="constant"))
        assert torch.equal(module.get_parameter("fc1.weight"), before)


class TestFrozen:
    def test_frozen_layers_stay_and_the_others_learn(self) -> None:
        graph = learning.set_frozen(lenet(), [lenet().by_name[name].id for name in ("conv1", "conv2")], True)
        run = trained(graph, SHORT)
        torch.manual_seed(SHORT.seed)
        first = compile_graph(graph)
        for name, values in first.named_parameters():
            assert torch.equal(run.module.get_parameter(name), values) is name.startswith("conv"), name

    def test_frozen_batch_normalization_is_in_evaluation_mode_all_along(self) -> None:
        graph = small()
        graph = learning.set_frozen(graph, [graph.by_name["stem.bn"].id], True)
        run = trained(graph, replace(SHORT, epochs=2, average="swa", swa_start=0.0))
        norm = run.module.get_submodule("stem.bn")
        assert not norm.training
        assert run.module.training
        assert (run.module.get_buffer("stem.bn.running_mean") == 0).all()
        assert run.averages.network is not None
        assert int(run.averages.network.get_buffer("stem.bn.num_batches_tracked")) == 0
        unfrozen = trained(small(), replace(SHORT, epochs=1))
        assert not (unfrozen.module.get_buffer("stem.bn.running_mean") == 0).all()

    def test_all_frozen_is_refused(self) -> None:
        graph = learning.set_frozen(lenet(), list(lenet().nodes), True)
        end = events_of(graph, SHORT)[-1]
        assert isinstance(end, RunFailed)
        assert "Thaw one of them" in end.message


class TestEnding:
    def test_until_an_accuracy(self) -> None:
        events = events_of(lenet(), replace(SHORT, epochs=30, until_accuracy=0.9))
        epochs = [event for event in events if isinstance(event, EpochFinished)]
        assert [event.validation_accuracy >= 0.9 for event in epochs] == [False] * (len(epochs) - 1) + [True]
        end = events[-1]
        assert isinstance(end, RunFinished)
        assert (end.reason, end.epoch) == (EndReason.COMPLETED, len(epochs))
        assert f"Ended after {len(epochs)} epochs: the validation accuracy reached 90.0%." in end.message

    def test_early_stopping_takes_back_the_best_weights(self) -> None:
        run_losses: list[float] = []
        mailbox = Mailbox()
        config = replace(SHORT, epochs=60, early_stopping=2, lr=0.3, momentum=0.95)
        run = trained(lenet(), config, mailbox)
        events = mailbox.take_events()
        run_losses = [event.validation_loss for event in events if isinstance(event, EpochFinished)]
        best = min(range(len(run_losses)), key=run_losses.__getitem__)
        end = events[-1]
        assert isinstance(end, RunFinished)
        assert len(run_losses) == best + 1 + 2 < 60
        assert f"The weights are those of epoch {best + 1} again." in end.message
        again = run.evaluate(run.evaluated, run.data.validation, lambda: True)
        assert again is not None
        assert again.loss == pytest.approx(run_losses[best])

    def test_so_many_steps_more(self) -> None:
        control = RunControl()
        paused_at: list[int] = []

        class Watching(ActingMailbox):
            def post_event(self, event: RunEvent) -> None:
                super().post_event(event)
                if type(event).__name__ == "RunPaused":
                    paused_at.append(event.step)  # type: ignore[union-attr]
                    control.take_steps(4) if len(paused_at) == 1 else control.stop()

        trained(small(), replace(SHORT, epochs=3), Watching({3: control.pause}), control=control)
        assert paused_at == [3, 7]

    def test_more_epochs_while_it_runs(self) -> None:
        control = RunControl()
        mailbox = ActingMailbox({2: lambda: control.lengthen(Longer(epochs=2))})
        run = trained(small(), SHORT, mailbox, control=control)
        assert (run.epoch, run.step) == (3, 3 * PER_EPOCH)


class TestOutOfMemory:
    @pytest.fixture(params=["cuda", "cpu"])
    def too_large(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """More than 37 images do not fit: in CUDA's words, or by what torch's own allocator says of 2⁵⁵ bytes."""
        forward = nn.Conv2d.forward

        def small_ones_only(layer: nn.Conv2d, x: Tensor) -> Tensor:
            if len(x) > 37 and layer.training:
                if request.param == "cuda":
                    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
                torch.empty(2**55, dtype=torch.uint8)
            return forward(layer, x)

        monkeypatch.setattr(nn.Conv2d, "forward", small_ones_only)

    def test_the_largest_batch_is_found_and_offered(self, too_large: None, request: pytest.FixtureRequest) -> None:
        end = events_of(small(), SHORT)[-1]
        assert isinstance(end, RunFailed)
        assert (end.fitting_batch_size, end.fitting_accumulation) == (37, 4)
        assert "The largest batch that fits is 37. Set batch_size to 37, or keep the batch of 128" in end.message
        pieces = {"cuda": "20.00", "cpu": "33554432.00"}
        words = f"{pieces[request.node.callspec.params['too_large']]} GiB in one piece could not be had"
        assert words in end.message
        assert "set accumulation to 4" in end.message

    def test_a_batch_that_leaves_one_image_over_is_not_offered(self) -> None:
        """1,293 images in batches of 38 leave one, which joins the last batch: 39."""
        assert memory_limit.largest_step(1293, 38) == 39
        assert memory_limit.largest_step(1293, 37) == 37
        assert memory_limit.largest_step(20, 37) == 20
        assert memory_limit.largest_step(38, 37) == 38

    @pytest.mark.parametrize("optimizer", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
    def test_what_the_optimizer_will_keep_is_known(self, optimizer: str) -> None:
        run = trained(small(), replace(SHORT, optimizer=optimizer))
        kept = [values for state in run.optimizer.state.values() for name, values in state.items() if name != "step"]
        assert len(kept) == memory_limit._num_states(run.config) * len(list(run.module.parameters()))

    def test_what_is_offered_works(self, too_large: None) -> None:
        for change in ({"batch_size": 36}, {"accumulation": 4}):
            end = events_of(small(), replace(SHORT, **change))[-1]
            assert isinstance(end, RunFinished), end


class TestStaticGraph:
    def test_it_says_why_not_and_trains_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(module: nn.Module) -> Callable[..., Any]:
            def fail(images: Tensor) -> Tensor:
                raise RuntimeError("InductorError: no compiler\nmore")

            return fail

        monkeypatch.setattr(torch, "compile", refuse)
        monkeypatch.setattr("engine.training.static_graph.why_not", lambda device: "")
        events = events_of(lenet(), replace(SHORT, compile=True))
        started = next(event for event in events if isinstance(event, RunStarted))
        assert started.notes == (
            "torch.compile could not make a static graph of it, so it runs without. torch says: "
            "InductorError: no compiler",
        )
        assert isinstance(events[-1], RunFinished)

    def test_without_a_compiler_it_is_not_tried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.which", lambda name: None)
        started = events_of(lenet(), replace(SHORT, compile=True))[0]
        assert isinstance(started, RunStarted)
        assert "Install g++ or clang++" in started.notes[0]

    def test_the_trial_leaves_no_trace(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(torch, "compile", lambda module: module.forward)
        monkeypatch.setattr("engine.training.static_graph.why_not", lambda device: "")
        compiled = trained(small(), replace(SHORT, compile=True))
        eager = trained(small(), SHORT)
        assert compiled.notes == ()
        for name, values in eager.module.state_dict().items():
            assert torch.equal(compiled.module.state_dict()[name], values), name
        assert math.isfinite(compiled.train_loss)


class TestPrecisionThatDoesNotWork:
    def test_it_says_why_and_computes_in_fp32(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any) -> Any:
            raise RuntimeError("Float16 is not supported here\nmore")

        monkeypatch.setattr(torch, "autocast", refuse)
        events = events_of(small(), replace(SHORT, precision="fp16"))
        started = next(event for event in events if isinstance(event, RunStarted))
        (note,) = started.notes
        assert note.startswith("fp16 does not work on CPU")
        assert note.endswith("so the network computes in fp32. torch says: Float16 is not supported here")
        monkeypatch.undo()
        plain = trained(small(), SHORT)
        end = events[-1]
        assert isinstance(end, RunFinished)
        assert end.train_loss == plain.train_loss

    def test_the_trial_changes_nothing(self) -> None:
        started = next(
            event for event in events_of(small(), replace(SHORT, precision="bf16")) if isinstance(event, RunStarted)
        )
        assert started.notes == ()


def test_what_the_options_remember_goes_on_from_a_snapshot() -> None:
    """Half a run, its snapshot put into a new run, the other half: the weights and averages of the whole run."""
    config = replace(SHORT, epochs=4, average="ema", schedule="plateau", plateau_patience=0, early_stopping=9)
    whole = trained(lenet(), config)

    class GoesOn(KeepsNothing):
        def begin(self, run: Run) -> None:
            restore(run, taken)

    half = trained(lenet(), config, control=stopped_after(2 * PER_EPOCH + 3))
    taken = snapshot(half)
    run = trained(lenet(), config, keeper=GoesOn())
    for name, values in whole.module.state_dict().items():
        assert torch.equal(run.module.state_dict()[name], values), name
    assert run.update.lr == whole.update.lr
    assert run.averages.network is not None
    assert whole.averages.network is not None
    for name, values in whole.averages.network.state_dict().items():
        assert torch.equal(run.averages.network.state_dict()[name], values), name
