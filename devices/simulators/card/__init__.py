"""A simulated Belgian card behind the real pcscd: profiles, throwaway PKI, faults, and a private pcscd.

pcscd = PrivatePcscd().start().activate()
slot = CardSlot(pcscd.port)
slot.insert("a33")
slot.remove()
"""

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.faults import FAULTS, Fault, FaultError
from devices.simulators.card.pcscd import PcscdProblem, PrivatePcscd, shared
from devices.simulators.card.pki import Pki, default_directory
from devices.simulators.card.profile import FORGERIES, Profile, ProfileError, load, names
from devices.simulators.card.vpcd import CardSlot

__all__ = [
    "FAULTS",
    "FORGERIES",
    "CardSlot",
    "Fault",
    "FaultError",
    "PcscdProblem",
    "Pki",
    "PrivatePcscd",
    "Profile",
    "ProfileError",
    "SimulatedCard",
    "default_directory",
    "load",
    "names",
    "shared",
]
