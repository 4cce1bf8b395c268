"""Simulated devices at the lowest seam: APDUs behind the real pcscd, bytes behind a socket or a pty, frames behind the capture call."""
