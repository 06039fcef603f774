"""Projects, pictures that carry them, images to learn from and images to look at, dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from engine.data import source
from engine.project import files, png
from gui.theme.appearance import appearance

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
"""Of images that cannot carry a network."""
_INSET = 12


class FileDrop(QObject):
    """Lets files be dropped on a window and says, while they hover, what would come of it.

    Signals:
        dropped(list[Path]): files that look like projects.
        data_dropped(Path): a folder of images, or a table that names them.
        image_dropped(Path): an image that the network is to look at.
        refused(str): why what was dropped cannot be opened.
    """

    dropped = Signal(object)
    data_dropped = Signal(object)
    image_dropped = Signal(object)
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if isinstance(event, QDragMoveEvent):
            return self._accept(event)
        if event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
            return True
        if isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        paths = _paths(event.mimeData())
        if not paths:
            return False
        reason = refusal(paths)
        self._hint.show_text(reason or _promise(paths), is_refused=bool(reason))
        return self._accept(event)

    def _accept(self, event: QDragMoveEvent) -> bool:
        """Take the files, even if they cannot be opened: otherwise nobody would tell us when they leave."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._hint.hide()
        paths = _paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if is_data(paths):
            self.data_dropped.emit(paths[0])
            return True
        if reason := refusal(paths):
            self.refused.emit(reason)
        images = [path for path in paths if _is_image(path)]
        if projects := [path for path in paths if _looks_right(path) and path not in images]:
            self.dropped.emit(projects)
        if images:
            self.image_dropped.emit(images[0])
        return True


class DropHint(QLabel):
    """A frame around the window's inside with a sentence in its middle."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("dropHint")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_text(self, text: str, *, is_refused: bool) -> None:
        """Say what would come of a drop."""
        theme = appearance.theme
        color = theme.warning if is_refused else theme.accent
        self.setStyleSheet(
            f"background: {_see_through(theme.window)}; color: {theme.text}; border: 2px dashed {color};"
            " border-radius: 10px; font-size: 18px; font-weight: 600; padding: 24px;"
        )
        self.setText(text)
        self.setGeometry(self._window.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET))
        self.show()
        self.raise_()


def refusal(paths: list[Path]) -> str:
    """Return why files cannot be opened, by what can be seen from outside; empty if nothing speaks against it."""
    wrong = next((path for path in paths if not _looks_right(path)), None)
    if wrong is None or is_data(paths):
        return ""
    if wrong.is_dir():
        return "One folder of images can be learned from at a time, and no other file with it. Drop it alone."
    what = f"a file of the kind {wrong.suffix}" if wrong.suffix else "another file"
    return (
        f"{wrong.name} is {what}. Expected a project ({files.SUFFIX}) or a picture that ConvCanvas "
        f"exported ({png.SUFFIX}), images to learn from (a folder, or a table: {', '.join(source.TABLE_SUFFIXES)}), or "
        f"an image to look at ({', '.join(IMAGE_SUFFIXES)})."
    )


def is_data(paths: list[Path]) -> bool:
    """Whether what was dropped is to be learned from: one folder, or one table."""
    return len(paths) == 1 and (paths[0].is_dir() or source.is_table(paths[0]))


def _promise(paths: list[Path]) -> str:
    if is_data(paths):
        return f"Drop to learn from the images of {paths[0].name}"
    names = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    return f"Drop to look at {names} with the network" if _is_image(paths[0]) else f"Drop to open {names}"


def _looks_right(path: Path) -> bool:
    name = path.name.removesuffix("~").lower()  # a backup is a project too
    return name.endswith((files.SUFFIX, png.SUFFIX, *IMAGE_SUFFIXES)) and not path.is_dir()


def _is_image(path: Path) -> bool:
    """Whether it is an image and not a network's picture that carries the network."""
    suffix = path.suffix.lower()
    return not path.is_dir() and (suffix in IMAGE_SUFFIXES or (suffix == png.SUFFIX and png.is_mere_picture(path)))


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _see_through(color: str) -> str:
    return f"#e6{color.removeprefix('#')}"
