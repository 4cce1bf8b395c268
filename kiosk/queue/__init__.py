"""Tickets: a number that is never lost, doubled or skipped, whatever breaks."""
