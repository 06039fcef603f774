"""The document's heart: a frozen graph, pure edits on it, and what follows from its wiring."""
