"""Judges a card: what was read, against the register's signature, a pinned root and the chip's own key.

Pure: evidence in, `Trust` out.  Rules (content specification, eid-viewer, and our own conclusions):

* the identity signature covers the whole identity file, by the register's key in file 503C;
* the register certificate must be the register's, issued directly by a trusted root, and valid when the card was
  issued (it lives shorter than cards do);
* the address signature covers the address without trailing zeros, followed by the identity signature's whole file;
* the photo's hash stands in the identity file, its length names the algorithm;
* on 1.8 the basic key's hash stands in the identity file, and that key signs 48 fresh bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from devices.api.card import ProofState, Trust, Verdict
from devices.card import certificates, tlv
from devices.card.apdu import CardMalformed
from devices.card.belpic import Applet, ChipData, der_length
from devices.card.certificates import PublicKey
from devices.card.identity import Identity
from devices.card.roots import RootStore, is_test_root

SHA1_BYTES = 20
OLD_KEY_BITS = 1024  # the register's keys on applets 1.0 and 1.1, which sign with SHA-1


@dataclass(frozen=True, slots=True, repr=False)
class ChipProof:
    """The basic key's file, the 48 fresh bytes and the chip's answer; None where the chip had none."""

    basic_key: bytes | None
    challenge: bytes
    signature: bytes | None


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """The raw files of one reading; None is a file that the card does not have, absent flags were not asked for."""

    identity: bytes
    identity_signature: bytes | None
    register_certificate: bytes | None
    root_certificate: bytes | None = None
    ca_certificate: bytes | None = None
    chip: ChipData | None = None
    address: bytes | None = None
    address_signature: bytes | None = None
    address_asked: bool = False
    photo: bytes | None = None
    photo_asked: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Signed:
    """What the register says: its certificate and its signature over the identity."""

    identity: ProofState
    chain: ProofState
    key: PublicKey | None
    old: bool
    reasons: tuple[str, ...]


def judge_signed(evidence: Evidence, identity: Identity, store: RootStore, today: date) -> Signed:
    """The register's part of the verdict; all that it needs is read before the chip is asked to prove itself."""
    reasons: list[str] = []
    register = certificates.load_or_none(evidence.register_certificate)
    chain = _chain(evidence, register, identity.card.valid_from, store, today, reasons)
    signer = None if register is None else certificates.public_key(register)
    old = _old_root(register, store) or len(identity.photo_hash) == SHA1_BYTES
    signed = _signed(evidence.identity, evidence.identity_signature, signer, old=old)
    if signed is not ProofState.VALID:
        reasons.append("identity-signature")
    return Signed(signed, chain, signer, old, tuple(reasons))


def judge_proof(proof: ChipProof | None, identity: Identity) -> tuple[ProofState, str]:
    """The chip's answer to its challenge, and the reason where it is not valid."""
    if proof is None or proof.basic_key is None or not identity.basic_key_hash:
        return ProofState.MISSING, "basic-key-missing"
    if hashlib.sha384(proof.basic_key).digest() != identity.basic_key_hash:
        return ProofState.INVALID, "basic-key-hash"
    if proof.signature is None:
        return ProofState.UNREAD, "chip-challenge-unanswered"
    if not _challenge_signed(proof.basic_key, proof.challenge, proof.signature):
        return ProofState.INVALID, "chip-challenge"
    return ProofState.VALID, ""


def judge(evidence: Evidence, identity: Identity, signed: Signed, proof: tuple[ProofState, str]) -> Trust:
    """The verdict, part by part; every part that is not valid names its reason."""
    reasons = list(signed.reasons)
    address = _address(evidence, signed.key, reasons, old=signed.old)
    photo = _photo(evidence, identity.photo_hash, reasons)
    chip = _chip(evidence.chip, identity, proof, reasons)
    parts = (signed.identity, signed.chain, address, photo, chip)
    if ProofState.INVALID in parts:
        verdict = Verdict.FORGED
    elif (
        signed.identity is ProofState.VALID
        and signed.chain is ProofState.VALID
        and chip in (ProofState.VALID, ProofState.UNPROVED)
    ):
        verdict = Verdict.GENUINE
    else:
        verdict = Verdict.UNVERIFIED
    return Trust(verdict, signed.identity, address, photo, signed.chain, chip, tuple(reasons))


# ---------------------------------------------------------------------- the register's certificate


def _old_root(register: x509.Certificate | None, store: RootStore) -> bool:
    """True when SHA-1 may stand below the register's root (also while that root is unknown: nothing is trusted then)."""
    root = None if register is None else store.root_for(register)
    return root is None or store.sha1_below(root)


