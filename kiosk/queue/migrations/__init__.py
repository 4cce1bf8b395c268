"""Alembic's migrations of the queue's and the back office's tables."""
