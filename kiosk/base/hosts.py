"""Which hosts are this machine itself: by what the parsed address says, never by how it begins."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """True for localhost and the addresses of the loopback network; a name that only looks like one is not."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
