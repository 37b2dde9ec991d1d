"""The lines of a herd: which are valid, what they say, and which of two reports wins.

All of it is bytes: a client's name may be any bytes, and what a client sends is repeated as it is.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from typing import NamedTuple

SECOND = 10**9  # nanoseconds
TOLERANCE = 60 * SECOND  # a client's clock may be so far ahead
MAX_CLOCK_AHEAD = 10 * SECOND  # a server's clock may be so far ahead
MICROSECOND = 1_000

LATITUDE = rb"[+-]0*(?:[0-8]?\d(?:\.\d*)?|90(?:\.0*)?)"
LONGITUDE = rb"[+-]0*(?:(?:1[0-7]\d|\d?\d)(?:\.\d*)?|180(?:\.0*)?)"
POSITION = re.compile(rb"(%s)(%s)" % (LATITUDE, LONGITUDE))
TIME = re.compile(rb"\d+(?:\.\d*)?")
DELTA = re.compile(rb"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?")
USUAL_DELTA = re.compile(rb"[+-]\d+\.\d{9}")
RADIUS = re.compile(rb"0*(?:[0-4]?\d(?:\.\d*)?|50(?:\.0*)?)")
BOUND = re.compile(rb"0*(?:1?\d|20)")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\udc80-\udc9f]")
MAX_NAME = 255


class Report(NamedTuple):
    """Where a client was, as the AT line that all servers of the herd repeat."""

    client: bytes
    position: bytes
    time: int
    received: int
    order: tuple
    line: bytes

    @classmethod
    def of(
        cls,
        server: bytes,
        delta: bytes,
        client: bytes,
        position: bytes,
        time: bytes,
        received: int,
    ) -> Report:
        """Joins the fields of an AT line, and when the server heard it, to a report."""
        nanos = time_nanos(time)
        order = (
            min(nanos, received + TOLERANCE),
            nanos,
            time.partition(b".")[2][9:].rstrip(b"0"),
            position,
            server,
            received,
            delta,
            time,
        )
        line = b"AT %s %s %s %s %s" % (server, delta, client, position, time)
        return cls(client, position, nanos, received, order, line)

    def is_rewritten(self, known: Report) -> bool:
        """Whether this is the known report with its numbers written anew."""
        return abs(self.time - known.time) < MICROSECOND and coordinates(
            self.position
        ) == coordinates(known.position)


def time_nanos(time: bytes) -> int:
    """The nanoseconds of a time, digits past the ninth cut off."""
    seconds, _, fraction = time.partition(b".")
    return int(seconds + fraction[:9].ljust(9, b"0"))


def delta_nanos(delta: bytes) -> int:
    """The nanoseconds of a difference of clocks, also of one such as 1e-05."""
    if USUAL_DELTA.fullmatch(delta):
        return int(delta.replace(b".", b""))
    return floor(Fraction(delta.decode()) * SECOND)


def coordinates(position: bytes) -> tuple[float, float]:
    """Latitude and longitude in degrees."""
    latitude, longitude = POSITION.fullmatch(position).groups()
    return float(latitude), float(longitude)


def report_of_client(server: bytes, now: int, fields: list[bytes]) -> Report | None:
    """The report that an IAMAT makes when `server` hears it at `now`; None where it is invalid."""
    if len(fields) != 4 or not is_name(fields[1]) or not is_place_and_time(fields[2:]):
        return None
    _, client, position, time = fields
    delta = now - time_nanos(time)
    sign = b"-" if delta < 0 else b"+"
    text = b"%s%d.%09d" % (sign, *divmod(abs(delta), SECOND))
    return Report.of(server, text, client, position, time, now)


def report_of_server(fields: list[bytes]) -> Report | None:
    """The report that an AT passes on; None where it is invalid."""
    if len(fields) < 6 or not DELTA.fullmatch(fields[2]) or not is_place_and_time(fields[4:6]):
        return None
    _, server, delta, client, position, time = fields[:6]
    received = time_nanos(time) + delta_nanos(delta)
    return Report.of(server, delta, client, position, time, received)


def question(fields: list[bytes]) -> tuple[bytes, float, int] | None:
    """Client, radius in metres and number of places of a WHATSAT; None where it is invalid."""
    if len(fields) != 4 or not RADIUS.fullmatch(fields[2]) or not BOUND.fullmatch(fields[3]):
        return None
    return fields[1], float(fields[2]) * 1000, int(fields[3])


def is_place_and_time(fields: list[bytes]) -> bool:
    """Whether a position and a time stand in two fields."""
    return bool(POSITION.fullmatch(fields[0]) and TIME.fullmatch(fields[1]))


def is_name(name: bytes) -> bool:
    """Whether a client may call itself so: no control characters, and not too long."""
    return len(name) <= MAX_NAME and not CONTROL.search(name.decode("utf-8", "surrogateescape"))
