#!/usr/bin/python3
"""One server of a herd, in Twisted. `server.py --help` says how to start it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import NamedTuple

from twisted.internet import reactor
from twisted.internet.error import CannotListenError

from event_log import EventLog
from places import Places
from proxy import ProxyClientFactory, ProxyServerFactory, ProxyServerProtocol


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        host, colon, port = text.rpartition(":")
        if not colon or not host or not port.isdecimal():
            raise ArgumentTypeError(f"'{text}' is no HOST:PORT")
        return cls(host, int(port))


class Neighbour(NamedTuple):
    """A server that is told what we learn."""

    name: str
    address: Address

    @classmethod
    def parse(cls, text: str) -> Neighbour:
        name, equals, address = text.partition("=")
        if not equals or not name:
            raise ArgumentTypeError(f"'{text}' is no NAME=HOST:PORT")
        return cls(name, Address.parse(address))


def arguments() -> Namespace:
    parser = ArgumentParser(description="One server of a herd, in Twisted.")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--listen", metavar="HOST:PORT", type=Address.parse, required=True)
    parser.add_argument(
        "--neighbour", metavar="NAME=HOST:PORT", type=Neighbour.parse, action="append", default=[]
    )
    parser.add_argument("--log", metavar="DIR", type=Path, help="where server-NAME.log goes")
    parser.add_argument(
        "--places", metavar="URL", help="a Nearby Search (legacy); its key is $PLACES_KEY"
    )
    parser.add_argument(
        "--crlf-only", action="store_true", help="hear and answer CRLF lines, as LineReceiver does"
    )
    return parser.parse_args()


def main() -> None:
    options = arguments()
    name = options.name.encode()
    log = EventLog(options.log, options.name)
    places = Places(reactor, options.places, os.environ.get("PLACES_KEY", ""))
    hosts = {options.listen.host, *(each.address.host for each in options.neighbour)}
    herd = ProxyServerFactory(name, hosts, places, log)
    if options.crlf_only:
        ProxyServerProtocol.delimiter = b"\r\n"
    try:
        reactor.listenTCP(options.listen.port, herd, interface=options.listen.host)
    except CannotListenError as error:
        raise SystemExit(f"{options.name} cannot listen: {error.socketError}") from error
    for neighbour in options.neighbour:
        link = ProxyClientFactory(neighbour.name, name, log)
        herd.neighbours.append(link)
        reactor.connectTCP(*neighbour.address, link)
    reactor.addSystemEventTrigger("after", "shutdown", log.close)
    reactor.run()


if __name__ == "__main__":
    main()
