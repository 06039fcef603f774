"""The probes of a run: they make the frames that somebody waits for, and do nothing else."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from time import perf_counter

from torch import Tensor

from engine.probes.faults import Faults
from engine.probes.frames import ConfusionFrame, Frame, FrameKey, FrameKind, ReportFrame
from engine.probes.gradients import current_gradients, gradient_frame, gradient_histogram_frame
from engine.probes.looks import LOOKS
from engine.probes.moment import Moment
from engine.probes.network import Network
from engine.probes.pace import Lane, Phase, pace_of
from engine.probes.past import Past
from engine.probes.pictures import Pictures
from engine.probes.schedule import Schedule
from engine.probes.sink import FrameSink
from engine.probes.step_watch import StepWatch, idle_colours

_COLOURS, _HISTORY = FrameKey(FrameKind.COLOURS), FrameKey(FrameKind.GRADIENT_HISTORY)
_CONFUSION = FrameKey(FrameKind.CONFUSION)


class Probes:
    """Looks into a compiled network, for a sink.

    A key that cannot be served (a node that does not lead to an Output, pooling of a node that does not pool) is
    passed over: the views may watch whatever is selected. An error inside a look is told to whoever waits for it, and
    the run goes on.

    Args:
        network: what is looked into.
        pictures: where the watched picture comes from; its source is the sink's.
        sink: asks for frames and gets them.
        clock: in seconds, to keep to the time that probes may take.
    """

    def __init__(
        self, network: Network, pictures: Pictures, sink: FrameSink, clock: Callable[[], float] = perf_counter
    ) -> None:
        self._network = network
        self._pictures = pictures
        self._sink = sink
        self._schedule = Schedule(sink, clock)
        self._faults = Faults(network.graph, sink, self._schedule.note)
        self._past = Past(network)
        self._watch: StepWatch | None = None

    @property
    def is_watching(self) -> bool:
        """Whether the step that is being taken is watched from inside."""
        return self._watch is not None

    def before_forward(self, images: Tensor) -> None:
        """Begin to watch the step that is about to be taken, if its inside is wanted.

        Args:
            images: the batch, ``(B, C, H, W)``; kept until the next one, and not changed.
        """
        self._past.images = images
        if self._watch is not None:  # the former step came to nothing
            self._watch.close()
            self._watch = None
        if _COLOURS in self._schedule.due(Phase.BEFORE_FORWARD):
            self._watch = StepWatch(self._network)

    def after_backward(self, step: int) -> None:
        """Show the gradients of the step that is being taken, if they are wanted."""
        keys = self._schedule.due(Phase.AFTER_BACKWARD)
        if keys:
            self._show_gradients(keys, step, current_gradients(self._network.parameters))
        if self._watch is not None:
            with self._schedule.spending(Lane.NETWORK), self._faults.reported([_COLOURS], step):
                self._watch.note_gradients(current_gradients(self._network.parameters))
        if self._past.is_due(step) and self._schedule.may_note_history():
            with self._schedule.spending(Lane.HISTORY), self._faults.reported([_HISTORY], step):
                self._past.note_gradients(step, current_gradients(self._network.parameters))

    def after_step(self, step: int) -> None:
        """Show what the network makes of the watched picture after this step, as far as it is wanted."""
        if self._watch is not None:
            with self._schedule.spending(Lane.NETWORK), self._faults.reported([_COLOURS], step):
                self._post(_COLOURS, self._watch.frame(step), step)
            self._watch = None
        if self._schedule.may_note_history():
            with self._schedule.spending(Lane.HISTORY), self._faults.reported([_HISTORY], step):
                self._past.note_next_weights(step)
        keys = self._schedule.due(Phase.AFTER_STEP)
        if keys:
            with self._faults.reported(keys, step):
                self._show(keys, self._moment(step))

    def after_epoch(self, validation: Callable[[], ConfusionFrame | ReportFrame | None], step: int) -> None:
        """Remember how the validation images were told apart.

        Args:
            validation: makes the frame that says it.
            step: steps taken.
        """
        with self._faults.reported([_CONFUSION], step):
            self._past.validation = validation()

    def refresh(self, step: int) -> None:
        """Show everything that is watched as it is now, in place of what is still unread: the run is waiting."""
        keys = self._schedule.changed(step)
        if not keys:
            return
        with self._faults.reported(keys, step):
            self._refresh(keys, self._moment(step))

    def _refresh(self, keys: Collection[FrameKey], moment: Moment) -> None:
        of_gradients = [key for key in keys if pace_of(key.kind).phase is Phase.AFTER_BACKWARD]
        with self._faults.reported(of_gradients, moment.step):
            if of_gradients:
                self._show_gradients(of_gradients, moment.step, self._last_gradients(moment))
        with self._faults.reported([_COLOURS], moment.step):
            if _COLOURS in keys:
                self._post(_COLOURS, idle_colours(moment), moment.step)
        self._show([key for key in keys if key.kind in LOOKS], moment)

    def _moment(self, step: int) -> Moment:
        return Moment(self._network, self._pictures, self._pictures.picture(self._sink.picture), step, self._past)

    def _last_gradients(self, moment: Moment) -> Sequence[Tensor | None]:
        """Return those of the last step; of the watched picture, where none has been taken."""
        gradients = current_gradients(self._network.parameters)
        is_known = any(gradient is not None for gradient in gradients)
        return gradients if is_known else moment.backward.parameters

    def _show_gradients(self, keys: Collection[FrameKey], step: int, gradients: Sequence[Tensor | None]) -> None:
        parameters = self._network.parameters
        for key in keys:
            with self._schedule.spending(pace_of(key.kind).lane), self._faults.reported([key], step):
                if key.kind is FrameKind.GRADIENTS:
                    self._post(key, gradient_frame(parameters, gradients, step) if key.node_id is None else None, step)
                else:
                    self._post(key, gradient_histogram_frame(parameters, gradients, key, step), step)

    def _show(self, keys: Collection[FrameKey], moment: Moment) -> None:
        for key in keys:
            with self._schedule.spending(pace_of(key.kind).lane), self._faults.reported([key], moment.step):
                self._post(key, LOOKS[key.kind](moment, key), moment.step)

    def _post(self, key: FrameKey, frame: Frame | None, step: int) -> None:
        self._schedule.note(key, step)
        if frame is not None:
            self._sink.post_frame(key, frame)
