"""Which part of the image a unit of a layer sees, drawn on the image."""
