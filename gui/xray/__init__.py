"""Seeing inside the network on the canvas itself, through a picture that one chooses."""
