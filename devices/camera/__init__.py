"""The camera: codes of letters and phones, and on request the machine-readable zone of a card with a broken chip."""
