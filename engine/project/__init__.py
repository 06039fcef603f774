"""The document: what it holds, its history, and how it is kept in a file."""
