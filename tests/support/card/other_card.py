"""Cards by another hand: an own card server and an own public key infrastructure, sharing nothing with the product.

It was written from the published descriptions of the applet and of the virtual reader's protocol (`other_server`).
`PERSONALITIES` are genuine cards with habits that cards and readers really have; `other_forgeries` must not be believed.
"""

import datetime as dt
import functools
import hashlib
import operator
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import NameOID

ATR_18 = bytes.fromhex("3B7F96000080318065B085040120120FFF829000")
ATR_17 = bytes.fromhex("3B9813400AA503010101AD1311")
ATR_OTHER_MASK = bytes.fromhex("3B9895400AA507010101AD1320")
_T1 = bytes.fromhex("8801") + b"BelpicT1"  # T=1 alone, eight historical bytes, then the check byte
ATR_T1 = b"\x3b" + _T1 + bytes([functools.reduce(operator.xor, _T1)])
DER, PUBLIC = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo


# ---------------------------------------------------------------------- authorities


def named(common, **more):
    oids = {"o": NameOID.ORGANIZATION_NAME, "serial": NameOID.SERIAL_NUMBER, "sn": NameOID.SURNAME}
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "BE"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name(parts + [x509.NameAttribute(oids[key], value) for key, value in more.items()])


def certified(subject, public, issuer, key, *, ca=False, first=2016, last=2040):
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(dt.datetime(first, 1, 1)).not_valid_after(dt.datetime(last, 1, 1))
    if ca:
        made = made.add_extension(x509.BasicConstraints(True, None), critical=True)
    digest = hashes.SHA384() if isinstance(key, ec.EllipticCurvePrivateKey) else hashes.SHA256()
    return made.sign(key, digest)


class Authorities:
    """Two generations: RSA for applet 1.7 and before, P-384 for 1.8; no key identifiers in any certificate."""

    def __init__(self):
        self.rsa = [rsa.generate_private_key(65537, 2048) for _ in range(3)]
        self.small = rsa.generate_private_key(65537, 1024)  # noqa: S505  (as the oldest cards have)
        self.ec = [ec.generate_private_key(ec.SECP384R1()) for _ in range(5)]
        self.roots, self.cas, self.registers = {}, {}, {}
        for kind, keys in (("rsa", self.rsa), ("ec", self.ec)):
            name = named(f"Another Test Root {kind}")
            self.roots[kind] = certified(name, keys[0].public_key(), name, keys[0], ca=True)
            self.cas[kind] = certified(
                named("Foreigner CA", serial="202501"), keys[1].public_key(), name, keys[0], ca=True
            )
            self.registers[kind] = certified(named("RRN", o="RRN"), keys[2].public_key(), name, keys[0])

    def pem(self):
        return b"".join(root.public_bytes(serialization.Encoding.PEM) for root in self.roots.values())


# ---------------------------------------------------------------------- one card


def fields(pairs):
    out = b""
    for tag, value in pairs:
        size = len(value)
        out += bytes([tag]) + b"\xff" * (size // 255) + bytes([size % 255]) + value
    return out


class Person:
    surname, given, number = "Örtug-Lindqvist", "Jørgen Þór", "84621404475"
    street, postcode, town = "Coupure Links 653 b 2", "9000", "Gent"
    card_number, nationality, born = "B077001294", "IJsland", "14 FEB 1984"


def signed(key, data, *, old=False):
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA384()))
    return key.sign(data, padding.PKCS1v15(), hashes.SHA1() if old else hashes.SHA256())  # noqa: S303


