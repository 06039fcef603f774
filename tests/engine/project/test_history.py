from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import GraphError
from engine.graph import edits
from engine.project.document import Document
from engine.project.history import History
from tests import graphs

START = Document(graphs.chain(("Conv2d", {}), ("ReLU", {})))


def with_channels(number: int) -> Document:
    return replace(START, graph=edits.set_param(START.graph, "n1", "out_channels", number))


def with_epochs(number: int) -> Document:
    return replace(START, training=replace(START.training, epochs=number))


class TestUndo:
    @given(
        st.lists(
            st.tuples(
                st.one_of(graphs.EDITS, graphs.EDITS, graphs.EDITS, st.sampled_from(("undo", "redo", "save"))),
                st.sampled_from((None, "field", "slider")),
            ),
            max_size=30,
        )
    )
    def test_undo_all_gives_the_start_and_redo_all_the_end(
        self, steps: list[tuple[graphs.Edit | str, str | None]]
    ) -> None:
        history = History(START)
        for step, key in steps:
            if isinstance(step, graphs.Edit):
                try:
                    history.push(Document(step.on(history.document.graph)), step.kind, key)
                except GraphError:
                    continue
            else:
                {"undo": history.undo, "redo": history.redo, "save": history.mark_saved}[step]()
        while history.redo_label is not None:
            history.redo()
        end = history.document
        passed = [end]
        while history.undo_label is not None:
            passed.append(history.undo())
        assert history.document == START
        back = [START]
        while history.redo_label is not None:
            back.append(history.redo())
        assert history.document == end
        assert back == passed[::-1]
        assert all(before != after for before, after in pairwise(back)), "a step that does nothing"

    def test_stops_at_both_ends(self) -> None:
        history = History(START)
        assert history.undo() == START
        assert history.redo() == START
        assert history.undo_label is None
        assert history.redo_label is None

    def test_names_what_it_would_do(self) -> None:
        history = History(START)
        history.push(with_channels(5), "Change out_channels")
        history.push(with_epochs(5), "Change epochs")
        history.undo()
        assert (history.undo_label, history.redo_label) == ("Change out_channels", "Change epochs")

    def test_a_new_edit_ends_the_future(self) -> None:
        history = History(START)
        history.push(with_channels(5), "first")
        history.undo()
        history.push(with_channels(6), "second")
        assert history.redo_label is None
        assert history.undo_label == "second"

    def test_an_edit_that_changes_nothing_is_no_step(self) -> None:
        history = History(START)
        history.push(with_channels(5), "first")
        history.undo()
        history.push(with_channels(8), "the default again")
        assert history.undo_label is None
        assert history.redo_label == "first", "the future stays"


class TestMerging:
    def test_edits_with_one_key_make_one_step(self) -> None:
        history = History(START)
        for number in (1, 16, 160):
            history.push(with_channels(number), "Change out_channels", "n1.out_channels")
        assert history.document == with_channels(160)
        assert history.undo() == START

    def test_another_key_begins_another_step(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a", "n1.out_channels")
        history.push(with_epochs(5), "b", "epochs")
        history.push(with_channels(6), "c", "n1.out_channels")
        assert [history.undo(), history.undo(), history.undo()] == [with_epochs(5), with_channels(5), START]

    def test_edits_without_a_key_never_merge(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a")
        history.push(with_channels(6), "b")
        assert history.undo() == with_channels(5)

    def test_typed_back_to_the_original_is_no_step(self) -> None:
        history = History(START)
        for number in (16, 160, 16, 8):
            history.push(with_channels(number), "Change out_channels", "n1.out_channels")
        assert history.document == START
        assert history.undo_label is None
        assert history.is_saved

    def test_a_sealed_step_is_not_typed_into(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a", "key")
        history.seal()
        history.push(with_channels(6), "a", "key")
        assert history.undo() == with_channels(5)

    def test_undo_redo_and_save_seal(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a", "key")
        history.undo()
        history.redo()
        history.push(with_channels(6), "a", "key")
        history.mark_saved()
        history.push(with_channels(7), "a", "key")
        assert [history.undo(), history.undo(), history.undo()] == [with_channels(6), with_channels(5), START]


class TestSaved:
    def test_a_new_document_has_nothing_to_save(self) -> None:
        assert History(START).is_saved

    def test_what_was_never_in_a_file_is_unsaved_whatever_is_undone(self) -> None:
        history = History(START, is_saved=False)
        assert not history.is_saved
        history.push(with_channels(4), "Set")
        history.undo()
        assert not history.is_saved
        history.mark_saved()
        assert history.is_saved

    def test_follows_undo_and_redo(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a")
        history.mark_saved()
        history.push(with_channels(6), "b")
        assert not history.is_saved
        history.undo()
        assert history.is_saved
        history.undo()
        assert not history.is_saved

    def test_is_about_the_content_not_the_way_to_it(self) -> None:
        history = History(START)
        history.push(with_channels(5), "a")
        history.push(with_channels(8), "and back by hand")
        assert history.is_saved
