"""What a municipality holds to be true, with the source of every value."""
