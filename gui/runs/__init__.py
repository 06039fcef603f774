"""The list of runs: sorted, filtered, named, compared, gone on with."""
