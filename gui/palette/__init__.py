"""The palette: every layer there is, to be dragged onto the canvas."""
