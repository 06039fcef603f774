"""Facts that follow from a graph: shapes, costs and what is wrong with it."""
