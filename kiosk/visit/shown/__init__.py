"""What a visit looks like, sounds like and prints."""
