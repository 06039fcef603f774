"""Choosing what a network learns from, and how its images are changed."""
