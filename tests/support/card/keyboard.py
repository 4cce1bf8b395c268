"""A card reader with its own keys, in the place of `devices.card.pcsc.Card.control`: the virtual reader has none."""

from devices.simulators.card.keys import entered, offered


class Keyboard:
    """A reader with keys at the seam of SCardControl: the person types, the reader fills the blocks in and sends them.

    `typed` are the entries of the person; `word` is what the reader itself answers instead (it never asks the card).
    `pressed` is called for every key: a person takes seconds for each.  With `dumb` the reader sends what was typed and
    says nothing of what the card answered.
    """

    def __init__(self, features, *typed, word="", pressed=lambda: None, dumb=False):
        self.features, self.typed, self.word = features, typed, word
        self.pressed, self.dumb = pressed, dumb
        self.asked = []

    @staticmethod
    def language(structure):
        """The LANGID in a structure of VERIFY or CHANGE: behind the limits and how the entry is validated."""
        at = 9 if int.from_bytes(structure[15:19], "little") == len(structure) - 19 else 12
        return int.from_bytes(structure[at : at + 2], "little")

    def __call__(self, card, code, data=b""):
        if code == 0x42000D48:
            return offered(self.features)
        self.asked.append((code & 0xFF, data))
        if code & 0xFF in (1, 3):
            return b""  # started; the answer comes with the second call
        structure = data or self.asked[-2][1]
        for _ in "".join(self.typed):
            self.pressed()
        if self.word:
            return bytes.fromhex(self.word)
        word = entered(card, structure, self.typed)
        return b"" if self.dumb else word.to_bytes(2, "big")
