"""Self-service kiosk for residents with a Belgian electronic residence card."""

__version__ = "0.2.0"
