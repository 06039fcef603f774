"""What `make` runs before the project is installed; nothing but the standard library."""
