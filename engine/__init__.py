"""The science: layers, graphs, inference, compilation and training. No Qt anywhere."""
