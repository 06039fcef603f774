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
from engine.training.events import EndReason
from engine.training.run import Run
from engine.training.setup import seeded, set_up
from engine.training.sink import RunSink


def train(
    graph: Graph,
    config: TrainingConfig,
    sink: RunSink,
    control: RunControl | None = None,
    checkpoint_path: Path | None = None,
) -> Run | None:
    """Train a network from new weights until one of these; return the run, or None where it failed.

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
    """
    run = None
    try:
        device = devices.choose(config.device)
        with seeded(config.seed, device):
            run = set_up(graph, config, device, sink, control or RunControl(), checkpoint_path)
            run.report_start()
            last_event = finished(run, _learn(run))
    except CancelledError:
        sink.post_event(stopped_before_start())
        return None
    except Exception as error:  # noqa: BLE001 — the table's last row: whatever it is, the person is told
        sink.post_event(failed(error, graph, run))
        return None
    sink.post_event(last_event)
    return run


def _learn(run: Run) -> Ending:
    module, optimizer = run.module, run.optimizer
    for _ in range(run.config.epochs):
        batches = []
        for images, labels in run.batches():
            if not run.may_go_on():
                return Ending(EndReason.STOPPED)
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
            batches.append(batch)

        tally = Tally()
        validation = score.evaluate(
            run.evaluated, run.loss, run.data.validation, run.config.batch_size, run.may_go_on, tally.note
        )
        if validation is None:
            return Ending(EndReason.STOPPED)
        if not validation.is_finite:  # the last step was one too long, and no next step will find out
            return Ending(EndReason.DIVERGED, first_not_finite_in(run, run.data.validation))
        run.report_epoch(score.total(batches), validation)
        run.probes.after_epoch(tally, run.step, run.epoch)
        checkpoint.keep(run)
    return Ending(EndReason.COMPLETED)
