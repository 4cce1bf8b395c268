"""The example that opens the way out to who knows revoked cards: every host that is asked stands in it, and no other way."""

from pathlib import Path
from urllib.parse import urlsplit

from devices.card.revocation import HOSTS

EXAMPLE = Path(__file__).parents[3] / "systemd" / "examples" / "revocation.conf"


def test_every_host_that_is_asked_is_named_and_only_addresses_are_opened():
    text = EXAMPLE.read_text()
    assert all(urlsplit(host).hostname in text for host in HOSTS)
    opened = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line.split("=")[0] for line in opened] == ["[Service]", "IPAddressAllow"]
    assert {urlsplit(host).scheme for host in HOSTS} == {"http"}
    assert "port 80" in text
