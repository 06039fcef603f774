"""Keeps a run in its folder while it is trained, and brings one that goes on to where it was, to the last bit."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial

from engine.errors import TrainingError
from engine.project.lock import FileLock
from engine.runs import checkpoints, metrics, provenance, snapshots
from engine.runs.chronicle import Chronicle
from engine.runs.disk_writer import DiskWriter
from engine.runs.folder import RunFolder
from engine.runs.metrics import StepRow
from engine.runs.recorder import Recorder
from engine.training.config import TrainingConfig
from engine.training.cycles import ends_cycle
from engine.training.diagnosis import is_finite
from engine.training.events import EndReason, EpochFinished, RunFailed, RunFinished, RunNotice
from engine.training.longer import extension
from engine.training.run import Run
from engine.training.score import Score
from engine.training.state import Snapshot, restore, snapshot
from engine.training.weights.kept import BEST, LAST, WEIGHTS

FLUSH_S = 0.5
"""How long a step's numbers stay in memory; a kill loses no more, and a resume computes them again."""

RECORD_S = 10.0
"""How long the recording stays in memory at least; it is written whole."""

_LOCK_TRIES, _LOCK_PAUSE_S = 5, 0.1


@dataclass(frozen=True)
class Cadence:
    """How often a checkpoint is written.

    Attributes:
        steps: after each so many steps; 0 for never within an epoch.
        epochs: after each so many epochs.
    """

    steps: int
    epochs: int = 1


