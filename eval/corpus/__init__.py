"""The sample documents: their source text, and how each becomes a file as an office would have it."""
