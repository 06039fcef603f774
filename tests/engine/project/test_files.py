import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.errors import FormatError
from engine.project import atomic, files
from engine.project.document import Document
from tests import graphs

OLD = Document(graphs.chain(("Conv2d", {})))
NEW = Document(graphs.chain(*[("Conv2d", {})] * 200))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project file that is there already."""
    path = tmp_path / "lenet5.convcanvas"
    files.save(path, OLD)
    return path


def left_behind(path: Path) -> Path:
    """Return what a kill in the middle of a save of a file leaves."""
    leftover = path.with_name(f"{atomic._stem(path)}0a1b2c3d.convcanvas.tmp")
    leftover.write_bytes(b"{")
    return leftover


class TestLeftovers:
    @pytest.mark.parametrize("touch", [files.load, lambda path: files.save(path, NEW)], ids=["open", "save"])
    def test_what_a_kill_left_is_gone_when_the_file_is_touched_again(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, touch: Callable[[Path], object]
    ) -> None:
        left = [left_behind(path), left_behind(files.backup_of(path))]
        other = left_behind(path.with_name("other.convcanvas"))
        touch(path)
        assert all(leftover.exists() for leftover in left)  # another program may be writing it right now
        monkeypatch.setattr(atomic, "_ABANDONED_S", -1.0)
        touch(path)
        assert not any(leftover.exists() for leftover in left)
        assert other.exists()
        assert files.load(path) in (OLD, NEW)

    def test_a_save_names_what_it_writes_as_the_next_one_looks_for_it(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []
        monkeypatch.setattr(os, "fsync", lambda _: seen.extend(each.name for each in path.parent.iterdir()))
        files.save(path, NEW)
        (partial,) = (name for name in seen if name.endswith(".tmp"))
        assert partial.startswith(atomic._stem(path))

    def test_a_folder_that_may_only_be_read_is_no_obstacle(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        left_behind(path)
        monkeypatch.setattr(atomic, "_ABANDONED_S", -1.0)
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "no")))
        assert files.load(path) == OLD


class TestLoad:
    def test_gives_what_was_saved(self, path: Path) -> None:
        assert files.load(path) == OLD
        assert files.load(str(path)) == OLD

    def test_passes_over_a_byte_order_mark(self, path: Path) -> None:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert files.load(path) == OLD

    def test_names_the_file_and_the_mistake(self, path: Path) -> None:
        path.write_text("", encoding="utf-8")
        assert refusal(path) == "lenet5.convcanvas cannot be opened. The file is empty. Open an earlier copy of it."

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "no") == "no cannot be opened. There is no such file. Check its name and folder."

    def test_refuses_a_folder(self, tmp_path: Path) -> None:
        assert refusal(tmp_path).endswith("It is not a file but a folder. Choose a project file.")

    def test_refuses_a_pipe_without_waiting(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert refusal(tmp_path / "pipe").endswith("It is not a file but a device. Choose a project file.")

    def test_refuses_what_may_not_be_read(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)  # a mode of 000 does not stop root
        assert refusal(path).endswith("The system says: Permission denied. Check that you may read it.")

    def test_refuses_what_is_not_text(self, path: Path) -> None:
        path.write_bytes(b'{"format": "\xff\xfe"}')
        assert refusal(path).endswith("It is not text in UTF-8 (byte 12). Choose a project file.")

    def test_refuses_what_is_larger_than_any_project(self, path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(files.MAX_BYTES + 1)
        assert refusal(path).endswith("It is larger than 64 MB, which no project is. Choose a project file.")


def refusal(path: Path) -> str:
    with pytest.raises(FormatError) as caught:
        files.load(path)
    return str(caught.value)


class TestSave:
    def test_replaces_what_was_there(self, path: Path) -> None:
        files.save(path, NEW)
        assert files.load(path) == NEW
        assert sorted(path.parent.iterdir()) == [path, files.backup_of(path)], "no temporary file is left"

    def test_keeps_what_was_there_as_the_one_backup(self, path: Path) -> None:
        backup = path.with_name("lenet5.convcanvas~")
        files.save(path, NEW)
        assert files.load(backup) == OLD
        files.save(path, NEW)
        assert files.load(backup) == OLD, "saving the same again is no reason to forget what was before"
        files.save(path, OLD)
        assert files.load(backup) == NEW

    def test_a_first_save_has_no_backup(self, tmp_path: Path) -> None:
        files.save(tmp_path / "a.convcanvas", NEW)
        assert [path.name for path in tmp_path.iterdir()] == ["a.convcanvas"]

    def test_keeps_a_backup_on_a_disk_without_links(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
        files.save(path, NEW)
        assert files.load(files.backup_of(path)) == OLD
        assert files.load(path) == NEW

    def test_saves_where_no_backup_can_be_kept(self, tmp_path: Path) -> None:
        path = tmp_path / ("a" * (255 - len(files.SUFFIX)) + files.SUFFIX)  # no room for another letter
        files.save(path, OLD)
        files.save(path, NEW)
        assert files.load(path) == NEW
        assert list(tmp_path.iterdir()) == [path]

    def test_keeps_the_permissions(self, path: Path) -> None:
        path.chmod(0o640)
        files.save(path, NEW)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_new_file_gets_the_usual_permissions(self, path: Path) -> None:
        (path.parent / "other").touch()
        assert path.stat().st_mode == (path.parent / "other").stat().st_mode

    def test_a_link_stays_a_link(self, path: Path) -> None:
        link = path.with_name("link")
        link.symlink_to(path)
        files.save(link, NEW)
        assert link.is_symlink()
        assert files.load(path) == NEW

    def test_takes_the_longest_name(self, tmp_path: Path) -> None:
        path = tmp_path / ("ä" * 120 + files.SUFFIX)
        files.save(path, NEW)
        assert files.load(path) == NEW


class TestFailingSave:
    """Whatever happens, the old file is untouched and nothing is left beside it."""

    def test_when_the_file_cannot_be_replaced(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(os, "replace", fail)
        with self.untouched(path, "Operation not permitted"):
            files.save(path, NEW)

    def test_when_the_disk_is_full(self, path: Path) -> None:
        with self.untouched(path, "File too large"), room_for(2048):
            files.save(path, NEW)

    def test_when_the_disk_fails_at_the_last_moment(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", fail)
        with self.untouched(path, "No space left on device"):
            files.save(path, NEW)

    def test_when_it_is_interrupted(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            files.save(path, NEW)
        assert list(path.parent.iterdir()) == [path]
        assert files.load(path) == OLD

    def test_the_backup_of_the_save_before_stays(self, path: Path) -> None:
        files.save(path, NEW)
        with pytest.raises(FormatError), room_for(100):
            files.save(path, Document())
        assert files.load(files.backup_of(path)) == OLD
        assert files.load(path) == NEW

    def test_when_there_is_no_such_folder(self, tmp_path: Path) -> None:
        with pytest.raises(
            FormatError, match=r"^a\.convcanvas was not saved; .+ No such file or directory\. Free some"
        ):
            files.save(tmp_path / "no" / "a.convcanvas", NEW)

    @contextmanager
    def untouched(self, path: Path, reason: str) -> Iterator[None]:
        sentence = (
            r"^lenet5\.convcanvas was not saved; what was there before is untouched\. "
            rf"The system says: {reason}\. Free some space or save it somewhere else\.$"
        )
        with pytest.raises(FormatError, match=sentence):
            yield
        assert files.load(path) == OLD
        assert all(files.load(left) == OLD for left in path.parent.iterdir()), "half a file is left"


@contextmanager
def room_for(num_bytes: int) -> Iterator[None]:
    """Let no file grow larger than this: the system then stops in the middle of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
