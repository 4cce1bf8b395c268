"""The back office: where a card is, and who has an appointment.  Silence is an answer of its own."""
