"""Layer 2: chunks are indexed and found. Takes `schema.Chunk` and does not know how chunks are made."""
