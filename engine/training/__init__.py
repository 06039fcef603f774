"""How a network learns: settings, the loop, and what it reports."""
