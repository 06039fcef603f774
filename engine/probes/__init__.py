"""Looking inside a network while it learns: hooks and reductions to small NumPy arrays."""
