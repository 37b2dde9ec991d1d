"""What the lines of a herd say, and which of two reports of a client is the newer one.

Lines are bytes, and what a client sends is repeated as it is. Numbers are decimals of any length.
"""

from __future__ import annotations

import decimal
import re
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

decimal.getcontext().prec = 5000  # digits: more than any line has, so that nothing is rounded

TOLERANCE = 60  # seconds; a client's clock may be so far ahead
NANOSECOND = Decimal("1e-9")
MICROSECOND = Decimal("1e-6")
MAX_RADIUS = 50  # kilometres
MAX_PLACES = 20
MAX_NAME = 255

POSITION = re.compile(rb"([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)")
NUMBER = re.compile(rb"\d+(?:\.\d*)?")
DELTA = re.compile(rb"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\udc80-\udc9f]")


class Report:
    """Where a client was and when, in the words of the server that heard it."""

    def __init__(
        self,
        server: bytes,
        delta: bytes,
        client: bytes,
        position: bytes,
        time: bytes,
        received: Decimal,
    ) -> None:
        self.client = client
        self.position = position
        self.line = b"AT %s %s %s %s %s" % (server, delta, client, position, time)
        self.seconds = number(time)
        self.received = received
        # The greatest order wins. A client whose clock is far ahead is not the newest for ever.
        newest = min(self.seconds, received + TOLERANCE).quantize(NANOSECOND, ROUND_DOWN)
        self.order = (newest, self.seconds, position, server, received, delta, time)

    def is_rewritten(self, known: Report) -> bool:
        """Whether this is the known report with its numbers written anew."""
        return abs(self.seconds - known.seconds) < MICROSECOND and coordinates(
            self.position
        ) == coordinates(known.position)


class Question(NamedTuple):
    """What is near a client: so many places at most, no further than so many metres."""

    client: bytes
    metres: Decimal
    places: int


def iamat(fields: list[bytes], server: bytes, now: Decimal) -> Report | None:
    """The report of a client that `server` hears at `now`; None where it is invalid."""
    match fields:
        case [_, client, position, time] if is_name(client) and is_report(position, time):
            delta = (now - number(time)).quantize(NANOSECOND, ROUND_DOWN) + 0  # no minus nought
            return Report(server, f"{delta:+f}".encode(), client, position, time, now)
    return None


def at(fields: list[bytes]) -> Report | None:
    """The report that another server tells; None where it is invalid."""
    match fields:
        case [_, server, delta, client, position, time, *_] if is_report(position, time):
            if DELTA.fullmatch(delta):
                received = number(time) + number(delta)
                return Report(server, delta, client, position, time, received)
    return None


def whatsat(fields: list[bytes]) -> Question | None:
    """The question; None where it is invalid."""
    match fields:
        case [_, client, radius, places] if NUMBER.fullmatch(radius) and places.isdigit():
            if number(radius) <= MAX_RADIUS and int(places) <= MAX_PLACES:
                return Question(client, number(radius) * 1000, int(places))
    return None


def is_report(position: bytes, time: bytes) -> bool:
    """Whether the two are a position on the sphere and a time."""
    if not POSITION.fullmatch(position) or not NUMBER.fullmatch(time):
        return False
    latitude, longitude = coordinates(position)
    return abs(latitude) <= 90 and abs(longitude) <= 180


def is_name(name: bytes) -> bool:
    """Whether a client may call itself so: no control characters, and not too long."""
    return len(name) <= MAX_NAME and not CONTROL.search(name.decode("utf-8", "surrogateescape"))


def coordinates(position: bytes) -> tuple[Decimal, Decimal]:
    """Latitude and longitude in degrees."""
    latitude, longitude = POSITION.fullmatch(position).groups()
    return number(latitude), number(longitude)


def number(text: bytes) -> Decimal:
    """The number itself, to the last digit."""
    return Decimal(text.decode())
