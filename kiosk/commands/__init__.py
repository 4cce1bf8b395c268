"""One module a command; each exposes `command` and imports what it needs when it runs."""
