"""A resident's visit as a pure state machine: no I/O, no threads, no clock of its own."""