def _chain(
    evidence: Evidence,
    register: x509.Certificate | None,
    issued: date | None,
    store: RootStore,
    today: date,
    reasons: list[str],
) -> ProofState:
    """VALID: a register certificate straight below a trusted root.  MISSING: its root is not among the trusted ones."""
    if register is None:
        reasons.append("register-certificate")
        return ProofState.MISSING if evidence.register_certificate is None else ProofState.INVALID
    test = certificates.is_test_register_certificate(register)
    if not test and not certificates.is_register_certificate(register):
        reasons.append("register-certificate-subject")
        return ProofState.INVALID
    root = store.root_for(register)
    if root is None:
        carried = certificates.load_or_none(evidence.root_certificate)
        if carried is not None and store.learn(carried):
            root = store.root_for(register)
        if root is None and _below_a_ca(register, evidence.ca_certificate, store):
            reasons.append("register-certificate-issuer")
            return ProofState.INVALID
        if root is None:
            reasons.append("test-root" if carried is not None and is_test_root(carried) else "untrusted-root")
            return ProofState.MISSING
    if test and not store.given(root):
        # official test cards are signed below test roots; nothing of theirs stands below a real one
        reasons.append("register-certificate-subject")
        return ProofState.INVALID
    if not certificates.issued_by(register, root, sha1=store.sha1_below(root)):
        reasons.append("register-certificate-signature")
        return ProofState.INVALID
    if _expired_at_issue(register, issued) or register.not_valid_before_utc > _end_of(today):
        reasons.append("register-certificate-validity")
        return ProofState.INVALID
    return ProofState.VALID


def _below_a_ca(register: x509.Certificate, ca_certificate: bytes | None, store: RootStore) -> bool:
    """True when a citizen or foreigner CA below a trusted root is named as the issuer: the register's never is.

    Whoever could get a certificate from such a CA could sign cards otherwise.
    """
    authority = certificates.load_or_none(ca_certificate)
    if authority is not None:
        store.learn_intermediate(authority)
    return store.intermediate_for(register) is not None


def _expired_at_issue(register: x509.Certificate, issued: date | None) -> bool:
    """True when the register's certificate had ended before the card was issued.

    It may have begun later: a card whose address changed is signed again with a newer certificate.
    """
    if issued is None:
        return False
    return register.not_valid_after_utc < datetime.combine(issued, time.min, UTC)


def _end_of(today: date) -> datetime:
    return datetime.combine(today, time.max, UTC)


# ---------------------------------------------------------------------- signatures and hashes


def _signed(data: bytes, signature: bytes | None, key: PublicKey | None, *, old: bool) -> ProofState:
    """One of the register's signatures; its algorithm follows from the key.

    SHA-1 is tried for data of its time: below an old root, by a key of 1024 bits, or beside a SHA-1 photo hash (cards
    that were signed again).  Nobody can make another file for a signature that exists.
    """
    if signature is None or not any(signature) or key is None:
        return ProofState.MISSING
    if isinstance(key, rsa.RSAPublicKey):
        size = (key.key_size + 7) // 8
        algorithms: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(),)
        if old or key.key_size <= OLD_KEY_BITS:
            algorithms = (hashes.SHA256(), hashes.SHA1())  # noqa: S303  (data of SHA-1's time)
        cut = signature[:size]
    else:
        algorithms = (hashes.SHA384(),)
        try:
            length = der_length(signature)
        except CardMalformed:
            return ProofState.INVALID
        if length is None or length > len(signature) or any(signature[length:]):
            return ProofState.INVALID
        cut = signature[:length]
    return ProofState.VALID if certificates.verify(key, cut, data, algorithms) else ProofState.INVALID


def _address(evidence: Evidence, key: PublicKey | None, reasons: list[str], *, old: bool) -> ProofState:
    if not evidence.address_asked:
        return ProofState.UNREAD
    if evidence.address is None or evidence.identity_signature is None:
        reasons.append("address-missing")
        return ProofState.MISSING
    covered = evidence.address[: tlv.content_length(evidence.address)] + evidence.identity_signature
    part = _signed(covered, evidence.address_signature, key, old=old)
    if part is not ProofState.VALID:
        reasons.append("address-signature")
    return part


def _photo(evidence: Evidence, expected: bytes, reasons: list[str]) -> ProofState:
    if not evidence.photo_asked:
        return ProofState.UNREAD
    if evidence.photo is None or not evidence.photo:
        reasons.append("photo-missing")
        return ProofState.MISSING
    algorithms = {20: hashlib.sha1, 32: hashlib.sha256, 48: hashlib.sha384}
    algorithm = algorithms.get(len(expected))
    if algorithm is None or algorithm(evidence.photo).digest() != expected:
        reasons.append("photo-hash")
        return ProofState.INVALID
    return ProofState.VALID


# ---------------------------------------------------------------------- the chip


def _chip(chip: ChipData | None, identity: Identity, proof: tuple[ProofState, str], reasons: list[str]) -> ProofState:
    """UNPROVED up to applet 1.7: its basic key is not on the card, so a copy cannot be told without the PIN.

    What the register signed decides, not what the chip claims to be: a card whose identity names a basic key must
    prove it, whatever applet answers.
    """
    if chip is None:
        return ProofState.UNREAD
    if not identity.chip_number:
        reasons.append("chip-number-missing")
        return ProofState.MISSING
    if chip.serial != identity.chip_number:
        reasons.append("chip-number")
        return ProofState.INVALID
    if chip.applet is not Applet.V18 and not identity.basic_key_hash:
        return ProofState.UNPROVED
    part, reason = proof
    if reason:
        reasons.append(reason)
    return part


def _challenge_signed(basic_key: bytes, challenge: bytes, signature: bytes) -> bool:
    try:
        key = load_der_public_key(basic_key)
    except ValueError:
        return False
    return isinstance(key, ec.EllipticCurvePublicKey) and certificates.verify_raw_ecdsa(key, signature, challenge)
