"""Layer 1: a file becomes a Document and its chunks. Knows no embedding, no index and no language model."""
