"""What the benchmark of the live views is made of."""
