"""What the window shows of a run: its live views, its progress and its end."""
