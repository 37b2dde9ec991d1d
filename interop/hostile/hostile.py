#!/usr/bin/env python3
"""A neighbour that means no good: connects to a server, listens as a neighbour, and misbehaves.

Says `ready` when it listens, and then a line for each mark of what it has done.
"""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from asyncio import StreamReader, StreamWriter
from itertools import count

READ_BYTES = 64 * 1024
STORM_LINES = 1000  # in one write
PAUSE = 0.01  # seconds before it connects again

HELLO = b"HELLO placeherd/1 Lake\n"
LEAVES = b"".join(b"%04x" % leaf for leaf in range(32))
TOP_LINES = [b"TOP %02x " % bucket + b"B" * 704 for bucket in range(0, 256, 64)]

REPORT = b"AT Lake +0.500000000 hostile +34-118 1479413884.5"


class Hostile:
    """One misbehaviour, on every connection, whoever made it."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.done = 0

    def mark(self, done: int = 1) -> None:
        """Says how much has been done, now and then."""
        before = self.done // self.options.mark
        self.done += done
        if self.done // self.options.mark > before:
            print(self.done, flush=True)

    async def storm(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Sends one report without end."""
        discarding = asyncio.create_task(discard(reader))
        while not discarding.done():
            writer.write((REPORT + b" Lake\n") * STORM_LINES)
            await writer.drain()
            self.mark(STORM_LINES)

    async def stall(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Asks as fast as it is let, and never reads."""
        writer.transport.pause_reading()
        while True:
            writer.write(b"what do you say?\n" * STORM_LINES)
            self.mark(STORM_LINES)
            await writer.drain()

    async def drip(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Sends a report a byte at a time."""
        discarding = asyncio.create_task(discard(reader))
        for number in count():
            for byte in REPORT + b"%d\n" % number:
                if discarding.done():
                    return
                writer.write(bytes([byte]))
                await writer.drain()
                self.mark()
                await asyncio.sleep(self.options.interval)

    async def echo(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Sends back whatever it is sent."""
        writer.write(REPORT + b"\nLLL\n")
        while chunk := await reader.read(READ_BYTES):
            writer.write(chunk)
            await writer.drain()
            self.mark()

    async def halves(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Sends half a line and goes, and half a line and breaks off."""
        writer.write(REPORT[: len(REPORT) // 2])
        await writer.drain()
        if self.done % 2:
            writer.transport.abort()
        self.mark()

    async def pingpong(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answers every line with a complaint about it, and complains of itself."""
        writer.write(b"? LLL\n" * STORM_LINES)
        self.mark(STORM_LINES)
        while line := await reader.readline():
            writer.write(b"? " + line)
            await writer.drain()
            self.mark()

    async def liar(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Is a server of the newest kind that knows something else of everybody, without end."""
        writer.write(HELLO)
        while line := (await reader.readline()).split():
            if line == [b"COMPARE"]:
                writer.write(b"\n".join(TOP_LINES) + b"\n")
            elif line[0] == b"COMPARE" and len(line[1]) == 2:
                for half in (b"00", b"80"):
                    writer.write(b"LEAVES " + line[1] + half + b" " + b"B" * 768 + b"\n")
            elif line[0] == b"COMPARE":
                await self.list_without_end(line[1][:4], writer)
            self.mark()

    async def list_without_end(self, leaf: bytes, writer: StreamWriter) -> None:
        while not writer.is_closing():
            writer.write((b"LIST " + leaf + b" 99999999 " + b"B" * 768 + b"\n") * STORM_LINES)
            await writer.drain()
            self.mark(STORM_LINES)

    async def asker(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Is a server of the newest kind that asks what is known, and never reads."""
        writer.transport.pause_reading()
        writer.write(HELLO)
        while True:
            writer.write((b"COMPARE\nCOMPARE 00\nCOMPARE " + LEAVES + b"\n") * STORM_LINES)
            self.mark(3 * STORM_LINES)
            await writer.drain()

    async def misbehave(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Does it on one connection until that ends."""
        try:
            await getattr(self, self.options.mode)(reader, writer)
        except (OSError, ValueError):
            pass  # the server hung up, as it may, or a line was too long to answer
        finally:
            writer.close()

    async def attack(self) -> None:
        """Connects, again and again."""
        while True:
            try:
                await self.misbehave(*await asyncio.open_connection(*self.options.target))
            except OSError:
                pass  # the server takes no more for now
            await asyncio.sleep(PAUSE)

    async def run(self) -> None:
        server = await asyncio.start_server(self.misbehave, *self.options.listen)
        print("ready", flush=True)
        attacks = [self.attack() for _ in range(self.options.connections)]
        await asyncio.gather(server.serve_forever(), *attacks)


async def discard(reader: StreamReader) -> None:
    """Reads to the end and throws it away."""
    while await reader.read(READ_BYTES):
        pass


def address(text: str) -> tuple[str, int]:
    """HOST:PORT, taken apart."""
    host, _, port = text.rpartition(":")
    return host, int(port)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    modes = ["storm", "stall", "drip", "echo", "halves", "pingpong", "liar", "asker"]
    parser.add_argument("mode", choices=modes)
    parser.add_argument("--listen", type=address, required=True, metavar="HOST:PORT")
    parser.add_argument("--target", type=address, required=True, metavar="HOST:PORT")
    parser.add_argument("--connections", type=int, default=1, help="to the target, at a time")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between two bytes")
    parser.add_argument("--mark", type=int, default=1, help="say so each time so much was done")
    asyncio.run(Hostile(parser.parse_args()).run())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