class OtherCard:
    """Answers APDUs.  Habits are attributes, so that a test can give a card any mixture of them."""

    select = ("path", "short", "steps")
    information = False  # SELECT is answered with file control information, over 61xx
    end = "6C"  # or "6282", "short"
    carries = 256  # bytes a READ at most
    refuses_256 = False
    le = "any"  # "never" (strict T=0) or "wanted" (T=1)
    fetched = False  # a reader that fetches 61xx by itself
    measures = False  # GET RESPONSE wants the exact length
    key_first = False  # INTERNAL AUTHENTICATE wants MSE SET
    long_data = True
    delay = 0.0
    breath = 0.0  # a command that comes sooner after the last answer is not understood
    false_end = False
    lost_at_first = False  # another program left the card elsewhere: the first SELECT fails

    def __init__(self, authorities, applet="1.8", **habits):
        self.made_by, self.applet, self.kind = authorities, applet, "ec" if applet == "1.8" else "rsa"
        self.atr = ATR_18 if applet == "1.8" else ATR_17
        self.chip = b"OTHR" + hashlib.sha256(repr(sorted(habits)).encode()).digest()[:12]
        self.pin, self.tries, self.commands = "1234", 3, []
        self.valid_from = b"02.05.2023"
        self.extra, self.address_size, self.signature_size, self.certificate_tail = [], 121, 0, 50
        self.basic_key = applet == "1.8"
        self.__dict__.update(habits)
        keys = authorities.ec if self.kind == "ec" else authorities.rsa
        self.register = authorities.small if applet == "1.1" else keys[2]
        self.key = authorities.ec[3] if self.kind == "ec" else keys[2]
        self.basic = authorities.ec[4]
        self.authentic = self.key
        self.reset()
        self.personalise()

    def personalise(self):
        person, root, tail = Person, self.made_by.roots[self.kind], bytes(self.certificate_tail)
        issuer_key = self.made_by.rsa[0] if self.kind == "rsa" else self.made_by.ec[0]
        ca_key = self.made_by.rsa[1] if self.kind == "rsa" else self.made_by.ec[1]
        self.photo = b"\xff\xd8\xff\xe0" + hashlib.shake_256(b"face").digest(3066) + b"\xff\xd9"
        public = self.basic.public_key().public_bytes(DER, PUBLIC)
        digest = {"1.1": hashlib.sha1, "1.7": hashlib.sha256, "1.8": hashlib.sha384}[self.applet]
        self.pairs = [
            (0x01, person.card_number.encode()), (0x02, self.chip), (0x03, self.valid_from), (0x04, b"01.05.2028"),
            (0x05, b"Gent"), (0x06, person.number.encode()), (0x07, person.surname.encode()),
            (0x08, person.given.encode()), (0x09, b""), (0x0A, person.nationality.encode()), (0x0B, b"Akureyri"),
            (0x0C, person.born.encode()), (0x0D, b"M"), (0x0E, b""), (0x0F, b"35"), (0x11, digest(self.photo).digest()),
            (0x12, b"00"), *self.extra,
        ]  # fmt: skip
        if self.basic_key:
            self.pairs.append((0x1A, hashlib.sha384(public).digest()))
        register_name = named("RRN", o="RRN")
        register = certified(register_name, self.register.public_key(), root.subject, issuer_key)
        holder_name = named(
            f"{person.given} {person.surname} (Authentication)", serial=person.number, sn=person.surname
        )
        holder = certified(holder_name, self.key.public_key(), self.made_by.cas[self.kind].subject, ca_key)
        self.files = {
            "DF005038": holder.public_bytes(DER) + tail,
            "DF00503A": self.made_by.cas[self.kind].public_bytes(DER) + tail,
            "DF00503B": root.public_bytes(DER) + tail,
            "DF00503C": register.public_bytes(DER) + tail,
            "DF014035": self.photo,
        }
        if self.basic_key:
            self.files["DF014040"] = public
        address = fields([(1, person.street.encode()), (2, person.postcode.encode()), (3, person.town.encode())])
        self.files["DF014033"] = address.ljust(self.address_size, b"\0")
        self.sign()

    def sign(self, key=None):
        key = key or self.register
        self.files["DF014031"] = fields(self.pairs)
        self.files["DF014032"] = signed(key, self.files["DF014031"], old=self.applet == "1.1").ljust(
            self.signature_size, b"\0"
        )
        covered = self.files["DF014033"].rstrip(b"\0") + self.files["DF014032"]
        self.files["DF014034"] = signed(key, covered, old=self.applet == "1.1").ljust(self.signature_size, b"\0")

    def reset(self):
        self.where, self.file, self.verified, self.chosen, self.waiting, self.lied = "3F00", "", False, None, b"", set()
        self.lost, self.answered = self.lost_at_first, 0.0

    # -- the applet

    def __call__(self, apdu):
        time.sleep(self.delay)
        self.commands.append(bytes(apdu))
        hasty = time.monotonic() - self.answered < self.breath
        data, word = (b"", 0x6D00) if hasty else self.answer(bytes(apdu))
        self.answered = time.monotonic()
        return data + word.to_bytes(2, "big")

    def transmit(self, apdu):
        raw = self(apdu)
        return raw[:-2], int.from_bytes(raw[-2:], "big")

    def answer(self, apdu):
        if len(apdu) < 4 or len(apdu) > 261:
            return b"", 0x6700
        instruction, body, le = apdu[:2].hex().upper(), b"", None
        if len(apdu) == 5:
            le = apdu[4]
        elif len(apdu) > 5:
            body, rest = apdu[5 : 5 + apdu[4]], apdu[5 + apdu[4] :]
            if len(body) != apdu[4] or len(rest) > 1:
                return b"", 0x6700
            le = rest[0] if rest else None
        p1, p2 = apdu[2], apdu[3]
        if instruction == "00C0":
            return self.hand_over(le)
        self.waiting = b""
        answers = {
            "00A4": lambda: self.selected(p1, body), "00B0": lambda: self.read(p1 << 8 | p2, le),
            "80E4": lambda: self.card_data(p2, le), "0020": lambda: self.try_pin(p2, body),
            "0024": lambda: self.change_pin(body), "0022": lambda: self.choose(body),
            "002A": lambda: self.with_answer(self.signature, body, le),
            "0088": lambda: self.with_answer(self.challenge, body, le), "80E6": self.log_off,
        }  # fmt: skip
        return answers[instruction]() if instruction in answers else (b"", 0x6D00)

    def selected(self, p1, name):
        if self.lost and p1 != 4:
            return b"", 0x6A82
        self.lost = False
        if p1 == 4:
            self.where, self.file = "3F00", ""
            return b"", 0x9000 if name.hex().upper().startswith("A00000003029057000AD1310") else 0x6A82
        text = name.hex().upper()
        if p1 == 8:
            if text.startswith("3F00"):
                allowed, text = "path" in self.select, text[4:]
            else:
                allowed = "short" in self.select
            if not allowed:
                return b"", 0x6A86
            return self.enter(text)
        if {0: "steps0", 2: "steps"}.get(p1) not in self.select:
            return b"", 0x6A86
        if text in ("3F00", "DF00", "DF01"):
            self.where, self.file = text, ""
            return b"", 0x9000
        return self.enter(self.where + text)

    def enter(self, path):
        if path not in self.files:
            return b"", 0x6A82
        self.where, self.file = path[:4], path
        if not self.information:
            return b"", 0x9000
        self.waiting = bytes.fromhex("6F0480020100")
        return b"", 0x6106

    def read(self, offset, le):
        if not self.file:
            return b"", 0x6986
        content = self.files[self.file]
        wanted = le or 256
        if wanted == 256 and self.refuses_256:
            return b"", 0x6700
        if offset >= len(content):
            return b"", 0x6B00
        if self.false_end and offset and self.file not in self.lied:
            self.lied.add(self.file)
            return b"", 0x6B00
        rest = len(content) - offset
        if wanted > rest and self.end == "6C":
            return b"", 0x6C00 | rest
        block = content[offset : offset + min(wanted, self.carries)]
        return block, 0x6282 if wanted > rest and self.end == "6282" and len(block) == rest else 0x9000

    def card_data(self, p2, le):
        version = {"1.1": "110002", "1.7": "170003", "1.8": "180001"}[self.applet]
        data = self.chip + bytes.fromhex("A503010101" + version + "002102" + "0F")
        if p2 == 1:
            if self.applet != "1.8" or not self.long_data:
                return b"", 0x6A86
            data += bytes([self.tries, 0xFF, 0xFF])
        return (b"", 0x6C00 | len(data)) if le != len(data) else (data, 0x9000)

    def left(self):
        return b"", 0x63C0 | self.tries if self.tries else 0x6983

    def try_pin(self, p2, block):
        if p2 != 1:
            return b"", 0x6A88
        if not block:
            if self.applet == "1.1":
                self.tries -= 1
            return self.left()
        if not self.tries:
            return b"", 0x6983
        self.verified = block == bytes.fromhex(f"2{len(self.pin):X}" + self.pin.ljust(14, "F"))
        self.tries = 3 if self.verified else self.tries - 1
        return (b"", 0x9000) if self.verified else self.left()

    def change_pin(self, blocks):
        _, word = self.try_pin(1, blocks[:8])
        if word == 0x9000:
            self.pin = blocks[8:].hex()[2 : 2 + (blocks[8] & 15)]
        return b"", word

    def choose(self, body):
        self.chosen = (body[2], body[4]) if len(body) == 5 else None
        return b"", 0x9000 if self.chosen and self.chosen[1] in (0x81, 0x82) else 0x6A80

    def log_off(self):
        self.verified = False
        return b"", 0x9000

    def with_answer(self, act, body, le):
        if self.le == "never" and le is not None:
            return b"", 0x6700
        data, word = act(body)
        if word != 0x9000 or (self.le == "wanted" and le is None):
            return b"", word
        if self.fetched or self.le == "wanted":
            return data, word
        self.waiting = data
        return b"", 0x6100 | len(data) & 0xFF if not self.measures else 0x6100

    def hand_over(self, le):
        if not self.waiting:
            return b"", 0x6985
        if self.measures and (le or 256) != len(self.waiting):
            return b"", 0x6C00 | len(self.waiting) & 0xFF
        data, self.waiting = self.waiting[: le or 256], self.waiting[le or 256 :]
        return data, 0x6100 | len(self.waiting) & 0xFF if self.waiting else 0x9000

    def signature(self, digest):
        if not self.verified or not self.chosen or self.chosen[1] != 0x82:
            return b"", 0x6982
        if self.kind == "ec":
            return raw(self.authentic, digest), 0x9000
        kinds = {0x02: hashes.SHA1(), 0x08: hashes.SHA256()}  # noqa: S303
        return self.authentic.sign(digest, padding.PKCS1v15(), utils.Prehashed(kinds[self.chosen[0]])), 0x9000

    def challenge(self, body):
        if self.applet != "1.8" or body[:2] != b"\x94\x30" or len(body) != 50:
            return b"", 0x6A80
        if self.key_first and (not self.chosen or self.chosen[1] != 0x81):
            return b"", 0x6985
        return raw(self.basic, body[2:]), 0x9000


