"""A long fuzz run, by name: `pytest tests/soak/card/soak_card_fuzz.py -s`, a million inputs unless CARD_FUZZ says otherwise.

A quarter each for TLV files, card data, certificates (mutated real ones), and whole cards; every input comes from one
seed; what fell over is listed at the end with the number of its input.
"""

import os
from random import Random

from devices.card.roots import RootStore, load_pem
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki
from tests.support.card.hostile import believed, card_target, certificate_target, chip_data_target, tlv_target

TOTAL = int(os.environ.get("CARD_FUZZ", "1000000"))


def mutated(random, sample):
    data = bytearray(sample)
    for _ in range(random.randrange(1, 6)):
        match random.randrange(4):
            case 0 if data:
                data[random.randrange(len(data))] = random.randrange(256)
            case 1 if data:
                del data[random.randrange(len(data)) :]
            case 2:
                at = random.randrange(len(data) + 1)
                data[at:at] = random.randbytes(random.randrange(8))
            case _ if data:
                at = random.randrange(len(data))
                data[at:at] = data[at : at + random.randrange(64)]
    return bytes(data[:8192])


def test_a_million_inputs_and_no_fall(tmp_path, capsys):
    pki = Pki.at(tmp_path / "pki")
    store = RootStore(load_pem(pki.roots_path))
    cards = [SimulatedCard.of(name, pki) for name in ("a33", "k13", "long-names", "a11-v10", "rekeyed17")]
    files = [card.image.files[name] for card in cards for name in ("DF014031", "DF014033")]
    ders = [card.image.files[name] for card in cards for name in ("DF005038", "DF00503C", "DF00503B")]
    datas = [card.image.card_data for card in cards]
    seed = int(os.environ.get("CARD_FUZZ_SEED", "20261122"))
    random = Random(seed)
    shares = {"tlv": 0, "card data": 0, "certificates": 0, "cards": 0}
    fallen = {}  # what fell over, with the number of its first input
    for number in range(TOTAL):
        try:
            match number % 20:
                case 0:
                    card = random.choice((*cards, None))
                    rate = random.choice((0.02, 0.1, 0.5))
                    trust = card_target(card, store, random, rate)
                    assert card is not None or not believed(trust)
                    shares["cards"] += 1
                case n if n < 8:
                    tlv_target(mutated(random, random.choice(files)))
                    shares["tlv"] += 1
                case n if n < 14:
                    chip_data_target(mutated(random, random.choice(datas)))
                    shares["card data"] += 1
                case _:
                    certificate_target(mutated(random, random.choice(ders)))
                    shares["certificates"] += 1
        except Exception as error:
            fallen.setdefault(f"{type(error).__name__}: {error}"[:200], number)
    with capsys.disabled():
        print(f"\n{TOTAL} inputs, seed {seed}: {shares}, fallen over: {fallen or 'nothing'}")
    assert not fallen
