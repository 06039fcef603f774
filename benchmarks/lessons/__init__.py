"""What the tables of regularizers and of ensembles are measured with."""
