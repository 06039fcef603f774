"""The training loop."""
# ruff: noqa: TID253

from __future__ import annotations

from functools import partial
from pathlib import Path

from torch import Tensor

from engine.data.progress import CancelledError
from engine.graph.model import Graph
from engine.probes.frames import ConfusionFrame, ReportFrame
from engine.probes.predictions import Tally
from engine.training import checkpoint, devices, score
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.diagnosis import first_not_finite, first_not_finite_in
from engine.training.ending import Ending, failed, finished, stopped_before_start
from engine.training.events import EndReason, RunFailed, RunFinished
from engine.training.keeper import KeepsNothing, RunKeeper
from engine.training.randomness import seed_python_and_numpy, seeded
from engine.training.run import Run
from engine.training.score import Score
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
    """Train a network until one of these; return the run, or None where it failed before its first step.

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
            seed_python_and_numpy(config.seed)
            run.report_start()
            keeper.begin(run)
            last_event = finished(run, _learn(run))
    except CancelledError:
        last_event, run = stopped_before_start(), None
    except Exception as error:  # noqa: BLE001 — the table's last row: whatever it is, the person is told
        last_event = failed(error, graph, run)
    keeper.close(last_event)
    sink.post_event(last_event)
    return run


def _learn(run: Run) -> Ending:
    while run.takes_epoch():
        for images, targets in run.batches():
            batch = _step(run, images, targets)
            if not batch.is_finite:
                return Ending(EndReason.DIVERGED, first_not_finite(run, images))
            run.report_step(batch)
            run.probes.after_step(run.step)

        tally = Tally() if run.task.has_confusion else None
        note = tally.note if tally is not None else None
        validation = run.evaluate(run.evaluated, run.data.validation, run.may_go_on, note)
        if validation is None:  # it was told to stop, here or between two steps
            return Ending(EndReason.STOPPED)
        if not validation.is_finite:  # the last step was one too long, and no next step will find out
            return Ending(EndReason.DIVERGED, first_not_finite_in(run, run.data.validation))
        run.probes.after_epoch(partial(_validation_frame, run, tally, validation), run.step)
        if end := _finish_epoch(run, validation):
            return Ending(EndReason.COMPLETED, text=end)
    return Ending(EndReason.COMPLETED)


def _step(run: Run, images: Tensor, targets: Tensor) -> Score:
    """Take a step, unless the loss is not finite: then the weights stay as they were.

    The loss is read when the gradients are on their way, so a GPU has work while its answer is waited for.
    """
    run.update.begin()
    run.probes.before_forward(images)
    parts = []
    for some_images, some_targets in run.parts(images, targets):
        with run.precision.computing():
            scores = run.scores(some_images)
        loss = run.loss(scores[0], some_targets)  # what is reported; auxiliary classifiers count in `minimised` alone
        minimised = run.objective(loss, scores, some_targets)
        parts.append(score.of_batch(loss, scores[0], some_targets, minimised, run.task))
        share = len(some_images) / len(images)
        run.update.backward(minimised if share == 1 else minimised * share)
    read = [part.read() for part in parts]
    for part in read:
        if not part.is_finite:
            return part
    run.update.finish_gradients()
    run.probes.after_backward(run.step + 1)
    run.update.take()
    run.averages.after_step()
    return read[0] if len(read) == 1 else score.total(read, run.task)


def _validation_frame(run: Run, tally: Tally | None, validation: Score) -> ConfusionFrame | ReportFrame | None:
    """Return what the live views show of a validation."""
    if tally is not None:
        return tally.frame(run.step, run.epoch + 1)
    return ReportFrame(run.step, run.epoch + 1, validation.report) if validation.report is not None else None


def _finish_epoch(run: Run, validation: Score) -> str:
    """Count and report an epoch; return a sentence if it was the last one, though more were planned."""
    run.update.plateau.note(validation.accuracy)
    run.averages.after_epoch(run.epoch + 1, run.data.train, run.images_at_a_time)
    averaged = run.averages.network
    of_averaged = run.evaluate(averaged, run.data.validation, lambda: True) if averaged is not None else None
    epoch = run.report_epoch(score.total(run.batch_scores, run.task), validation, of_averaged)
    end = run.stopping.reason(run.epoch, validation)
    run.keeper.after_epoch(run, epoch)
    checkpoint.keep(run)
    return end
