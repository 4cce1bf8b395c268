"""Revocation through real local servers: an OCSP responder and a list, right, wrong, old, slow and silent."""

from datetime import timedelta

import pytest

from devices.api.card import CardInserted, CertificateStatus, Pin, PinChecked
from devices.card.reader import PcscCardReader
from devices.card.revocation import HOSTS, RevocationCheck
from devices.card.roots import load_pem
from devices.simulators.card.card import SimulatedCard
from tests.support.card.authority import NOW, long_listing, serving
from tests.support.waiting import PATIENCE, until

GOOD, REVOKED, UNKNOWN = CertificateStatus.GOOD, CertificateStatus.REVOKED, CertificateStatus.UNKNOWN


@pytest.fixture
def authority(pki):
    with serving(pki) as made:
        yield made


@pytest.fixture
def check(authority, tmp_path):
    return RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW, total_seconds=PATIENCE)


@pytest.mark.parametrize("signer", ["issuer", "delegate"])
@pytest.mark.parametrize("revoked", [False, True])
def test_the_responder_says_good_or_revoked(authority, check, signer, revoked):
    authority.signer, authority.revoked = signer, revoked
    assert check(authority.certificate, authority.issuer) is (REVOKED if revoked else GOOD)
    assert authority.asked == ["ocsp"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "wrong"},
        {"signer": "forger"},
        {"signer": "not-appointed"},
        {"other_serial": True},
        {"next_update": NOW - timedelta(hours=1), "this_update": NOW - timedelta(days=2)},
        {"this_update": NOW + timedelta(hours=1)},
        {"next_update": None, "this_update": NOW - timedelta(days=2)},
        {"ocsp_works": False},
    ],
    ids=str,
)
def test_an_answer_that_proves_nothing_is_unknown(authority, check, wrong):
    authority.list_works = False
    for name, value in wrong.items():
        setattr(authority, name, value)
    assert check(authority.certificate, authority.issuer) is UNKNOWN
    assert authority.asked == ["ocsp", "crl"]


@pytest.mark.parametrize("revoked", [False, True])
def test_the_list_answers_where_the_responder_does_not_and_is_kept(authority, check, tmp_path, revoked):
    authority.ocsp_works, authority.revoked = False, revoked
    expected = REVOKED if revoked else GOOD
    assert check(authority.certificate, authority.issuer) is expected
    authority.list_works = False
    assert check(authority.certificate, authority.issuer) is expected, "from the kept list"
    assert authority.asked.count("crl") == 1
    later = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW + timedelta(days=30))
    assert later(authority.certificate, authority.issuer) is UNKNOWN, "a kept list has an end"


@pytest.mark.parametrize("wrong", [{"signer": "forger"}, {"list_end": NOW - timedelta(hours=1)}], ids=str)
def test_a_list_that_proves_nothing_is_unknown(authority, check, wrong):
    authority.ocsp_works = False
    for name, value in wrong.items():
        setattr(authority, name, value)
    assert check(authority.certificate, authority.issuer) is UNKNOWN


def test_headers_that_drip_are_left_after_the_two_seconds_and_the_next_answer_counts(authority, tmp_path):
    """A byte twice a second for ever: each is in time by itself, and nothing of it may last into the next visit."""
    authority.delay = "headers"
    hurried = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN
    assert not hurried.answered
    authority.delay = None
    until(lambda: hurried(authority.certificate, authority.issuer) is GOOD, "an answer after the dripping one")


@pytest.mark.parametrize("delay", [None, "stalls"])
def test_a_list_of_twenty_megabytes_is_judged_whole_and_one_that_stalls_is_left(authority, check, tmp_path, delay):
    authority.ocsp_works, authority.revoked, authority.delay = False, True, delay
    whole = long_listing(authority, 20_000_000)
    authority.listing = lambda: whole
    assert len(whole) > 20_000_000
    if delay is None:
        assert check(authority.certificate, authority.issuer) is REVOKED
        authority.list_works = False
        assert check(authority.certificate, authority.issuer) is REVOKED, "from the kept list"
        return
    hurried = RevocationCheck(tmp_path / "other", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN
    assert not list(tmp_path.rglob("*.crl")), "half a list is not kept"


@pytest.mark.parametrize("delay", ["silent", "drip"])
def test_silence_is_unknown(authority, tmp_path, delay):
    """A dripping answer would be a good one after a minute; it is not waited for."""
    authority.delay = delay
    hurried = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN


def test_no_other_host_is_ever_asked(authority, tmp_path):
    assert RevocationCheck(tmp_path, hosts=HOSTS, now=lambda: NOW)(authority.certificate, authority.issuer) is UNKNOWN
    beginning = authority.url[:-1]
    assert (
        RevocationCheck(None, hosts=(beginning,), now=lambda: NOW)(authority.certificate, authority.issuer) is UNKNOWN
    )
    assert authority.asked == []


@pytest.mark.parametrize("garbage", [b"", b"\0", b"0\x82\xff\xff", b"<html>"])
def test_garbage_is_unknown(authority, check, garbage):
    authority.respond = lambda _body: garbage
    authority.listing = lambda: garbage
    assert check(authority.certificate, authority.issuer) is UNKNOWN


@pytest.mark.parametrize("revoked", [False, True])
def test_a_revoked_certificate_takes_the_proof_away_at_the_card(authority, check, slot, watched, pki, revoked):
    authority.revoked = revoked
    watched.reader.stop()
    asked = PcscCardReader(watched.queue.put, trust_roots=load_pem(pki.roots_path), ocsp=check, today=NOW.date)
    asked.start()
    slot.insert(SimulatedCard.of(authority.profile, pki))
    watched.wait(CardInserted)
    asked.verify_pin("v", Pin.from_text("1234"))
    checked = watched.wait(PinChecked, request="v")
    asked.stop()
    assert checked.proved is not revoked
    assert checked.reasons == (("certificate-revoked",) if revoked else ())
