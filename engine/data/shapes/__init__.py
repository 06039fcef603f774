"""Pictures of circles, squares, stars, drawn by ourselves: as many as wanted, and everything about them is known."""
