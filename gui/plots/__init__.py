"""Pictures of a run's numbers. What a plot shows is computed apart from its widget, so that it can be tested."""
