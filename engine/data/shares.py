"""How images are divided where nobody says otherwise."""

TEST_SHARE = 0.2
VALIDATION_SHARE = 0.1
"""Of what the test part leaves."""

SPLIT_SEED = 1797
"""Not the run's seed: every run ever made is tested on the same images."""
