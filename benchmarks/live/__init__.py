"""One pass over a canvas each, in a process of its own."""
