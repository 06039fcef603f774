"""What is drawn: one item per node, one per edge. No item has child items: that would double the build time."""
