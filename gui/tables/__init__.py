"""Tables of figures: their cells, heads and behaviour."""
