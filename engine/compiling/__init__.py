"""From a graph to a torch module that can be run and trained."""
