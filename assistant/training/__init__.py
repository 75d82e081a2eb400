"""How the shipped models are made: data in, model and model card out."""
