"""The link to a neighbour: one connection, made anew when it breaks."""

from __future__ import annotations

import asyncio

from event_log import EventLog
from reports import Report

RETRY_SECONDS = 1.0


class Neighbour(asyncio.Protocol):
    """A server that is told every report that is news to us. It never waits for anybody."""

    def __init__(self, name: str, host: str, port: int, log: EventLog) -> None:
        self.label = name
        self.name = name.encode()
        self.host = host
        self.port = port
        self.log = log
        self.transport: asyncio.Transport | None = None  # None while nothing can be told
        self.untold: dict[bytes, tuple[Report, bytes]] = {}  # the newest of each client, meanwhile
        self.lost = asyncio.Event()

    def tell(self, report: Report, visited: bytes) -> None:
        """Tells a report, now or when there is a link that takes it.

        `visited` are the servers that have it.
        """
        if self.transport is None:
            self.untold[report.client] = report, visited
        else:
            self.log.event(f"flood {self.label}", report.line)
            self.transport.write(b"%s %s\n" % (report.line, visited))

    async def keep_linked(self) -> None:
        """Runs for ever."""
        loop = asyncio.get_running_loop()
        while True:
            self.lost.clear()
            try:
                await loop.create_connection(lambda: self, self.host, self.port)
                await self.lost.wait()
            except OSError as error:
                self.log.event("link", f"{self.label} failed: {error.strerror}")
            await asyncio.sleep(RETRY_SECONDS)

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.log.event("link", f"{self.label} up")
        self.link = transport
        self.resume_writing()

    def data_received(self, data: bytes) -> None:
        """Acknowledgements and complaints: read and thrown away."""

    def pause_writing(self) -> None:
        self.transport = None  # it does not read

    def resume_writing(self) -> None:
        """Tells what waited, until the link is full again."""
        self.transport = self.link
        while self.untold and self.transport is not None:
            self.tell(*self.untold.pop(next(iter(self.untold))))

    def connection_lost(self, error: Exception | None) -> None:
        self.log.event("link", f"{self.label} lost")
        self.transport = None
        self.lost.set()