class FolderKeeper:
    """A run's `engine.training.keeper.RunKeeper`; all that it writes is written in a thread of its own.

    Args:
        folder: of a new run, or of one that goes on from its last checkpoint.
        cadence: how often there is a checkpoint.
    """

    def __init__(self, folder: RunFolder, cadence: Cadence) -> None:
        self._folder = folder
        self._cadence = cadence
        self._run: Run | None = None
        self._recorder: Recorder | None = None
        self._chronicle: Chronicle | None = None
        self._lock: FileLock | None = None
        self._writer = DiskWriter(self._report)
        self._flushed_at = self._recorded_at = time.monotonic()
        self._best = (-math.inf, -math.inf)
        self._unreadable: list[str] = []

    @property
    def goes_on(self) -> bool:
        """Whether there is a checkpoint that can be read."""
        return self._saved is not None

    @cached_property
    def _saved(self) -> Snapshot | None:
        """The checkpoint to go on from; what is said of those that cannot be read waits for `begin`."""
        for path in checkpoints.latest_first(self._folder.checkpoints):
            try:
                return checkpoints.read(path)
            except checkpoints.UNREADABLE as error:
                self._unreadable.append(f"The checkpoint '{path.name}' cannot be read: {error}.")
        return None

    def begin(self, run: Run) -> None:
        """Lock the folder, go on from the last checkpoint if there is one, and report again what was before it.

        Raises:
            TrainingError: the run is being trained already, or the folder is gone, or it is of another network.
        """
        self._lock = self._locked()
        self._run = run
        epochs_before = self._folder.facts().get("config", {}).get("epochs", run.config.epochs)
        self._note_inputs(run)
        self._resume(run)
        self._recorder = self._replayed(run)
        if run.step and epochs_before != run.config.epochs:
            run.sink.post_event(extension(epochs_before, run))
        self._chronicle = Chronicle(self._folder.path, run)
        self._writer.start()
        self._writer.submit("numbers", self._recorder.flush)

    def after_step(self, run: Run, batch: Score) -> None:
        """Record a step; now and then, keep everything."""
        row = StepRow(run.step, batch.loss, batch.accuracy, run.stopwatch.seconds, run.num_images)
        self._record().add_step(row)
        if self._chronicle is not None:
            self._chronicle.after_step(run.step)
        if self._cadence.steps and run.step % self._cadence.steps == 0:
            self._keep(run)
        elif time.monotonic() - self._flushed_at > FLUSH_S:
            self._flushed_at = time.monotonic()
            self._writer.submit("numbers", self._record().flush)

    def after_epoch(self, run: Run, epoch: EpochFinished) -> None:
        """Record an epoch, and keep everything: also as the best, if it is."""
        self._record().add_epoch(epoch)
        merit = (epoch.validation_accuracy, -epoch.validation_loss)
        is_best = merit > self._best
        if is_best:
            self._best = merit
        if ends_cycle(run.config, epoch.epoch):
            self._keep_snapshot(run)
        if is_best or epoch.epoch % self._cadence.epochs == 0:
            self._keep(run, is_best)
        if time.monotonic() - self._recorded_at > RECORD_S:
            self._record_moments()

    def after_lengthening(self, run: Run) -> None:
        """Write down when the run ends now, so that it does so too where it goes on after a kill."""
        self._writer.submit("settings", partial(self._write_settings, run.config))

    def after_last_step(self, run: Run, reason: EndReason) -> None:
        """Keep everything as it is at the end, and wait until it is kept; what diverged is not kept."""
        if reason is not EndReason.DIVERGED:
            self._keep(run)
        self._writer.wait()
        kept = checkpoints.latest_first(self._folder.checkpoints)
        run.checkpoint = str(kept[0] / WEIGHTS) if kept else run.checkpoint

    def close(self, event: RunFinished | RunFailed) -> None:
        """Write down how it ended, and let go of the folder."""
        if self._recorder is not None:
            self._writer.submit("numbers", self._recorder.flush)
            self._record_moments()
            self._writer.submit("result", partial(self._folder.write_result, self._result(event)))
            self._writer.close()
        if self._lock is not None:
            self._lock.release()

    # Beginning

    def _locked(self) -> FileLock:
        try:
            lock = self._folder.lock()
            for _ in range(_LOCK_TRIES):  # who lists the runs holds it for a moment
                if lock is not None:
                    break
                time.sleep(_LOCK_PAUSE_S)
                lock = self._folder.lock()
        except OSError as error:
            raise TrainingError(
                f"The run's folder '{self._folder.path}' cannot be used. The system says: {error.strerror}."
            ) from error
        if lock is None:
            raise TrainingError("This run is being trained already. Stop it there, or start another one here.")
        return lock

    def _note_inputs(self, run: Run) -> None:
        """Write down what the run is made of, and say if that is not what it was made of when it began."""
        before = self._folder.facts().get("inputs")
        weights = self._weights_hash(run, before or {})
        hashes = provenance.input_hashes(replace(self._folder.document(), training=run.config), run.data, weights)
        changed = [name for name in hashes if before and before.get(name) != hashes[name] and name != "all"]
        if changed:
            text = f"The run goes on with another {' and '.join(changed)} than it began with: expect other numbers."
            run.sink.post_event(RunNotice(text))
        facts = {"config": run.config.values(), "versions": provenance.versions(), "inputs": hashes}
        try:
            self._folder.write_result(None)
            self._folder.write_facts({**facts, "device": str(run.device)})
        except OSError as error:
            self._report(error)

    def _weights_hash(self, run: Run, before: dict[str, str]) -> str | None:
        """Return the hash of the file with whose weights the run began; a run that goes on does not need it again."""
        if run.weights_path is None:
            return before.get("weights")
        try:
            return provenance.file_hash(run.weights_path)
        except OSError as error:
            self._report(error)
            return None

    def _resume(self, run: Run) -> None:
        checkpoints.clear_leftovers(self._folder.checkpoints)
        saved = self._saved
        for text in self._unreadable:
            run.sink.post_event(RunNotice(text))
        if saved is not None:
            restore(run, saved)
            accuracy, loss = saved.state["best"]
            self._best = (accuracy, loss)
        self._saved = None  # it has the size of the network
        snapshots.drop_later(self._folder.snapshots, run.epoch)

    def _replayed(self, run: Run) -> Recorder:
        """Return what records the run from here on; what was recorded behind its checkpoint is dropped."""
        steps = metrics.read_steps(self._folder.steps, run.step)
        epochs = metrics.read_epochs(self._folder.epochs, run.epoch)
        for row in steps:
            run.sink.post_scalars(row.step, row.loss, row.accuracy, row.seconds, row.num_images)
        for epoch in epochs:
            run.sink.post_event(epoch)
        created = self._folder.facts().get("created")
        begun_at = datetime.fromisoformat(created).timestamp() if created else time.time()
        return Recorder(self._folder.path, begun_at, steps, epochs, run.task.metric.name)

    # Keeping

    def _record(self) -> Recorder:
        if self._recorder is None:
            raise RuntimeError("nothing can be recorded before the run has begun")
        return self._recorder

    def _keep(self, run: Run, is_best: bool = False) -> None:
        """Have the run written as it is; weights that are not finite are no good to anyone."""
        if not is_finite(run):
            return
        taken = snapshot(run)
        taken.state["best"] = list(self._best)
        for kind in (LAST, BEST)[: 1 + is_best]:
            self._writer.submit(kind, partial(self._write, kind, taken))

    def _record_moments(self) -> None:
        self._recorded_at = time.monotonic()
        if self._chronicle is not None:
            self._writer.submit("recording", self._chronicle.write)

    def _write_settings(self, config: TrainingConfig) -> None:
        self._folder.write_document(replace(self._folder.document(), training=config))
        self._folder.write_facts({"config": config.values()})

    def _keep_snapshot(self, run: Run) -> None:
        """Have the weights of a cycle's end written, before the checkpoint that a kill behind it goes on from."""
        if is_finite(run):
            weights = snapshot(run).weights
            write = partial(snapshots.write, self._folder.snapshots, run.epoch, weights)
            self._writer.submit(f"snapshot {run.epoch}", write)

    def _write(self, kind: str, taken: Snapshot) -> None:
        self._record().flush()  # first: a checkpoint whose steps are not written would leave a gap behind a kill
        checkpoints.write(self._folder.checkpoints, kind, taken)

    def _result(self, event: RunFinished | RunFailed) -> dict[str, object]:
        if isinstance(event, RunFailed) or self._run is None:
            return {"reason": "failed", "message": event.message}
        name = self._run.task.metric.name
        return {
            "reason": event.reason.value,
            "message": event.message,
            "epochs": event.epoch,
            "steps": event.step,
            **{f"test_{key}": value for key, value in event.test_metrics.items()},
            f"test_{name}": event.test_accuracy,
            "seconds": event.seconds,
            "images_per_second": event.images_per_second,
        }

    def _report(self, error: Exception) -> None:
        if self._run is not None:
            text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._run.sink.post_event(
                RunNotice(
                    f"The run could not be written to '{self._folder.path}'. The system says: {text}. Training goes "
                    "on; free some space, and the next checkpoint is written."
                )
            )
