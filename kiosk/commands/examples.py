"""An example of every command, with what it prints; docs/CLI.md shows them and a test runs each as it stands.

In `prints` an ellipsis stands for what differs from one call to the next, or is left out: in a line for some of it, alone on
a line for any number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """What is typed after `kiosk`, what comes out, and its exit status.

    `first` are commands that must have been called before, `files` what must stand in the folder, `typed` the first line of
    standard input.  `stays`: it goes on until Ctrl-C.  `slow`: the test runs it in the full check only.
    """

    words: str
    prints: str
    status: int = 0
    first: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    stays: bool = False
    slow: bool = False


_ISSUE = "queue issue --class R --no-print"

EXAMPLES: dict[str, Example] = {
    "appointments import": Example(
        "appointments import appointments.csv",
        "Imported: 1.",
        files=(
            ("appointments.csv", "code,place,starts_at,service\nAFSPRAAK-0001,stadskantoor,2036-11-18T10:40,renew\n"),
        ),
    ),
    "appointments erase": Example("appointments erase --before 2026-01-01", "0 appointments forgotten."),
    "board": Example("board --windowed --size 1280x720", "", stays=True, slow=True),
    "card profiles": Example("card profiles", "a11 …\n…\na33 … (Amina)\n…\nFaults (--fault NAME[:ARG]):\n…"),
    "card serve": Example("card serve a33", "a33: …; PIN …; trust root …", stays=True),
    "card read": Example(
        "card read --trust-root roots.pem",
        "Card       A, document type 33, number …, applet 1.8\nValid      … to …, issued by …\n…\nPIN        tries left: 3\n…",
    ),
    "card verify-pin": Example(
        "card verify-pin --trust-root roots.pem",
        "PIN        correct, tries left: 3\nChip       proved by a signed challenge\n…",
        typed="1234",
    ),
    "demo": Example(
        "demo --visit ticket-only --out demo",
        "demo: the visit ticket-only, about 10 seconds\n…\nVisit ticket-only (nl): … steps, … s.\nPictures: demo/ (…)\nTicket …: printed.\nPaper: demo/ticket.png\n…",
        slow=True,
    ),
    "dock": Example("dock --port 0", "http://127.0.0.1:…", stays=True),
    "docs": Example("docs --check", "…", slow=True),
    "doctor": Example(
        "doctor", "…\n✓ profile        gent, stadskantoor\n…\n…→ kiosk staff add\n…", status=3, slow=True
    ),
    "explain": Example(
        "explain --profile gent --today 2027-02-20T10:00 --service renew --document-type 33 --valid-until 2027-03-31 --json",
        '{\n…\n  "told": [\n    "You can renew your card now, until 1\u00a0March\u00a02027",\n…\n    "The card costs …29.",\n…\n  ],\n'
        '  "reachable": {\n    "touches": [\n      "(card), PIN"\n    ],\n    "why_not": ""\n  }\n}',
    ),
    "gallery": Example(
        "gallery --out pictures --language nl --size 1080x1920 --view menu",
        "gallery: … screens, about 10 seconds\n…\n… pictures: pictures/index.html\n…",
        slow=True,
    ),
    "logs export": Example(
        "logs export --out events.jsonl",
        "There is no log in …/log: has this kiosk ever run with this configuration?",
        status=3,
    ),
    "office import": Example(
        "office import cards.csv",
        "Imported: 1.",
        files=(("cards.csv", "national_number,status,place\n91081712373,ready,stadskantoor\n"),),
    ),
    "privacy find": Example(
        "privacy find",
        "cards: 1, appointments: 0, tickets: 0, waiting in the outbox: 0\n…",
        first=("office import cards.csv",),
        files=(("cards.csv", "national_number,status,place\n91081712373,ready,stadskantoor\n"),),
        typed="91081712373",
    ),
    "privacy erase": Example(
        "privacy erase",
        "Erased: cards: 1, appointments: 0, tickets: 0, waiting in the outbox: 0\n…",
        first=("office import cards.csv",),
        files=(("cards.csv", "national_number,status,place\n91081712373,ready,stadskantoor\n"),),
        typed="91081712373",
    ),
    "profile new": Example(
        "profile new mijnstad.toml --answers mijnstad.answers",
        "mijnstad.toml is written: 0 errors, … notices. Look at it, then run: kiosk profile check mijnstad.toml\n"
        "Place 1 · Opening hours: monday 09:00-12:30; tuesday 09:00-12:30, 16:00-19:00; wednesday-friday 09:00-12:30\n"
        "Nobody answered these; the suggestions stand there as assumptions: …",
        files=(
            (
                "mijnstad.answers",
                'name = "Mijnstad"\n"place.1.hours" = "mon, wed-fri 9-12:30; tue 9-12:30, 16-19"\nprice = "22.50"\n',
            ),
        ),
    ),
    "profile edit": Example(
        "profile edit mijnstad.toml",
        "http://127.0.0.1:…/#…",
        first=("profile copy vlaams-voorbeeld mijnstad.toml",),
        stays=True,
    ),
    "profile copy": Example(
        "profile copy gent mijnstad.toml", "mijnstad.toml: now change it, then run: kiosk profile check mijnstad.toml"
    ),
    "profile check": Example(
        "profile check mijnstad.toml --today 2026-11-22",
        "profile check: every menu and answer is drawn, about … seconds\n…\n… screens were drawn\nmijnstad.toml: can be used (0 errors, … notices)",
        first=("profile copy vlaams-voorbeeld mijnstad.toml",),
    ),
    "queue issue": Example(_ISSUE, "R001  (0 before you)"),
    "queue odd": Example("queue odd", "Every ticket keeps the rules.", first=(_ISSUE,)),
    "queue list": Example("queue list", "R001     waiting      R  …  …", first=(_ISSUE,)),
    "queue call": Example("queue call --counter 3", "R001     called       R  …  counter 3", first=(_ISSUE,)),
    "queue calls": Example("queue calls", "R001     counter 3", first=(_ISSUE, "queue call --counter 3")),
    "queue recall": Example(
        "queue recall --ticket R001 --counter 3",
        "R001     called       R  …  counter 3",
        first=(_ISSUE, "queue call --counter 3"),
    ),
    "queue serve": Example(
        "queue serve --ticket R001 --counter 3",
        "R001     serving      R  …  counter 3",
        first=(_ISSUE, "queue call --counter 3"),
    ),
    "queue finish": Example(
        "queue finish --ticket R001 --counter 3",
        "R001     done         R  …  counter 3",
        first=(_ISSUE, "queue call --counter 3", "queue serve --ticket R001 --counter 3"),
    ),
    "queue no-show": Example(
        "queue no-show --ticket R001", "R001     no_show      R  …", first=(_ISSUE, "queue call --counter 3")
    ),
    "queue return": Example(
        "queue return --ticket R001", "R001     returned     R  …", first=(_ISSUE, "queue call --counter 3")
    ),
    "queue park": Example(
        "queue park --ticket R001", "R001     parked       R  …", first=(_ISSUE, "queue call --counter 3")
    ),
    "queue withdraw": Example("queue withdraw --ticket R001", "R001     withdrawn    R  …", first=(_ISSUE,)),
    "queue transfer": Example(
        "queue transfer --ticket R001 --to P",
        "R001     transferred  P  …",
        first=(_ISSUE, "queue call --counter 3"),
    ),
    "queue printed": Example(
        "queue printed --ticket R001", "R001     waiting      R  …", first=("queue issue --class R",)
    ),
    "queue close-day": Example(
        "queue close-day",
        "1 closed, 0 old records counted and dropped, 0 old appointments forgotten.",
        first=(_ISSUE,),
    ),
    "queue export": Example("queue export --out records.jsonl", "… records in records.jsonl", first=(_ISSUE,)),
    "queue erase": Example("queue erase --before 2026-01-01", "0 records counted and dropped."),
    "queue accept-clock": Example("queue accept-clock", "kiosk-1: the clock of … is accepted."),
    "queue take-mark": Example(
        "queue take-mark", "This kiosk has no central store, so nobody else can bear its mark.", status=2
    ),
    "queue token": Example(
        "queue token hall --scope display",
        'give to hall, it is kept nowhere: …\n[clients.hall]\ntoken_sha256 = "…"\nscopes = ["display"]',
    ),
    "queue api": Example(
        "queue api --clients clients.toml --port 0",
        "http://127.0.0.1:…/v1/openapi.json",
        files=(("clients.toml", f'[clients.hall]\ntoken_sha256 = "{"0" * 64}"\nscopes = ["display"]\n'),),
        stays=True,
    ),
    "run": Example("run --simulated --windowed", "…\nDock: http://127.0.0.1:…\n…", stays=True, slow=True),
    "say": Example(
        'say --language nl "De kaart kost € 29."', "De kaart kost 29 euro.\ndə kˈaːrt kˈɔst nˈeːɣənɛntʋˌɪntəx ˈøːroː"
    ),
    "service out": Example("service out --reason repair --until 13:00", "Out of service (repair), until … 13:00."),
    "service in": Example("service in", "Back in service.", first=("service out --reason repair",)),
    "service backup": Example(
        "service backup", "…/backup/tickets-….db (… bytes), read back and whole; 1 kept.", first=(_ISSUE,)
    ),
    "service restore": Example(
        "service restore",
        "…/backup/tickets-….db was whole and is the store now.\nThe old store is kept in …\nToday goes on with …\n…\n"
        "Start the kiosk: systemctl start kiosk",
        first=(_ISSUE, "service backup"),
    ),
    "simulate printer": Example("simulate printer --tcp 0", "tcp://127.0.0.1:…", stays=True),
    "simulate panel": Example("simulate panel --pty panel", "serial://…panel…", stays=True),
    "simulate scanner": Example("simulate scanner --pty scanner", "serial://…scanner…", stays=True),
    "simulate camera": Example("simulate camera", "http://127.0.0.1:…", stays=True),
    "staff add": Example(
        "staff add --label Karel", "Added …. The log knows this member by that id alone.", typed="284917"
    ),
    "staff list": Example("staff list", "Nobody may enter maintenance mode. Add somebody with: kiosk staff add"),
    "staff remove": Example("staff remove m-1", "There is no member m-1. Look with: kiosk staff list", status=1),
    "staff unlock": Example("staff unlock", "Maintenance mode was not locked."),
    "staff restore": Example("staff restore", "Not restored: the list of staff is whole.", status=1),
    "staff audit": Example("staff audit", "0 entries, whole. Newest: …"),
    "ticket render": Example(
        "ticket render ticket.bin --out ticket.png",
        "ticket.png: 1 ticket",
        files=(("ticket.bin", "Nummer R001\n\x1dV\x00"),),
    ),
}
