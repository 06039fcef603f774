"""Transfer learning in the training panel: which weights a run starts from, what of them fits, and what is frozen."""
