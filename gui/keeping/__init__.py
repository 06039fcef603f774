"""So that nothing is lost: autosaves, what a crash has left, recent files, files dropped on the window."""
