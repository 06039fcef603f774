"""What the classes of the data are called."""

from __future__ import annotations

from engine.probes.frames import PictureFrame
from engine.training.config import TrainingConfig


def class_names(config: TrainingConfig | None, picture: PictureFrame | None = None) -> tuple[str, ...]:
    """Return the names of what the task tells apart, by place.

    Args:
        config: names the data and the task; None for no network.
        picture: of these data: it tells what is known only once they are read, as of one's own images.

    Returns:
        Numbers where the classes have no names; nothing where they are not known yet.
    """
    if picture is not None and picture.class_names:
        return picture.class_names
    if config is None:
        return ()
    info = config.dataset
    return info.classes_for(config.task) or tuple(map(str, range(info.num_classes_for(config.task))))
