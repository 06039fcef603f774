"""The training loop."""

from __future__ import annotations

from pathlib import Path

from engine.compiling.compiler import all_scores
from engine.data.progress import CancelledError
from engine.graph.model import Graph
from engine.probes.predictions import Tally
from engine.training import checkpoint, devices, score
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.diagnosis import first_not_finite, first_not_finite_in
from engine.training.ending import Ending, failed, finished, stopped_before_start
from engine.training.events import EndReason, RunFailed, RunFinished
from engine.training.keeper import KeepsNothing, RunKeeper
from engine.training.randomness import seeded
from engine.training.run import Run
from engine.training.setup import set_up
from engine.training.sink import RunSink


def train(
    graph: Graph,
    config: TrainingConfig,
    sink: RunSink,
    control: RunControl | None = None,
    checkpoint_path: Path | None = None,
    keeper: RunKeeper | None = None,
) -> Run | None:
    """Train a network until one of these; return the run, or None where it failed.

    It begins with new weights, or goes on from where its keeper has it.

    ============================ =============== ====================== ==================== ===============
    A run ends by                last step kept  RunFinished            RunFailed            checkpoint
    ============================ =============== ====================== ==================== ===============
    its epochs                   yes             completed              –                    yes
    Stop, or the window closing  yes             stopped                –                    yes
    a loss that is NaN or Inf    yes             diverged, with the     –                    last good one
                                                 first node whose
                                                 output was not finite
    an exception                 yes             –                      node, message,       last good one
                                                                        traceback
    ============================ =============== ====================== ==================== ===============

    Args:
        sink: gets `RunStarted`, then the rest, and as its last event one `RunFinished` or one `RunFailed`.
        control: obeyed before each step; without one the run goes to its end.
        checkpoint_path: file for the weights, written after each epoch and at the end.
        keeper: keeps the run, and brings one that goes on to where it was; without one nothing is kept.
    """
    run, keeper = None, keeper or KeepsNothing()
    last_event: RunFinished | RunFailed
    try:
        device = devices.choose(config.device)
        with seeded(config.seed, device):
            run = set_up(graph, config, device, sink, control or RunControl(), checkpoint_path, keeper)
            run.report_start()
            keeper.begin(run)
            last_event = finished(run, _learn(run))
    except CancelledError:
        last_event, run = stopped_before_start(), None
    except Exception as error:  # noqa: BLE001 — the table's last row: whatever it is, the person is told
        last_event, run = failed(error, graph, run), None
    keeper.close(last_event)
    sink.post_event(last_event)
    return run


def _learn(run: Run) -> Ending:
    module, optimizer = run.module, run.optimizer
    while run.epoch < run.config.epochs:
        for images, labels in run.batches():
            optimizer.zero_grad()
            run.probes.before_forward(images)
            scores = all_scores(module(images))
            loss = run.loss(scores[0], labels)  # what is reported; auxiliary classifiers count in `minimised` alone
            minimised = run.objective(loss, scores, labels)
            batch = score.of_batch(loss, scores[0], labels, minimised)
            if not batch.is_finite:  # before the step, so that the weights stay as they were
                return Ending(EndReason.DIVERGED, first_not_finite(run, images))
            minimised.backward()  # type: ignore[no-untyped-call]
            run.probes.after_backward(run.step + 1)
            optimizer.step()
            run.report_step(batch)
            run.probes.after_step(run.step)

        tally = Tally()
        validation = score.evaluate(
            run.evaluated, run.loss, run.data.validation, run.config.batch_size, run.may_go_on, tally.note
        )
        if validation is None:  # it was told to stop, here or between two steps
            return Ending(EndReason.STOPPED)
        if not validation.is_finite:  # the last step was one too long, and no next step will find out
            return Ending(EndReason.DIVERGED, first_not_finite_in(run, run.data.validation))
        epoch = run.report_epoch(score.total(run.batch_scores), validation)
        run.probes.after_epoch(tally, run.step, run.epoch)
        run.keeper.after_epoch(run, epoch)
        checkpoint.keep(run)
    return Ending(EndReason.COMPLETED)
