"""The drawing of each View kind, one module a kind or a family of like ones."""
