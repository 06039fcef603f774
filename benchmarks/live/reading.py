"""A reader beside a run that takes what the mailbox holds, as the window does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.runtime.mailbox import Mailbox

READER_HZ = 30


@contextmanager
def reading(mailbox: Mailbox) -> Iterator[None]:
    """Take what the mailbox holds 30 times a second, from a thread of its own."""
    over = threading.Event()

    def read() -> None:
        cursor = 0
        while not over.wait(1 / READER_HZ):
            mailbox.take_frames()
            _, cursor = mailbox.read_scalars(cursor)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
