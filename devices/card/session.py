"""One conversation with one card: what is read, in which order, and what follows from it.

Order (decision 0011): the identity file first, so that the person is greeted at once; then what proves it; the
chip's data last, whose serial number must be the one in the identity file.  Nothing is read that nobody asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from cryptography import x509

from devices.api.card import (
    Address,
    CardCost,
    CardReading,
    Holder,
    Pin,
    PinOutcome,
    Trust,
    Verdict,
)
from devices.card import certificates, pin
from devices.card.apdu import CardError, CardGone, CardMalformed, CardRefused, Channel
from devices.card.belpic import (
    Applet,
    Belpic,
    ChipData,
    File,
    applet_of_atr,
    der_length,
    is_whole_der,
    is_whole_signature,
)
from devices.card.identity import Identity, decode_address, decode_identity, is_whole, is_whole_address
from devices.card.pin import PinAnswer
from devices.card.roots import RootStore
from devices.card.trust import ChipProof, Evidence, judge, judge_proof, judge_signed

BASIC_KEY_BYTES = 120  # SubjectPublicKeyInfo of a P-384 key
CHALLENGE_BYTES = 48
# judges while the card is busy with the next command; the thread that talks to the card only waits then
_ASIDE = ThreadPoolExecutor(1, "card-judge")
JPEG_END = b"\xff\xd9"
# the reader's own endings: whether the chip has seen a PIN is known by asking it
_GIVEN_UP = (PinOutcome.TIMEOUT, PinOutcome.CANCELLED, PinOutcome.DIFFERENT, PinOutcome.UNFIT)


class NotOurCard(CardError):
    """A card of another kind: no Belgian applet answers."""


@dataclass
class CardSession:
    """One inserted card, from its insertion to its removal.

    Remembers what costs the card something to say twice: the chip's proof (5000 calls in a card's life).
    """

    atr: bytes
    store: RootStore
    today: Callable[[], date]
    identity: Identity | None = None
    reading: CardReading | None = None
    photo: bytes | None = field(default=None, repr=False)
    unasked: tuple[x509.Certificate, x509.Certificate] | None = field(default=None, repr=False)
    """After a proved PIN the holder's certificate and its issuer: its status is not the card's to tell."""
    _chip: ChipData | None = field(default=None, repr=False)
    _proof: ChipProof | None = field(default=None, repr=False)

    # ------------------------------------------------------------------ reading

    def read(
        self,
        channel: Channel,
        *,
        address: bool = False,
        photo: bool = False,
        identified: Callable[[CardReading], None] = lambda _reading: None,
    ) -> CardReading:
        """Read and judge; `identified` is called as soon as the identity file was read.

        Raises `NotOurCard` for a card of another kind and the errors of `devices.card.apdu` for a broken exchange.
        """
        belpic = self._belpic(channel)
        raw = self._identity_file(belpic)
        self.identity = identity = decode_identity(raw, self._applet(belpic))
        identified(CardReading(identity.card, identity.holder, cost=_cost(channel)))
        whole_signature = belpic.read(File.IDENTITY_SIGNATURE, first_block=not address, complete=is_whole_signature)
        register = _der_or_garbage(belpic, File.REGISTER_CERTIFICATE)
        root, authority = self._issuers_from_card(belpic, register)
        evidence = Evidence(raw, whole_signature, register, root, authority)
        signed = _ASIDE.submit(judge_signed, evidence, identity, self.store, self.today())
        if address:
            evidence = replace(
                evidence,
                address=belpic.read(File.ADDRESS, complete=is_whole_address),
                address_signature=belpic.read(File.ADDRESS_SIGNATURE, complete=is_whole_signature),
                address_asked=True,
            )
        if photo:
            self.photo = belpic.read(File.PHOTO, complete=lambda jpeg: jpeg.endswith(JPEG_END))
            evidence = replace(evidence, photo=self.photo, photo_asked=True)
        if identity.basic_key_hash:
            self._proof = self._proof or _prove_chip(belpic)
        proof = _ASIDE.submit(judge_proof, self._proof, identity)
        self._chip = chip = belpic.chip_data()
        left = pin.tries_left(belpic, chip)
        trust = judge(replace(evidence, chip=chip), identity, signed.result(), proof.result())
        reading = CardReading(
            replace(identity.card, applet=str(chip.applet)),
            identity.holder,
            _address(evidence),
            trust,
            left,
            chip.pin_exists,
            cost=_cost(channel),
        )
        # the session outlives the reading: of the person it needs the number alone, for the holder's certificate
        known = Holder("", "", "", "", None, "", identity.holder.national_number)
        self.identity = replace(identity, holder=known)
        self.reading = replace(reading, holder=known, address=None)
        return reading

    def _belpic(self, channel: Channel) -> Belpic:
        return Belpic(channel, self.atr)

    def _identity_file(self, belpic: Belpic) -> bytes:
        new = belpic.applet is Applet.V18
        try:
            raw = belpic.read(File.IDENTITY, complete=lambda got: is_whole(got, basic_key=new))
        except CardRefused:
            if applet_of_atr(self.atr) is None:
                raise NotOurCard("no Belgian applet answers") from None
            raise
        if raw is None:
            raise NotOurCard("no identity file")
        return raw

    def _applet(self, belpic: Belpic) -> str:
        """The applet's version, as far as it is known before the card data were read."""
        return str(self._chip.applet if self._chip is not None else belpic.applet)

    def _issuers_from_card(self, belpic: Belpic, register: bytes | None) -> tuple[bytes | None, bytes | None]:
        """The card's root, read only when the store does not know the register's issuer yet; its CA, when that is no help."""
        signer = certificates.load_or_none(register)
        if signer is None or self.store.root_for(signer) is not None:
            return None, None
        root = _der_or_garbage(belpic, File.ROOT_CERTIFICATE)
        carried = certificates.load_or_none(root)
        if carried is not None and self.store.learn(carried) and self.store.root_for(signer) is not None:
            return root, None
        return root, _der_or_garbage(belpic, File.CA_CERTIFICATE)

    # ------------------------------------------------------------------ the PIN

    def verify(self, channel: Channel, typed: Pin | None, on_pad: Callable[[], int] | None = None) -> PinAnswer:
        """One VERIFY, then the signed nonce, then log off.  `typed` is None when the reader's own keys take the PIN.

        The card must have been read in this session.
        """
        belpic, reading, identity = self._known(channel)
        if not reading.pin_exists:
            return PinAnswer(PinOutcome.NOT_APPLICABLE)
        if reading.tries_left == 0:
            return PinAnswer(PinOutcome.BLOCKED, 0)
        holder = pin.holder_certificate(belpic, identity.holder.national_number, self.store, self.today())
        if holder.certificate is not None:
            pin.prepare(belpic, holder.certificate)
        if typed is not None:
            answer = pin.verify(channel, typed)
        elif on_pad is not None:
            answer = _typed_elsewhere(belpic, on_pad, pin.outcome_of, reading.tries_left)
        else:
            raise ValueError("no PIN and no PIN pad")
        self._remember(answer)
        if answer.outcome is PinOutcome.CORRECT:
            answer = self._proved(belpic, answer, holder, reading.trust)
        _log_off(belpic)
        certificate, issuer = holder.certificate, holder.issuer
        self.unasked = (certificate, issuer) if answer.proved and certificate and issuer else None
        return answer

    def _proved(self, belpic: Belpic, answer: PinAnswer, holder: pin.HolderCertificate, trust: Trust) -> PinAnswer:
        reasons = list(holder.reasons)
        if trust.verdict is not Verdict.GENUINE:
            reasons.append(trust.verdict.value.lower())
        if holder.certificate is not None:
            try:
                if not pin.prove(belpic, holder.certificate):
                    reasons.append("challenge-signature")
            except CardGone:
                raise
            except CardError:
                reasons.append("challenge-refused")
        return replace(answer, proved=not reasons, reasons=tuple(reasons))

    def change(
        self, channel: Channel, old: Pin | None, new: Pin | None, on_pad: Callable[[], int] | None = None
    ) -> PinAnswer:
        """Change the PIN, then log off.  No PINs: the reader's own keys take them."""
        belpic, reading, _ = self._known(channel)
        if not reading.pin_exists:
            return PinAnswer(PinOutcome.NOT_APPLICABLE)
        if reading.tries_left == 0:
            return PinAnswer(PinOutcome.BLOCKED, 0)
        if old is not None and new is not None:
            answer = pin.change(channel, old, new, reading.tries_left)
        elif on_pad is not None:
            answer = _typed_elsewhere(belpic, on_pad, pin.outcome_of_change, reading.tries_left)
        else:
            raise ValueError("no PIN and no PIN pad")
        self._remember(answer)
        _log_off(belpic)
        return answer

    def _remember(self, answer: PinAnswer) -> None:
        """Keep the tries that are left as soon as they are known: what follows may break off."""
        if self.reading is not None and answer.tries_left is not None:
            self.reading = replace(self.reading, tries_left=answer.tries_left)

    def _known(self, channel: Channel) -> tuple[Belpic, CardReading, Identity]:
        if self.reading is None or self.identity is None or self._chip is None:
            raise ValueError("the card was not read yet")
        belpic = self._belpic(channel)
        if belpic.chip_data().serial != self._chip.serial:
            raise CardGone("another card")
        return belpic, self.reading, self.identity


