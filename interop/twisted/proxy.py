"""The paper's four classes: protocol and factory, for those who connect and for our neighbours."""

from __future__ import annotations

from time import time_ns

from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHalfCloseableProtocol
from twisted.internet.protocol import ReconnectingClientFactory, ServerFactory
from twisted.protocols.basic import LineReceiver
from zope.interface import implementer

from event_log import EventLog
from places import UNKNOWN, Places
from reports import (
    MAX_CLOCK_AHEAD,
    SECOND,
    Report,
    coordinates,
    question,
    report_of_client,
    report_of_server,
)

MAX_LINE = 1024  # of a client; an AT line has names behind it and may be longer
MAX_AT_LINE = 4096
ECHO = 128  # bytes of a line that is too long
MAX_HELD = 1000  # reports of servers whose clocks are ahead
MAX_WAIT = 24 * 3600  # seconds; then the clock is looked at again


@implementer(IHalfCloseableProtocol)
class ProxyServerProtocol(LineReceiver):
    """A client or a server that connected to us. Lines are answered one after the other."""

    delimiter = b"\n"  # a CR before it is white space
    MAX_LENGTH = MAX_AT_LINE

    factory: ProxyServerFactory
    is_asking = False  # for places: until they are there, no line is read
    is_full = False  # the other side does not read
    has_ended = False  # the other side has said all

    def connectionMade(self) -> None:
        self.is_peer = self.transport.getPeer().host in self.factory.peer_hosts
        self.transport.setTcpNoDelay(True)
        self.transport.registerProducer(self, True)

    def lineReceived(self, line: bytes) -> None:
        if len(line) > MAX_LINE and not line.startswith(b"AT"):
            return self.lineLengthExceeded(line)
        self.factory.log.event("in", line)
        fields = line.split()
        handler = self.HANDLERS.get(fields[0], None) if fields else None
        if handler is None or not handler(self, fields):
            self.complain(line)

    def handle_IAMAT(self, fields: list[bytes]) -> bool:
        report = report_of_client(self.factory.name, time_ns(), fields)
        if report is None:
            return False
        self.factory.learn(report, [])
        self.answer(report.line)
        return True

    def handle_WHATSAT(self, fields: list[bytes]) -> bool:
        asked = question(fields)
        report = self.factory.reports.get(asked[0]) if asked else None
        if report is None:
            return False
        self.is_asking = True
        super().pauseProducing()
        Deferred.fromCoroutine(self.tell_places(report, *asked[1:]))
        return True

    def handle_AT(self, fields: list[bytes]) -> bool:
        report = report_of_server(fields)
        if report is None or not self.is_peer:
            return False
        self.factory.hear(report, fields[6:])
        return True

    HANDLERS = {b"IAMAT": handle_IAMAT, b"WHATSAT": handle_WHATSAT, b"AT": handle_AT}

    async def tell_places(self, report: Report, metres: float, bound: int) -> None:
        try:
            places = await self.factory.places.near(coordinates(report.position), metres, bound)
        except Exception as error:  # whatever the service does, the client is answered
            self.factory.log.event("places", f"failed: {type(error).__name__}")
            places = UNKNOWN
        self.answer(report.line + b"\n" + places + b"\n")
        self.is_asking = False
        if self.has_ended:
            self.hang_up()
        elif not self.is_full:
            super().resumeProducing()

    def complain(self, line: bytes) -> None:
        """Says that the line is invalid, unless that is what it says itself."""
        if not line.startswith(b"?"):
            self.answer(b"? " + line)

    def answer(self, reply: bytes) -> None:
        self.factory.log.event("out", reply)
        self.sendLine(reply)

    def lineLengthExceeded(self, line: bytes) -> None:
        self.factory.log.event("in", f"a line that is too long: {line[:ECHO]!r}")
        self.complain(line[:ECHO])
        self.hang_up()

    def hang_up(self) -> None:
        self.transport.unregisterProducer()
        self.transport.loseConnection()

    def readConnectionLost(self) -> None:
        """The other side has said all; what stands there without a line end is a line, too."""
        self.has_ended = True
        rest = self.clearLineBuffer()
        if rest:
            self.lineReceived(rest)
        if not self.is_asking:
            self.hang_up()

    def writeConnectionLost(self) -> None:
        """We never close our side alone."""

    def pauseProducing(self) -> None:
        self.is_full = True
        super().pauseProducing()

    def resumeProducing(self) -> None:
        self.is_full = False
        if not self.is_asking:
            super().resumeProducing()


