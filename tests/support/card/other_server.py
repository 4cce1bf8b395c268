"""The virtual reader's protocol by another hand: a card in the reader until it is taken out."""

import contextlib
import socket
import threading

from tests.support.waiting import PATIENCE


class Served(threading.Thread):
    """In the virtual reader at `port` until `out()`."""

    def __init__(self, card, port):
        super().__init__(name="other-card", daemon=True)
        self.card, self.port, self.socket, self.gone = card, port, None, threading.Event()
        self.start()

    def run(self):
        while not self.gone.is_set():
            try:
                self.socket = socket.create_connection(("127.0.0.1", self.port), 0.3)
            except OSError:
                self.gone.wait(0.05)
                continue
            self.socket.settimeout(None)
            with contextlib.suppress(OSError):
                self.serve(self.socket)
            self.socket.close()

    def serve(self, link):
        while True:
            size = self.exactly(link, 2)
            if size is None:
                return
            message = self.exactly(link, int.from_bytes(size, "big"))
            if message is None:
                return
            if len(message) > 1:
                answer = self.card(message)
            elif message == b"\x04":
                answer = self.card.atr
            else:
                self.card.reset()
                continue
            link.sendall(len(answer).to_bytes(2, "big") + answer)

    @staticmethod
    def exactly(link, size):
        got = b""
        while len(got) < size:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = link.recv(size - len(got))
            if not part:
                return None
            got += part
        return got

    def out(self):
        self.gone.set()
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)
        self.join(PATIENCE)
