"""The commands that need no window: Qt is not imported here, and torch only where something is trained."""
