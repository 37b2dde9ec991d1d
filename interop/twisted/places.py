"""Asks a service that speaks as Google Places "Nearby Search" (legacy) what is near a position."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.web.client import Agent, HTTPConnectionPool, readBody

DEADLINE = 2.0  # seconds
UNKNOWN = b'{"html_attributions":[],"results":[],"status":"UNKNOWN_ERROR"}'


class Places:
    """The service at one address. Nothing here blocks."""

    def __init__(self, reactor: IReactorTime, url: str | None, key: str) -> None:
        self.reactor = reactor
        self.url = url
        self.key = key
        self.agent = Agent(reactor, DEADLINE, pool=HTTPConnectionPool(reactor))

    async def near(self, position: tuple[float, float], metres: float, bound: int) -> bytes:
        """The service's JSON, its results cut to `bound`; raises whatever goes wrong."""
        if self.url is None:
            return UNKNOWN
        query = urlencode(
            {"location": "%f,%f" % position, "radius": "%g" % metres, "key": self.key}
        )
        body = self.fetch(f"{self.url}?{query}".encode())
        return tidy(await body.addTimeout(DEADLINE, self.reactor), bound)

    def fetch(self, url: bytes) -> Deferred[bytes]:
        """The body of what stands at the address."""
        return self.agent.request(b"GET", url).addCallback(readBody)


def tidy(body: bytes, bound: int) -> bytes:
    """Cuts the results to `bound` and takes the empty lines out; the rest stays as it came."""
    reply = json.loads(body)
    if len(reply["results"]) > bound:
        reply["results"] = reply["results"][:bound]
        body = json.dumps(reply, indent=3).encode()
    return re.sub(rb"(?:\r?\n)+", b"\n", body).strip()
