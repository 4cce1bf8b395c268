"""Every command by its name."""

from typing import Final

# name -> one line of help; the module is kiosk.commands.<name>, its click object is `command`
COMMANDS: Final = {
    "appointments": "Fill the table of appointments.",
    "board": "The waiting-room display.",
    "card": "Read, check and serve residence cards.",
    "demo": "Play one scripted visit and keep its pictures.",
    "dock": "The simulators' control page.",
    "docs": "Write or check the generated documents.",
    "doctor": "Check everything that a kiosk needs.",
    "explain": "What a resident would be told, and why.",
    "gallery": "A picture of every screen.",
    "logs": "The event log, without personal data.",
    "office": "Fill the embedded back office.",
    "privacy": "What is kept of one person: find it, erase it.",
    "profile": "Check municipality profiles.",
    "queue": "Tickets: issue, call, list, close the day.",
    "run": "The kiosk itself.",
    "say": "What the voice makes of a sentence.",
    "service": "Take the kiosk out of service, or back in.",
    "simulate": "A virtual device on its own.",
    "staff": "Who may enter maintenance mode.",
    "ticket": "Show ESC/POS bytes as paper.",
}
