"""The classic networks by name, each a short builder function."""

from presets import lenet  # noqa: F401
