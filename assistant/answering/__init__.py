"""Layer 3: a question becomes an answer with citations, a question back, or a clear "the documents do not say"."""
