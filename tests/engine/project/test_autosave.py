import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from engine.errors import FormatError
from engine.project import atomic, files
from engine.project.autosave import Autosaves
from engine.project.document import Document
from tests import graphs

OLD = Document(graphs.chain(("Conv2d", {})))
NEW = Document(graphs.chain(("Conv2d", {}), ("ReLU", {})))


class Programs:
    """Programs that run one after the other, or side by side, with the same folder for what they keep."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._running: list[Autosaves] = []

    def start(self) -> Autosaves:
        self._running.append(Autosaves(self.root))
        return self._running[-1]

    def kill(self, autosaves: Autosaves) -> None:
        """Do what the system does for a killed process: close its files."""
        self._running.remove(autosaves)
        for lock in (autosaves._lock, *(lock for lock, _ in autosaves._taken_over)):
            os.close(lock._descriptor)

    def end(self) -> None:
        for autosaves in self._running:
            autosaves.close()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    programs = Programs(tmp_path / "data" / "autosave")
    yield programs
    programs.end()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "lenet5.convcanvas"
    path.parent.mkdir()
    files.save(path, OLD)
    return path


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


class TestAfterAKill:
    def test_the_next_program_is_offered_what_was_there(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "lenet5", path, NEW)
        first.write("b2", "Untitled", None, OLD)
        programs.kill(first)
        found = {leftover.title: leftover for leftover in programs.start().leftovers()}
        assert found["lenet5"].load() == NEW
        assert found["lenet5"].path == path
        assert found["Untitled"].load() == OLD
        assert found["Untitled"].path is None
        assert abs(found["lenet5"].saved_at.timestamp() - time.time()) < 10
        assert files.load(path) == OLD, "the person's own file is only written by a save"

    def test_it_lies_beside_the_document(self, programs: Programs, path: Path) -> None:
        programs.start().write("a1", "lenet5", path, NEW)
        assert files.load(path.with_name(".lenet5.convcanvas.a1.autosave")) == NEW

    def test_it_is_the_last_state(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        for document in (NEW, OLD, NEW):
            first.write("a1", "Untitled", None, document)
        programs.kill(first)
        (leftover,) = programs.start().leftovers()
        assert leftover.load() == NEW

    def test_discarded_it_is_gone_for_good(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "lenet5", path, NEW)
        programs.kill(first)
        second = programs.start()
        for leftover in second.leftovers():
            leftover.discard()
        second.close()
        programs._running.clear()
        assert everything(path.parent) == [path]
        assert everything(programs.root) == []
        assert list(programs.root.iterdir()) == []

    def test_neither_opened_nor_discarded_it_is_offered_again(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "lenet5", path, NEW)
        programs.kill(first)
        for end in (Autosaves.close, programs.kill):
            program = Autosaves(programs.root)
            programs._running.append(program)
            assert [leftover.load() for leftover in program.leftovers()] == [NEW]
            end(program)
            programs._running = [other for other in programs._running if other is not program]
        assert [leftover.load() for leftover in programs.start().leftovers()] == [NEW]

    def test_a_kill_right_after_the_save_has_lost_nothing(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "lenet5", path, NEW)
        files.save(path, NEW)
        programs.kill(first)
        assert programs.start().leftovers() == []
        assert everything(path.parent) == [path, files.backup_of(path)]

    def test_the_latest_comes_first(self, programs: Programs) -> None:
        first = programs.start()
        for place, key in enumerate(("a1", "b2", "c3")):
            first.write(key, key, None, NEW)
            os.utime(first._folder / f"{key}.autosave", (place, place))
        programs.kill(first)
        assert [leftover.title for leftover in programs.start().leftovers()] == ["c3", "b2", "a1"]

    def test_an_entry_without_its_autosave_is_nothing(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "lenet5", path, NEW)
        path.with_name(".lenet5.convcanvas.a1.autosave").unlink()
        (first._folder / "b2.json").write_text("{", encoding="utf-8")
        (first._folder / "c3.json").write_text("[]", encoding="utf-8")
        programs.kill(first)
        second = programs.start()
        assert second.leftovers() == []
        second.close()
        programs._running.clear()
        assert everything(programs.root) == []


class TestProgramsSideBySide:
    def test_do_not_offer_each_other_s_work(self, programs: Programs, path: Path) -> None:
        first, second = programs.start(), programs.start()
        first.write("a1", "lenet5", path, NEW)
        second.write("a1", "Untitled", None, NEW)
        assert first.leftovers() == second.leftovers() == []

    def test_only_one_is_offered_what_a_third_has_left(self, programs: Programs) -> None:
        killed = programs.start()
        killed.write("a1", "Untitled", None, NEW)
        programs.kill(killed)
        first, second = programs.start(), programs.start()
        assert len(first.leftovers()) == 1
        assert second.leftovers() == []


class TestAProgramThatEnds:
    def test_leaves_nothing(self, programs: Programs, path: Path) -> None:
        program = programs.start()
        program.write("a1", "lenet5", path, NEW)
        program.write("b2", "Untitled", None, NEW)
        program.forget("b2")
        program.forget("b2")
        program.close()
        programs._running.clear()
        assert everything(path.parent) == [path]
        assert list(programs.root.iterdir()) == []

    def test_saving_elsewhere_moves_the_autosave(self, programs: Programs, path: Path) -> None:
        program = programs.start()
        program.write("a1", "Untitled", None, NEW)
        program.write("a1", "lenet5", path, OLD)
        assert not list(program._folder.glob("*.autosave"))
        other = path.parent / "other.convcanvas"
        program.write("a1", "other", other, NEW)
        programs.kill(program)
        (leftover,) = programs.start().leftovers()
        assert (leftover.title, leftover.path, leftover.load()) == ("other", other, NEW)
        assert everything(path.parent) == sorted([leftover.autosave, path])


class TestWhereNothingCanBeWrittenBesideTheDocument:
    def test_because_its_name_has_no_room_for_more(self, programs: Programs, tmp_path: Path) -> None:
        path = tmp_path / ("a" * 240 + files.SUFFIX)
        self.lies_in_the_programs_own_folder(programs, path)

    def test_because_its_folder_is_gone(self, programs: Programs, tmp_path: Path) -> None:
        self.lies_in_the_programs_own_folder(programs, tmp_path / "gone" / "a.convcanvas")

    def lies_in_the_programs_own_folder(self, programs: Programs, path: Path) -> None:
        first = programs.start()
        first.write("a1", "a", path, NEW)
        programs.kill(first)
        (leftover,) = programs.start().leftovers()
        assert leftover.autosave.parent.parent == programs.root.resolve()
        assert (leftover.path, leftover.load()) == (path, NEW)

    def test_nor_there_is_an_error_and_the_last_autosave_stays(self, programs, monkeypatch) -> None:
        first = programs.start()
        first.write("a1", "a", None, OLD)

        def fail(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space"):
            first.write("a1", "a", None, NEW)
        monkeypatch.undo()
        programs.kill(first)
        (leftover,) = programs.start().leftovers()
        assert leftover.load() == OLD


WRITE_WITHOUT_END = """
import sys
from pathlib import Path
from engine.project import files
from engine.project.autosave import Autosaves
from engine.project.document import Document
from tests import graphs

