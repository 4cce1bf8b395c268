"""Serial peripherals: the panel with tactile keypad, headset sensor, lights and contacts, and 2D scanners."""
