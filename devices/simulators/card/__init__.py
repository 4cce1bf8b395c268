"""A simulated Belgian card behind the real pcscd: profiles, throwaway PKI, faults, and a private pcscd.

from devices.simulators.card.pcscd import PrivatePcscd
from devices.simulators.card.vpcd import CardSlot

pcscd = PrivatePcscd().start().activate()
slot = CardSlot(pcscd.port)
slot.insert("a33")
slot.remove()
"""
