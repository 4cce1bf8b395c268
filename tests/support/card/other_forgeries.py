"""Cards by another hand that must not be believed, each with what must be said of it."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from other_card import DER, PUBLIC, OtherCard, certified, named


def forged(authorities, name):
    """A card that must not be believed; (card, options that `card read` needs, verdict, reason)."""
    made = OtherCard(authorities, "1.7" if name.endswith("17") else "1.8")
    root_key = (authorities.rsa if made.kind == "rsa" else authorities.ec)[0]
    ca_key = (authorities.rsa if made.kind == "rsa" else authorities.ec)[1]
    forger = ec.generate_private_key(ec.SECP384R1())
    files, root, ca = made.files, authorities.roots[made.kind], authorities.cas[made.kind]
    verdict, options = "FORGED", ()
    match name.removesuffix("-17"):
        case "other-name":
            files["DF014031"] = files["DF014031"].replace("Þór".encode(), "Þór".encode().upper())
            reason = "identity-signature"
        case "later-end":
            files["DF014031"] = files["DF014031"].replace(b"01.05.2028", b"01.05.2038")
            reason = "identity-signature"
        case "own-register":
            made.sign(forger)
            mine = certified(named("RRN", o="RRN"), forger.public_key(), root.subject, forger)
            files["DF00503C"] = mine.public_bytes(DER)
            reason = "register-certificate-signature"
        case "register-below-ca":
            made.sign(forger)
            mine = certified(named("RRN", o="RRN"), forger.public_key(), ca.subject, ca_key)
            files["DF00503C"] = mine.public_bytes(DER)
            reason = "register-certificate-issuer"
        case "citizen-signs":
            made.sign(made.key)
            files["DF00503C"] = files["DF005038"]
            reason = "register-certificate-subject"
        case "register-ended":
            made.sign(forger)
            mine = certified(named("RRN", o="RRN"), forger.public_key(), root.subject, root_key, last=2022)
            files["DF00503C"] = mine.public_bytes(DER)
            reason = "register-certificate-validity"
        case "root-of-nobody":
            made.sign(forger)
            nobody = named("Belgium Root CA6")
            top = certified(nobody, forger.public_key(), nobody, forger, ca=True)
            mine = certified(named("RRN", o="RRN"), forger.public_key(), nobody, forger)
            files["DF00503B"], files["DF00503C"] = top.public_bytes(DER), mine.public_bytes(DER)
            verdict, reason = "UNVERIFIED", "untrusted-root"
        case "copied-chip":
            made.basic = forger
            reason = "chip-challenge"
        case "other-basic-key":
            made.basic = forger
            files["DF014040"] = forger.public_key().public_bytes(DER, PUBLIC)
            reason = "basic-key-hash"
        case "other-chip":
            made.chip = os.urandom(16)
            reason = "chip-number"
        case "other-street":
            files["DF014033"] = files["DF014033"].replace(b"Coupure", b"Voorure")
            options, reason = ("--address",), "address-signature"
        case "other-face":
            files["DF014035"] = made.photo[:100] + b"?" + made.photo[101:]
            options, reason = ("--photo",), "photo-hash"
        case _:
            raise ValueError(name)
    return made, options, verdict, reason


FORGERIES = (
    "other-name", "other-name-17", "later-end", "own-register", "own-register-17", "register-below-ca",
    "register-below-ca-17", "citizen-signs", "register-ended", "root-of-nobody", "copied-chip", "other-basic-key",
    "other-chip", "other-chip-17", "other-street", "other-face",
)  # fmt: skip
