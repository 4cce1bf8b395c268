"""Maintenance mode: who is staff, lock-out, diagnostics, counters, readiness report, log export."""
