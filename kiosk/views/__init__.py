"""What a screen is made of, as values: the only language between the kiosk and its screens."""
