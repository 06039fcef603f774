"""Changing training images at random, so that a network learns what does not matter."""
