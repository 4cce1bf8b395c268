"""The back office: where a card is, and appointments."""
