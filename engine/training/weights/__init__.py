"""Weights that were learned before: where they are, how they are read, and which of them a network takes."""
