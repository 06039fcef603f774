"""Runs as folders: what they were made of, how they went, and what it takes to go on."""