class ProxyServerFactory(ServerFactory):
    """What a server knows: the newest report of every client, and its neighbours."""

    protocol = ProxyServerProtocol
    noisy = False

    def __init__(self, name: bytes, peer_hosts: set[str], places: Places, log: EventLog) -> None:
        self.name = name
        self.peer_hosts = peer_hosts
        self.places = places
        self.log = log
        self.neighbours: list[ProxyClientFactory] = []
        self.reports: dict[bytes, Report] = {}
        self.held = 0

    def hear(self, report: Report, told: list[bytes]) -> None:
        """A server tells a report. It waits where that server's clock is too far ahead."""
        ahead = report.received - time_ns() - MAX_CLOCK_AHEAD
        known = self.reports.get(report.client)
        if ahead > 0:
            self.hold(report, told, ahead / SECOND)
        elif known is None or not report.is_rewritten(known):
            self.learn(report, told)

    def hold(self, report: Report, told: list[bytes], seconds: float) -> None:
        self.log.event("ahead", f"by {seconds:.0f} s and more: {report.line!r}")
        if self.held < MAX_HELD:
            self.held += 1
            reactor.callLater(min(seconds, MAX_WAIT), self.release, report, told)

    def release(self, report: Report, told: list[bytes]) -> None:
        self.held -= 1
        self.hear(report, told)

    def learn(self, report: Report, told: list[bytes]) -> None:
        """Keeps a report that is newer and passes it on; any other ends here.

        `told` are the servers that have it.
        """
        known = self.reports.get(report.client)
        if known is not None and known.order >= report.order:
            return
        self.reports[report.client] = report
        for neighbour in self.neighbours:
            if neighbour.name not in told:
                neighbour.tell(report)


class ProxyClientProtocol(LineReceiver):
    """Our end of the link to a neighbour. What it says here is read and thrown away."""

    factory: ProxyClientFactory

    def connectionMade(self) -> None:
        self.setRawMode()
        self.transport.setTcpNoDelay(True)
        self.transport.registerProducer(self, True)
        self.factory.link_up(self)

    def rawDataReceived(self, data: bytes) -> None:
        pass

    def pauseProducing(self) -> None:
        self.factory.link = None  # it does not read

    def resumeProducing(self) -> None:
        self.factory.tell_rest(self)


class ProxyClientFactory(ReconnectingClientFactory):
    """A neighbour: what it is to be told, and the link that is made anew when it breaks."""

    protocol = ProxyClientProtocol
    noisy = False
    initialDelay = 0.1
    maxDelay = 2.0

    def __init__(self, name: str, sender: bytes, log: EventLog) -> None:
        self.label = name
        self.name = name.encode()
        self.sender = sender
        self.log = log
        self.link: ProxyClientProtocol | None = None
        self.untold: dict[bytes, Report] = {}  # the newest of each client, while there is no link

    def tell(self, report: Report) -> None:
        if self.link is None:
            self.untold[report.client] = report
        else:
            self.log.event(f"flood {self.label}", report.line)
            self.link.sendLine(report.line + b" " + self.sender)

    def link_up(self, link: ProxyClientProtocol) -> None:
        self.log.event("link", f"{self.label} up")
        self.resetDelay()
        self.tell_rest(link)

    def tell_rest(self, link: ProxyClientProtocol) -> None:
        """Tells what waited, until the link is full again."""
        self.link = link
        while self.untold and self.link is not None:
            self.tell(self.untold.pop(next(iter(self.untold))))

    def clientConnectionFailed(self, connector, reason) -> None:
        self.log.event("link", f"{self.label} failed: {reason.getErrorMessage()}")
        super().clientConnectionFailed(connector, reason)

    def clientConnectionLost(self, connector, reason) -> None:
        self.link = None
        self.log.event("link", f"{self.label} lost")
        super().clientConnectionLost(connector, reason)
