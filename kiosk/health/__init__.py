"""What works now: the service level, and what each fault means."""
