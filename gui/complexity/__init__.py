"""Accuracy against cost: published networks, and among them the one that is open."""
