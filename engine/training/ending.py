"""How a run ends: its last event."""

from __future__ import annotations

import math
import traceback
from dataclasses import dataclass
from time import perf_counter

from engine.graph.model import Graph, Node
from engine.layers.counted import counted
from engine.training import checkpoint, diagnosis, score
from engine.training.events import EndReason, RunFailed, RunFinished
from engine.training.run import Run

TESTING_AFTER_STOP_S = 2.0
"""Who presses Stop wants it to be over: a large network is then not tested to the end."""


@dataclass(frozen=True)
class Ending:
    """Why the loop came to its end.

    Attributes:
        reason: completed, stopped or diverged.
        node: the first one whose output was not finite, where it diverged.
    """

    reason: EndReason
    node: Node | None = None


def finished(run: Run, ending: Ending) -> RunFinished:
    """Test the network, keep its weights and return the event that says so."""
    seconds = run.stopwatch.seconds
    accuracy = None if ending.reason is EndReason.DIVERGED else _test_accuracy(run)
    checkpoint.keep(run)
    run.keeper.after_last_step(run, ending.reason)
    return RunFinished(
        reason=ending.reason,
        message=_message(run, ending, accuracy),
        node_id=ending.node.id if ending.node is not None else None,
        epoch=run.epoch,
        step=run.step,
        train_loss=run.train_loss,
        test_accuracy=accuracy,
        seconds=seconds,
        images_per_second=run.num_images / seconds,
        checkpoint=run.checkpoint,
    )


def stopped_before_start() -> RunFinished:
    """Return the event for a run that was stopped while its images were being prepared."""
    message = "Stopped while the images were being prepared."
    return RunFinished(EndReason.STOPPED, message, None, 0, 0, math.nan, None, 0.0, 0.0)


def failed(error: Exception, graph: Graph, run: Run | None) -> RunFailed:
    """Return the event for an error; the file keeps the weights of the last finished epoch."""
    name = diagnosis.node_at_fault(error, run)
    return RunFailed(
        message=diagnosis.failure_text(error, name),
        node_id=graph.by_name[name].id if name is not None else None,
        traceback="".join(traceback.format_exception(error)),
        checkpoint=run.checkpoint if run is not None else None,
    )


def _test_accuracy(run: Run) -> float | None:
    begin = perf_counter()

    def may_go_on() -> bool:
        late = perf_counter() - begin > TESTING_AFTER_STOP_S
        return not run.control.is_closed and not (run.control.is_stopped and late)

    result = score.evaluate(run.evaluated, run.loss, run.data.test, run.config.batch_size, may_go_on)
    return result.accuracy if result is not None else None


def _message(run: Run, ending: Ending, accuracy: float | None) -> str:
    if ending.node is not None:
        return diagnosis.divergence_text(run, ending.node)
    tested = f" {accuracy:.1%} of the test images were recognised." if accuracy is not None else ""
    if ending.reason is EndReason.STOPPED:
        return f"Stopped after step {run.step:,}, in epoch {run.epoch + 1}.{tested}"
    return f"Trained {counted(run.epoch, 'epochs')}.{tested}"
