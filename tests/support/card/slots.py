"""The slots of the simulated reader, as the card service sees them."""

from devices.card.pcsc import Context, ReaderState


def until_empty() -> None:
    """Until the service knows that the last card is out."""
    context = Context()
    states = context.wait([ReaderState(name, 0, b"") for name in context.readers()], 0, for_readers=False)
    while any(state.present for state in states):
        states = context.wait(states, 2000, for_readers=False)
    context.close()