def raw(key, digest):
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA384()))))
    return r.to_bytes(48, "big") + s.to_bytes(48, "big")


# ---------------------------------------------------------------------- who there is

PERSONALITIES = {
    "plain-18": ("1.8", {}),
    "plain-17": ("1.7", {}),
    "old-11": ("1.1", {}),
    "steps-only": ("1.8", {"select": ("steps",), "end": "6282", "fetched": True}),
    "steps-by-any-name": ("1.7", {"select": ("steps0",), "end": "short"}),
    "path-without-master": ("1.7", {"select": ("short",), "end": "short"}),
    "carries-128": ("1.7", {"carries": 128, "end": "short"}),
    "carries-64-and-says-6C": ("1.8", {"carries": 64}),
    "no-whole-blocks": ("1.7", {"refuses_256": True}),
    "no-whole-blocks-18": ("1.8", {"refuses_256": True, "end": "short"}),
    "speaks-t1": ("1.8", {"le": "wanted", "atr": ATR_T1, "end": "short"}),
    "strict-t0": ("1.8", {"le": "never", "measures": True, "key_first": True}),
    "tells-about-files": ("1.7", {"information": True, "atr": ATR_OTHER_MASK}),
    "short-card-data": ("1.8", {"long_data": False}),
    "false-ends": ("1.7", {"false_end": True}),
    "moved-by-another-program": ("1.7", {"lost_at_first": True}),
    "chokes-on-haste": ("1.7", {"breath": 0.002}),
    "slow": ("1.8", {"delay": 0.12}),
    "odd-sizes": (
        "1.8",
        {
            "extra": [(0x1B, b"B"), (0x2F, b"x" * 77), (0x1F, b"")],
            "address_size": 256,
            "signature_size": 256,
            "certificate_tail": 1100,
        },
    ),
    "long-and-starting-with-nought": ("1.8", {"extra": [(0x30, b"y" * 300)], "signature_size": 300, "end": "short"}),
    "without-basic-key": ("1.8", {"basic_key": False}),
}
UNPROVABLE = ("without-basic-key",)


def card(authorities, name):
    applet, habits = PERSONALITIES[name]
    made = OtherCard(authorities, applet, **habits)
    if name == "long-and-starting-with-nought":
        made.pairs.insert(0, (0x00, b"\0\1"))
        made.sign()
    return made
