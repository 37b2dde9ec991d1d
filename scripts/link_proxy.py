"""A link between two servers with somebody in the middle, who counts what passes and can cut it."""
import contextlib
import socket
import threading
import time

READ_BYTES = 1 << 18


class LinkProxy:
    """Passes on every connection to one port of loopback to another, in threads of its own."""

    def __init__(self, port, target_port):
        self.port, self.target_port = port, target_port
        self.lock = threading.Lock()
        self.sockets = set()
        self.reset()
        self.heal()

    def reset(self):
        """Counts from nothing again."""
        with self.lock:
            self.there = self.back = 0  # bytes to the target, and from it
            self.lines_there = self.lines_back = 0
            self.last = time.monotonic()  # when something passed

    def heal(self):
        """Takes connections (again)."""
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen()
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        """Closes all connections and refuses others."""
        with self.lock:
            closing = [self.listener, *self.sockets]
        for each in closing:
            with contextlib.suppress(OSError):  # not connected any more
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def accept(self, listener):
        with contextlib.suppress(OSError):  # cut
            while True:
                near, _ = listener.accept()
                self.connect(near)

    def connect(self, near):
        try:
            far = socket.create_connection(("127.0.0.1", self.target_port), 5)
        except OSError:
            near.close()  # the target does not listen: neither do we
            return
        far.settimeout(None)
        with self.lock:
            self.sockets |= {near, far}
        for source, sink, is_there in ((near, far, True), (far, near, False)):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.pump, args=(source, sink, is_there), daemon=True).start()

    def pump(self, source, sink, is_there):
        """Passes one direction on until it ends; the other direction may go on."""
        with contextlib.suppress(OSError):  # cut, or reset by a server
            while data := source.recv(READ_BYTES):
                self.count(data, is_there)
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
        with self.lock:
            self.sockets.discard(source)

    def count(self, data, is_there):
        with self.lock:
            self.last = time.monotonic()
            if is_there:
                self.there += len(data)
                self.lines_there += data.count(b"\n")
            else:
                self.back += len(data)
                self.lines_back += data.count(b"\n")
