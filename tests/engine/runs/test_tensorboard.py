from __future__ import annotations

import math
from base64 import b64decode

from engine.runs import tensorboard

WRITTEN_BY_TENSORBOARD = b64decode(
    "GAAAAAAAAACjf0siCQAAIED8VNlBGg1icmFpbi5FdmVudDoyKzUxEDgAAAAAAAAAo3l9VwkAAFBA/FTZQRCsAioqChEKCnRyYWluL2xvc3MVAAAA"
    "PwoVCg50cmFpbi9hY2N1cmFjeRUAAMB/dXeFqhUAAAAAAAAA1qtrKwkAAFBA/FTZQSoKCggKAXgVAAAAAF/V10M="
)
"""By tensorboard 2.21's own RecordWriter and protocol buffers: the three events below."""


def test_the_file_is_tensorboards_own_byte_for_byte() -> None:
    ours = tensorboard.first_event(1700000000.5)
    ours += tensorboard.scalars(1700000001.25, 300, {"train/loss": 0.5, "train/accuracy": math.nan})
    ours += tensorboard.scalars(1700000001.25, 0, {"x": 0.0})
    assert ours == WRITTEN_BY_TENSORBOARD


def test_the_checksum_is_the_published_one() -> None:
    assert tensorboard.crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32C
    assert tensorboard.crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, B.4
