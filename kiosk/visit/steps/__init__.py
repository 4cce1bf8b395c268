"""What happens in a visit: one pure function from state and input to state and effects."""
