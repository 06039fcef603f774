"""Boxes and wires to places: rows, the order in each row, and columns, as Sugiyama, Tagawa and Toda did (1981)."""
