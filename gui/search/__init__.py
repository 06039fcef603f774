"""Searching: layers and presets to add, nodes to go to."""
