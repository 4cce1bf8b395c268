"""What a visit is: its state, what can happen to it, what it wants done, what it asks."""
