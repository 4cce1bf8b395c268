"""The private pcscd that tests and demonstrations share."""

from smartcard import scard

from devices.simulators.card.pcscd import shared
from devices.simulators.card.vpcd import CardSlot


def present(context, names):
    _, found = scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE) for name in names])
    return any(each[1] & scard.SCARD_STATE_PRESENT for each in found)


def test_a_card_of_the_one_before_is_gone_when_the_next_one_begins(tmp_path):
    daemon = shared()
    slot = CardSlot(daemon.port, pki_directory=tmp_path)
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, names = scard.SCardListReaders(context, [])
    slot.insert("a33")
    states = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
    for _ in range(20):
        _, found = scard.SCardGetStatusChange(context, 500, states)
        states = [(each[0], each[1]) for each in found]
        if present(context, names):
            break
    assert present(context, names)
    slot.close()
    daemon.wait_empty()
    assert not present(context, names)
    scard.SCardReleaseContext(context)
