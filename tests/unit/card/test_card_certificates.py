"""Certificates as real cards carry them: too long names, lost zero bytes, SHA-1 where it belongs, and garbage."""

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from devices.card import certificates
from devices.card.apdu import CardMalformed
from devices.card.roots import PINNED, RootStore, UnpinnedRoot, load_pem
from devices.simulators.card import der
from devices.simulators.card.pki import SHA256_OID, issue, name_of


def test_a_name_longer_than_the_standard_allows_is_read(pki):
    """Found by the long fuzz run: the library warns about such a name, and a holder with 110 bytes has one."""
    made = issue(name_of("X" * 60), pki.key("auth-ec").public_key(), pki.ca("ec").subject, pki.key("ca-ec"))
    broken = made.replace(b"\x55\x04\x03\x0c\x3c" + b"X" * 60, b"\x55\x04\x06\x0c\x3c" + b"X" * 60)
    assert broken != made
    assert certificates.load(broken).subject.rfc4514_string()


def test_a_version_that_does_not_exist_is_no_certificate(pki):
    """Found by the long fuzz run: the library's error for it is not a ValueError."""
    made = issue(name_of("X"), pki.key("auth-ec").public_key(), pki.ca("ec").subject, pki.key("ca-ec"))
    broken = made.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x74", 1)
    assert broken != made
    with pytest.raises(CardMalformed):
        certificates.load(broken)


def test_a_signature_that_lost_its_leading_zero_is_still_the_cas(pki):
    root = pki.root("rsa")
    key = pki.key("root-rsa")
    for serial in range(5000):
        made = issue(
            name_of("Simulated Foreigner CA"),
            pki.key("ca-rsa").public_key(),
            root.subject,
            key,
            ca=True,
            serial=1 + serial,
        )
        parsed = x509.load_der_x509_certificate(made)
        if parsed.signature[0] == 0:
            break
    algorithm = der.sequence(der.tlv(0x06, SHA256_OID), der.tlv(0x05))
    cut = der.sequence(parsed.tbs_certificate_bytes, algorithm, der.tlv(0x03, b"\0", parsed.signature[1:]))
    shortened = certificates.load(cut)
    assert len(shortened.signature) == 255
    assert certificates.issued_by(shortened, root, sha1=False)
    with pytest.raises(InvalidSignature):
        root.public_key().verify(
            shortened.signature, shortened.tbs_certificate_bytes, padding.PKCS1v15(), hashes.SHA256()
        )


def test_sha1_is_believed_only_below_roots_of_its_time(pki):
    ca, root = pki.ca("sha1"), pki.root("sha1")
    assert certificates.issued_by(ca, root, sha1=True)
    assert not certificates.issued_by(ca, root, sha1=False)
    store = RootStore(load_pem(pki.roots_path))
    assert store.sha1_below(root)
    assert not store.sha1_below(pki.root("rsa"))
    assert sorted(PINNED.values()) == [False, False, True, True]


def test_a_holders_certificate_issues_nothing(pki):
    from devices.simulators.card.image import holder_certificate
    from devices.simulators.card.profile import load

    holder = certificates.load(holder_certificate(load("a33"), pki, 0x83))
    made = issue(
        name_of("RRN", organisation="RRN"), pki.key("forger-ec").public_key(), holder.subject, pki.key("sign-ec")
    )
    assert not certificates.issued_by(certificates.load(made), holder, sha1=False)


@pytest.mark.parametrize("garbage", [b"", b"\x30\x00", b"\x30\x82\x01\x00" + b"\0" * 256, b"\xff" * 64])
def test_garbage_is_no_certificate(garbage):
    with pytest.raises(CardMalformed):
        certificates.load(garbage)


def test_a_root_that_is_not_pinned_is_refused_in_production(pki):
    with pytest.raises(UnpinnedRoot):
        RootStore(load_pem(pki.roots_path), production=True)
    RootStore(production=True)


def test_a_reissued_root_with_the_same_key_passes(pki):
    store = RootStore([pki.root("ec")])
    again = issue(
        pki.root("ec").subject,
        pki.key("root-ec").public_key(),
        pki.root("ec").subject,
        pki.key("root-ec"),
        ca=True,
        serial=99,
    )
    assert store.learn(certificates.load(again))


def test_a_card_cannot_bring_its_own_root(pki):
    store = RootStore([pki.root("ec")])
    name = pki.root("ec").subject
    forged = certificates.load(issue(name, pki.key("forger-ec").public_key(), name, pki.key("forger-ec"), ca=True))
    assert not store.learn(forged)
    assert store.root_for(pki.ca("ec")) == pki.root("ec")


def test_a_pem_file_without_certificates_is_named(tmp_path):
    file = tmp_path / "roots.pem"
    file.write_text("nothing")
    with pytest.raises(ValueError, match=r"roots\.pem"):
        load_pem(file)
