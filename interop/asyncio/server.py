#!/usr/bin/env python3
"""One server of a herd, with asyncio. `server.py --help` says how to start it."""

from __future__ import annotations

import asyncio
import os
import signal
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from event_log import EventLog
from herd import READ_BYTES, Herd
from neighbour import Neighbour
from places import Places


def address(text: str) -> tuple[str, int]:
    """HOST:PORT, taken apart."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise ArgumentTypeError(f"'{text}' is no HOST:PORT")
    return host, int(port)


def neighbour(text: str) -> tuple[str, str, int]:
    """NAME=HOST:PORT, taken apart."""
    name, equals, rest = text.partition("=")
    if not name or not equals:
        raise ArgumentTypeError(f"'{text}' is no NAME=HOST:PORT")
    return name, *address(rest)


def arguments() -> Namespace:
    parser = ArgumentParser(description="One server of a herd, with asyncio.")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--listen", metavar="HOST:PORT", type=address, required=True)
    parser.add_argument(
        "--neighbour", metavar="NAME=HOST:PORT", type=neighbour, action="append", default=[]
    )
    parser.add_argument("--log", metavar="DIR", type=Path, help="where server-NAME.log goes")
    parser.add_argument(
        "--places", metavar="URL", help="a Nearby Search (legacy); its key is $PLACES_KEY"
    )
    return parser.parse_args()


async def serve(options: Namespace, log: EventLog) -> None:
    """Serves until told to stop."""
    host, port = options.listen
    hosts = {host, *(host for _, host, _ in options.neighbour)}
    places = Places(options.places, os.environ.get("PLACES_KEY", ""))
    herd = Herd(options.name.encode(), hosts, places, log)
    herd.neighbours = [Neighbour(*each, log) for each in options.neighbour]
    try:
        server = await asyncio.start_server(herd.serve, host, port, limit=READ_BYTES)
    except OSError as error:
        raise SystemExit(f"{options.name} cannot listen: {error.strerror}") from error
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [asyncio.create_task(log.keep_written())]
    tasks += [asyncio.create_task(each.keep_linked()) for each in herd.neighbours]
    await stop.wait()
    server.close()
    for task in tasks:
        task.cancel()


def main() -> None:
    options = arguments()
    log = EventLog(options.log, options.name)
    try:
        asyncio.run(serve(options, log))
    except KeyboardInterrupt:
        pass
    finally:
        log.close()


if __name__ == "__main__":
    main()
