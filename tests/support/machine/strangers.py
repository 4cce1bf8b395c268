"""USB devices that have no business at a kiosk: the sixteen kinds that a lock on the ports must refuse, by what they say that they are."""

from tests.support.machine.usb import (
    BULK,
    INTERRUPT,
    Device,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
)

# class/subclass/protocol of an interface, vendor:product
STRANGERS = {
    "a boot keyboard": ("03/01/01", "046d:c31c"),
    "a keyboard without boot protocol": ("03/00/00", "2341:8036"),
    "a keyboard that a program plays": ("03/00/00", "16c0:27db"),
    "mass storage": ("08/06/50", "0781:5567"),
    "mass storage by UAS": ("08/06/62", "174c:55aa"),
    "a telephone's files": ("06/01/01", "18d1:4ee1"),
    "a network by ECM": ("02/06/00", "0525:a4a2"),
    "a network by NCM": ("02/0d/00", "0b95:1790"),
    "a network chip": ("ff/ff/00", "0bda:8153"),
    "another network chip": ("ff/ff/00", "0b95:772b"),
    "RNDIS": ("ef/04/01", "1004:61aa"),
    "old RNDIS": ("02/02/ff", "0525:a4a2"),
    "a modem by QMI": ("ff/ff/ff", "1199:9071"),
    "a modem by MBIM": ("02/0e/00", "1199:9079"),
    "Bluetooth": ("e0/01/01", "0a12:0001"),
    "a hub": ("09/00/00", "05e3:0608"),
}


class Stranger(Device):
    """One of them, as far as its descriptors: what a kernel chooses a driver by.  It answers no request of its class."""

    def __init__(self, name: str) -> None:
        super().__init__()
        said, self.numbers = STRANGERS[name]
        kind = tuple(int(each, 16) for each in said.split("/"))
        vendor, product = (int(each, 16) for each in self.numbers.split(":"))
        self.strings = ("Stranger", name, "S-0001")
        self.descriptor = device_descriptor(vendor, product, (9, 0, 0) if kind[0] == 9 else (0, 0, 0))
        pipes = [endpoint_descriptor(0x81, INTERRUPT, 8, 10)]
        if kind[0] not in (3, 9):
            pipes += [endpoint_descriptor(0x02, BULK, 64), endpoint_descriptor(0x83, BULK, 64)]
        body = interface_descriptor(0, len(pipes), (kind[0], kind[1], kind[2])) + b"".join(pipes)
        self.configuration = configuration_descriptor(body, 1)
