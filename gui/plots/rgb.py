"""Pictures as the probes hand them over, ``(H, W, 3)`` bytes, as Qt paints them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

Picture = npt.NDArray[np.uint8]


def image_of(pixels: Picture) -> QImage:
    """Return an image of its own memory."""
    height, width, _ = pixels.shape
    packed = np.ascontiguousarray(pixels)
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def fitted(height: int, width: int, room: QRectF) -> QRectF:
    """Return the largest rectangle of a picture's proportions in the middle of a room."""
    scale = max(0.0, min(room.width() / width, room.height() / height))
    found = QRectF(0, 0, width * scale, height * scale)
    found.moveCenter(room.center())
    return found


def is_enlarged(image: QImage, size: QSizeF) -> bool:
    """Whether an image is painted larger than it is: then its pixels are to be seen, not blurred."""
    return size.width() >= image.width()
