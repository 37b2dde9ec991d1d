"""What a server of the herd knows, and how it answers whoever connects."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable
from decimal import Decimal
from time import time_ns

from event_log import EventLog
from neighbour import Neighbour
from places import UNKNOWN, Places
from reports import NANOSECOND, Question, Report, at, coordinates, iamat, whatsat

READ_BYTES = 64 * 1024
MAX_LINE = 1024  # of a client; an AT line has names behind it and may be longer
MAX_AT_LINE = 4096
ECHO = 128  # bytes of a line that is too long
MAX_CLOCK_AHEAD = 10  # seconds; a server's clock may be so far ahead
MAX_HELD = 1000  # reports of servers whose clocks are further ahead
MAX_WAIT = 24 * 3600  # seconds; then the clock is looked at again


class Herd:
    """The newest report of every client, and those who are told of it."""

    def __init__(self, name: bytes, peer_hosts: set[str], places: Places, log: EventLog) -> None:
        self.name = name
        self.peer_hosts = peer_hosts
        self.places = places
        self.log = log
        self.neighbours: list[Neighbour] = []
        self.reports: dict[bytes, Report] = {}
        self.held: set[asyncio.Task[None]] = set()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answers the lines of one connection in order until the other side has said all."""
        is_peer = writer.get_extra_info("peername")[0] in self.peer_hosts
        try:
            async for lines in batches(reader):
                replies: list[bytes] = []
                for line in lines:
                    self.log.event("in", line[:MAX_LINE])
                    reply = self.answer(line, is_peer)
                    if not isinstance(reply, bytes):
                        writer.write(b"".join(replies))
                        replies.clear()
                        reply = await reply
                    if reply:
                        self.log.event("out", reply)
                        replies.append(reply)
                writer.write(b"".join(replies))
                await writer.drain()
        except OSError as error:
            self.log.event("broken", error)
        except asyncio.CancelledError:
            pass  # the server stops; raised further, it would only be printed
        finally:
            writer.close()

    def answer(self, line: bytes, is_peer: bool) -> bytes | Awaitable[bytes]:
        """The reply to a line, or one to wait for; empty to a complaint."""
        if is_too_long(line):
            return complaint(line[:ECHO])
        fields = line.split()
        match fields[:1]:
            case [b"IAMAT"] if report := iamat(fields, self.name, time_ns() * NANOSECOND):
                self.learn(report, [])
                return report.line + b"\n"
            case [b"WHATSAT"] if (question := whatsat(fields)) and question.client in self.reports:
                return self.near(self.reports[question.client], question)
            case [b"AT"] if is_peer and (report := at(fields)):
                self.hear(report, fields[6:])
                return b"ACK " + report.line + b"\n"
        return complaint(line)

    async def near(self, report: Report, question: Question) -> bytes:
        """The client's AT line and the places near it."""
        place = coordinates(report.position)
        try:
            places = await self.places.near(place, question.metres, question.places)
        except Exception as error:  # whatever the service does, the client is answered
            self.log.event("places", f"failed: {type(error).__name__}")
            places = UNKNOWN
        return report.line + b"\n" + places + b"\n\n"

    def hear(self, report: Report, visited: list[bytes]) -> None:
        """A server tells a report. It waits where that server's clock is too far ahead."""
        ahead = report.received - time_ns() * NANOSECOND - MAX_CLOCK_AHEAD
        known = self.reports.get(report.client)
        if ahead > 0:
            self.log.event("ahead", report.line)
            if len(self.held) < MAX_HELD:
                task = asyncio.create_task(self.hear_later(report, visited, float(ahead)))
                self.held.add(task)
                task.add_done_callback(self.held.discard)
        elif known is None or not report.is_rewritten(known):
            self.learn(report, visited)

    async def hear_later(self, report: Report, visited: list[bytes], seconds: float) -> None:
        await asyncio.sleep(min(seconds, MAX_WAIT))
        self.hear(report, visited)

    def learn(self, report: Report, visited: list[bytes]) -> None:
        """Keeps a report that is newer and passes it on; any other ends here."""
        known = self.reports.get(report.client)
        if known is not None and known.order >= report.order:
            return
        self.reports[report.client] = report
        names = b" ".join([*visited, self.name])
        for neighbour in self.neighbours:
            if neighbour.name not in visited:
                neighbour.tell(report, names)


async def batches(reader: StreamReader) -> AsyncIterator[list[bytes]]:
    """The lines that come, as many at a time as there are; the last of all may lack its end.

    Nothing comes after one that is too long.
    """
    rest = b""
    while chunk := await reader.read(READ_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        if is_too_long(rest):
            lines.append(rest)
        for number, line in enumerate(lines):
            if is_too_long(line):
                yield lines[: number + 1]
                return
        if lines:
            yield lines
    if rest:
        yield [rest]


def is_too_long(line: bytes) -> bool:
    """Whether a line is longer than any command."""
    return len(line) > (MAX_AT_LINE if line.startswith(b"AT") else MAX_LINE)


def complaint(line: bytes) -> bytes:
    """Says that the line is invalid, unless that is what it says itself."""
    return b"" if line.startswith(b"?") else b"? " + line + b"\n"
