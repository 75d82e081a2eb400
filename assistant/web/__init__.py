"""Layer 4: the chat page and the HTTP API."""
