"""Tickets: numbering, life cycle, stores, outbox, waiting-time estimate."""
