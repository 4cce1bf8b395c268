"""`python -m kiosk` is the console script."""

from kiosk.cli import main

main()
