"""The catalogue of everything that is ever logged."""
