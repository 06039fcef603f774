"""How a run ends: its last event."""

from __future__ import annotations

import math
import traceback
from dataclasses import dataclass
from time import perf_counter

from engine.graph.model import Graph, Node
from engine.layers.counted import counted
from engine.training import checkpoint, diagnosis, memory_limit
from engine.training.events import EndReason, RunFailed, RunFinished
from engine.training.run import Run
from engine.training.score import Score

TESTING_AFTER_STOP_S = 2.0
"""Who presses Stop wants it to be over: a large network is then not tested to the end."""


@dataclass(frozen=True)
class Ending:
    """Why the loop came to its end.

    Attributes:
        reason: completed, stopped or diverged.
        node: the first one whose output was not finite, where it diverged.
        text: why it completed before its last epoch.
    """

    reason: EndReason
    node: Node | None = None
    text: str = ""


def finished(run: Run, ending: Ending) -> RunFinished:
    """Test the network, keep its weights and return the event that says so."""
    seconds = run.stopwatch.seconds
    tested, averaged = (None, None) if ending.reason is EndReason.DIVERGED else _tested(run)
    accuracy = tested.accuracy if tested is not None else None
    of_averaged = averaged.accuracy if averaged is not None else None
    checkpoint.keep(run)
    run.keeper.after_last_step(run, ending.reason)
    run.data.close()
    return RunFinished(
        reason=ending.reason,
        message=_message(run, ending, accuracy, of_averaged),
        node_id=ending.node.id if ending.node is not None else None,
        epoch=run.epoch,
        step=run.step,
        train_loss=run.train_loss,
        test_accuracy=accuracy,
        seconds=seconds,
        images_per_second=run.num_images / seconds,
        checkpoint=run.checkpoint,
        averaged_test_accuracy=of_averaged,
        test_metrics=dict(tested.report.metrics) if tested is not None and tested.report is not None else {},
    )


def stopped_before_start() -> RunFinished:
    """Return the event for a run that was stopped while its images were being prepared."""
    message = "Stopped while the images were being prepared."
    return RunFinished(EndReason.STOPPED, message, None, 0, 0, math.nan, None, 0.0, 0.0)


def failed(error: Exception, graph: Graph, run: Run | None) -> RunFailed:
    """Return the event for an error; the file keeps the weights of the last finished epoch."""
    name = diagnosis.node_at_fault(error, run)
    said = "".join(traceback.format_exception(error))
    traceback.clear_frames(error.__traceback__)  # they hold the tensors of the step that came to nothing
    message, fit = diagnosis.failure_text(error, name), None
    if run is not None and memory_limit.is_out_of_memory(error):
        run.optimizer.zero_grad(set_to_none=True)  # the run stays, to be looked into
        fit, message = _what_fits(run, message, error)
    if run is not None:
        run.data.close()
    return RunFailed(
        message=message,
        node_id=graph.by_name[name].id if name is not None else None,
        traceback=said,
        checkpoint=run.checkpoint if run is not None else None,
        fitting_batch_size=fit.batch_size if fit is not None else None,
        fitting_accumulation=fit.accumulation if fit is not None else None,
    )


def _what_fits(run: Run, message: str, error: Exception) -> tuple[memory_limit.Fit | None, str]:
    try:
        fit = memory_limit.fit_of(run)
    except Exception:  # noqa: BLE001 — a search that fails takes nothing from what is known already
        return None, message
    return fit, memory_limit.text(run, fit, error)


def _tested(run: Run) -> tuple[Score | None, Score | None]:
    """Return the scores of the network and of its averaged weights on images that training never saw."""
    begin = perf_counter()

    def may_go_on() -> bool:
        late = perf_counter() - begin > TESTING_AFTER_STOP_S
        return not run.control.is_closed and not (run.control.is_stopped and late)

    averaged = run.averages.network
    networks = (run.evaluated,) if averaged is None else (run.evaluated, averaged)
    results = [run.evaluate(network, run.data.test, may_go_on) for network in networks]
    return results[0], results[1] if averaged is not None else None


def _message(run: Run, ending: Ending, accuracy: float | None, averaged: float | None) -> str:
    if ending.node is not None:
        return diagnosis.divergence_text(run, ending.node)
    said = run.task.metric.said(accuracy) if accuracy is not None else ""
    tested = f" {said[0].upper()}{said[1:]}." if said else ""
    tested += f" With the averaged weights {averaged:.1%}." if averaged is not None else ""
    if ending.reason is EndReason.STOPPED:
        return f"Stopped after step {run.step:,}, in epoch {run.epoch + 1}.{tested}"
    if ending.text:
        return f"{ending.text}{tested}"
    return f"Trained {counted(run.epoch, 'epochs')}.{tested}"
