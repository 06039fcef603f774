"""The window. Qt lives here and only here; torch does not."""
