"""What keys and menus do to groups: make, dissolve, open, close, fold, go inside, and put everything in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.graph import closing, groups
from engine.graph.direction import Direction
from engine.graph.display import Key
from engine.graph.learning import set_frozen
from engine.graph.model import Graph
from engine.graph.repeats import repeats
from engine.layers.counted import counted
from gui.canvas.items.group_item import GroupItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class GroupCommands:
    """Acts on a canvas's selection through its session; each is one undoable edit, but for looking inside."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def group(self) -> None:
        """Put the selected nodes into a new group."""
        ids = self._canvas.selected_ids()
        if not ids:
            self._say("Select the layers that the group should have.")
            return

        def make(graph: Graph) -> Graph:
            name = groups.free_group_name(graph, groups.common_group(graph, ids))
            return groups.make_group(graph, ids, name)

        if self._canvas.session.edit("Group", make):
            self._canvas.select(ids)

    def ungroup(self) -> None:
        """Take the walls of the selected group away."""
        path = self._path()
        if not path:
            self._say("Select a group, or layers of one group, to dissolve it.")
            return
        ids = self._canvas.selected_ids()
        if self._canvas.session.edit(f"Dissolve {path}", lambda graph: groups.dissolve_group(graph, path)):
            self._canvas.select(ids)

    def rename(self, path: str, new_path: str) -> bool:
        """Give a group another path; return whether it could have it."""
        return self._canvas.session.edit(
            f"Rename {path} to {new_path}", lambda graph: groups.rename_group(graph, path, new_path)
        )

    def selected_path(self) -> str:
        """Return the path of the one group that is selected, or that all selected nodes lie in; empty for none."""
        return self._path()

    def toggle(self) -> None:
        """Open the selected closed groups; or close the group that the selected nodes lie in."""
        closed = [item for item in self._canvas.selected_boxes() if isinstance(item, GroupItem)]
        if closed:
            ids = self._canvas.selected_ids()
            keys = [item.box.key for item in closed]

            def open_all(graph: Graph) -> Graph:
                for key in keys:
                    graph = closing.open_up(graph, key)
                return graph

            if self._canvas.session.edit(f"Open {closed[0].look.title}", open_all):
                self._canvas.select(ids)
            return
        path = self._path()
        if path:
            self.close(("group", path))
        else:
            self._say("Select a closed group to open it, or layers of one group to close it.")

    def close(self, key: Key) -> None:
        """Draw a group or a row of groups as one box."""
        ids = groups.members(self._canvas.session.graph, key[1])
        if self._canvas.session.edit(f"Close {key[1]}", lambda graph: closing.close(graph, key)):
            self._canvas.select(ids)

    def fold(self) -> None:
        """Draw the row of equal groups, in which the selected group stands, as one box."""
        path = self._path()
        for row in repeats(self._canvas.session.graph):
            if path in row.paths:
                self.close(("row", row.paths[0]))
                return
        self._say("Select a group that stands in a row of equal ones, one behind the other.")

    def enter(self, item: GroupItem) -> None:
        """Show only what is in a closed group; a folded row is unfolded."""
        if item.box.kind == "row":
            key = item.box.key
            self._canvas.session.edit(f"Unfold {item.look.title}", lambda graph: closing.open_up(graph, key))
        else:
            self._canvas.go_inside(item.box.paths[0])

    def go_inside(self) -> None:
        """Show only what is in the selected group."""
        path = self._path()
        if path:
            self._canvas.go_inside(path)
        else:
            self._say("Select a group, or a layer of one, to go inside.")

    def toggle_frozen(self) -> None:
        """Have training leave what is selected as it is; or let it learn, if all of it is frozen already."""
        session, ids = self._canvas.session, self._canvas.selected_ids()
        learning = [node_id for node_id in ids if session.inference.nodes[node_id].num_params]
        if not learning:
            self._say("Select layers with parameters, or a group of them, to freeze them.")
            return
        is_frozen = not all(session.graph.nodes[node_id].is_frozen for node_id in learning)
        label = f"{'Freeze' if is_frozen else 'Thaw'} {counted(len(learning), 'layers')}"
        session.edit(label, lambda graph: set_frozen(graph, learning, is_frozen))

    def tidy_down(self) -> None:
        """Lay the network out from top to bottom, or what is selected of it."""
        self._tidy(Direction.DOWN)

    def tidy_right(self) -> None:
        """Lay the network out from left to right, or what is selected of it."""
        self._tidy(Direction.RIGHT)

    def _tidy(self, direction: Direction) -> None:
        chosen = self._canvas.selected_ids()
        only = chosen if len(chosen) > 1 else None
        if self._canvas.session.edit("Tidy up", lambda graph: closing.arranged(graph, direction, only)) and not only:
            self._canvas.zoom_to_fit()

    def _path(self) -> str:
        items = self._canvas.selected_boxes()
        if len(items) == 1 and isinstance(items[0], GroupItem):
            return items[0].box.paths[0]
        ids = self._canvas.selected_ids()
        return groups.common_group(self._canvas.session.graph, ids) if ids else ""

    def _say(self, text: str) -> None:
        self._canvas.notice.show_text(text, passing=True)
