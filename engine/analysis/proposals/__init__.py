"""What might solve a problem: each file knows one kind of remedy. `engine.analysis.fixes` keeps those that work."""
