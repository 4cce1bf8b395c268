"""Who can do something about a fault."""

import enum


class Mender(enum.StrEnum):
    """Who mends it; NOBODY needs to when it clears by itself."""

    NOBODY = "nobody"
    RESIDENT = "resident"
    STAFF = "staff"
    TECHNICIAN = "technician"
