"""Real or simulated devices, and the screen: where the kiosk meets the machine."""
