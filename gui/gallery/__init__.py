"""The presets as cards to look through."""
