"""The page of `kiosk profile edit`: a form made from the model, beside what residents would see."""
