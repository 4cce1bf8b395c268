"""The kiosk that runs: its composition, and everything with a thread or a journal of its own."""
