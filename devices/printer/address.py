"""A printer's address: what was written, parsed and checked, before any wire is opened.

Addresses: `tcp://host:9100`, `serial:///dev/kiosk-printer?baud=115200&flow=xonxoff`, `usblp:///dev/usb/lp0`,
`usb://04b8:0e15`, `usb://04b8:0e15/SERIAL` or `usb://04b8:0e15?port=1-1.2`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from devices.presence import look_at

DEFAULT_BAUD = 115200
FLOWS = ("none", "xonxoff", "rtscts", "dsrdtr")


@dataclass(frozen=True, slots=True)
class LinkAddress:
    """A printer's address, parsed and checked."""

    kind: str
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = DEFAULT_BAUD
    flow: str = ""
    """One of `FLOWS`; empty: what the printer's model does from the factory."""
    vendor: int = 0
    product: int = 0
    serial: str = ""
    usb_port: str = ""
    """The port of a USB printer as the kernel writes it ("1-1.2": bus, ports)."""

    @classmethod
    def parse(cls, url: str) -> LinkAddress:
        """From a URL as in this module's description; ValueError says what is wrong with it."""
        try:
            return cls._parse(url)
        except ValueError as error:
            said = str(error)
            raise ValueError(said if said.startswith(url) else f"{url}: a number in it cannot be read") from error

    @classmethod
    def _parse(cls, url: str) -> LinkAddress:
        parts = urlsplit(url)
        match parts.scheme:
            case "tcp":
                _options(url, parts.query)
                if not parts.hostname:
                    raise ValueError(f"{url}: a printer's address needs a host")
                return cls("tcp", host=parts.hostname, port=parts.port or 9100)
            case "serial" | "usblp":
                if parts.netloc or not parts.path.startswith("/"):
                    raise ValueError(f"{url}: needs an absolute path, as in {parts.scheme}:///dev/kiosk-printer")
                path = unquote(parts.path)
                if parts.scheme == "usblp":
                    _options(url, parts.query)
                    return cls("usblp", path=path)
                said = _options(url, parts.query, "baud", "flow")
                flow = said.get("flow", "")
                if flow not in ("", *FLOWS):
                    raise ValueError(f"{url}: flow is one of {', '.join(FLOWS)}")
                baud = int(said.get("baud", DEFAULT_BAUD))
                if baud <= 0:
                    raise ValueError(f"{url}: baud is the line's speed, as in baud=38400")
                return cls("serial", path=path, baud=baud, flow=flow)
            case "usb":
                said = _options(url, parts.query, "port")
                vendor, colon, product = parts.netloc.partition(":")
                if not colon:
                    raise ValueError(f"{url}: needs vendor and product, as in usb://04b8:0e15")
                serial, port = unquote(parts.path.strip("/")), said.get("port", "")
                return cls("usb", vendor=int(vendor, 16), product=int(product, 16), serial=serial, usb_port=port)
            case _:
                raise ValueError(f"{url}: a printer is reached by tcp, serial, usblp or usb")

    def flowing(self, factory: str) -> LinkAddress:
        """With the flow control that the model has from the factory, unless the address names one."""
        return self if self.flow else replace(self, flow=factory)

    @property
    def present(self) -> Callable[[], object] | None:
        """A cheap look at what the device file is; None where there is no file."""
        if self.kind in ("serial", "usblp"):
            return look_at(self.path)
        return None


def _options(url: str, query: str, *known: str) -> dict[str, str]:
    """What stands behind the question mark; ValueError for a word that this kind of address does not know."""
    said = dict(parse_qsl(query, keep_blank_values=True))
    for name in said:
        if name not in known:
            what = f"it knows {', '.join(known)}" if known else "nothing may stand behind the question mark here"
            raise ValueError(f"{url}: {name} means nothing; {what}")
    return said