root, path = map(Path, sys.argv[1:])
documents = [Document(graphs.chain(*[("Conv2d", {})] * size)) for size in (1, 400, 30)]
autosaves = Autosaves(root)
print("ready", flush=True)
while True:
    for document in documents:
        autosaves.write("a1", "lenet5", path, document)
        autosaves.write("b2", "Untitled", None, document)
    files.save(path, document)
    autosaves.forget("a1")
"""


def test_a_kill_in_the_middle_of_a_write_leaves_whole_files(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it does nothing but write: what is found is whole, and nothing lies about afterwards."""
    path = tmp_path / "lenet5.convcanvas"
    command = [sys.executable, "-c", WRITE_WITHOUT_END, programs.root, path]
    chance = random.Random(5)
    whole = {1 + 2, 400 + 2, 30 + 2}
    for _ in range(8):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.005, 0.3))
            program.kill()
        survivor = programs.start()
        for leftover in survivor.leftovers():
            assert len(leftover.load().graph.nodes) in whole
            leftover.discard()
        if path.exists():
            assert len(files.load(path).graph.nodes) == 30 + 2
        survivor.close()
        programs._running.clear()
        assert everything(programs.root) == []
        with monkeypatch.context() as later:
            later.setattr(atomic, "_ABANDONED_S", -1.0)
            with suppress(FormatError):  # killed before the first save was done: there is no such file
                files.load(path)
        assert set(everything(tmp_path)) <= {path, files.backup_of(path)}