def _typed_elsewhere(
    belpic: Belpic,
    on_pad: Callable[[], int],
    meaning: Callable[[int, int | None], PinAnswer],
    before: int | None,
) -> PinAnswer:
    """What became of an entry on the reader's keys; the time that it took is a person's.

    A reader that gave up may have sent the PIN all the same: then the chip is asked what is left.
    """
    with belpic.channel.waiting_for_a_person():
        word = on_pad()
    answer = meaning(word, before)
    if answer.outcome not in _GIVEN_UP:
        return answer
    left = pin.tries_left(belpic, belpic.chip_data())
    if left is None:
        return answer
    if before is not None and left < before:
        return PinAnswer(PinOutcome.WRONG if left else PinOutcome.BLOCKED, left)
    return replace(answer, tries_left=left)


def _log_off(belpic: Belpic) -> None:
    """Drop the PIN's rights; what the card said of the PIN stays true when this fails, and the caller resets the card."""
    with suppress(CardError):
        belpic.log_off()


def _der_or_garbage(belpic: Belpic, file: File) -> bytes | None:
    """A certificate file; what is no DER is kept as it is, so that the judge sees it and names it."""
    try:
        return belpic.read_der(file)
    except CardMalformed:
        return b"\xff"


def _prove_chip(belpic: Belpic) -> ChipProof:
    """The basic key and its signature over fresh bytes; a refusal is part of the evidence."""
    key = belpic.read(File.BASIC_KEY, length=BASIC_KEY_BYTES, complete=is_whole_der)
    challenge = os.urandom(CHALLENGE_BYTES)
    if key is None:
        return ChipProof(None, challenge, None)
    try:
        length = der_length(key)
        if length is not None and length > len(key):
            key = belpic.read(File.BASIC_KEY) or key
        signature: bytes | None = belpic.internal_authenticate(challenge)
    except (CardRefused, CardMalformed):
        signature = None
    return ChipProof(key, challenge, signature)


def _address(evidence: Evidence) -> Address | None:
    """The address, None when it was not asked for or is not there."""
    return None if evidence.address is None else decode_address(evidence.address)


def _cost(channel: Channel) -> CardCost:
    return CardCost(channel.apdus, channel.bytes, round(channel.seconds, 4))
