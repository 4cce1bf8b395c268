"""The thermal printer: a receipt document becomes bytes, bytes go over a link, and the status says what became of them."""
