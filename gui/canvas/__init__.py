"""The canvas: a picture of the graph that can be edited by hand."""
