"""Trains on streamed images until it is killed. Argument: their folder. Prints the process ids of its workers."""

from __future__ import annotations

import multiprocessing
import sys

from engine.data import loading
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.loop import train
from tests.engine.data.streamed import EPOCHS, network


class Telling(Mailbox):
    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        super().post_scalars(step, loss, accuracy, seconds, num_images)
        if step == 1:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)


if __name__ == "__main__":
    loading.RESIDENT_BYTES = 0
    loading.num_workers = lambda count: 1
    train(network(), TrainingConfig(data=sys.argv[1], epochs=EPOCHS, batch_size=8, device="cpu"), Telling())
