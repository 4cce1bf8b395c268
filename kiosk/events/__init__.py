"""The catalogue of everything that is ever logged, and the log."""
