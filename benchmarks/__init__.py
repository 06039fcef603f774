"""Scripts that time the program; each runs by itself and prints ratios."""
