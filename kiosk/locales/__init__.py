"""Message catalogues: one folder a language."""
