"""Measure the assistant: sample documents, questions with known answers, and the harness that scores them."""
