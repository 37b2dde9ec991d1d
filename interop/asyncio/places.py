"""Asks a service that speaks as Google Places "Nearby Search" (legacy) what is near a position."""

from __future__ import annotations

import asyncio
import json
import re
from decimal import Decimal
from urllib.parse import urlencode
from urllib.request import urlopen

DEADLINE = 2.0  # seconds
MAX_BODY = 2 * 1024 * 1024  # bytes
UNKNOWN = b'{"html_attributions":[],"results":[],"status":"UNKNOWN_ERROR"}'


class Places:
    """The service at one address. It is asked in a thread, so that nobody waits for it."""

    def __init__(self, url: str | None, key: str) -> None:
        self.url = url
        self.key = key

    async def near(self, place: tuple[Decimal, Decimal], metres: Decimal, bound: int) -> bytes:
        """The service's JSON, its results cut to `bound`; raises whatever goes wrong."""
        if self.url is None:
            return UNKNOWN
        query = urlencode(
            {"location": "%f,%f" % place, "radius": f"{metres:f}", "key": self.key}
        )
        async with asyncio.timeout(DEADLINE):
            body = await asyncio.to_thread(fetch, f"{self.url}?{query}")
        return tidy(body, bound)


def fetch(url: str) -> bytes:
    """The body of what stands at the address."""
    with urlopen(url, timeout=DEADLINE) as response:
        return response.read(MAX_BODY)


def tidy(body: bytes, bound: int) -> bytes:
    """Cuts the results to `bound` and takes the empty lines out; the rest stays as it came."""
    reply = json.loads(body)
    if len(reply["results"]) > bound:
        reply["results"] = reply["results"][:bound]
        body = json.dumps(reply, indent=3).encode()
    return re.sub(rb"(?:\r?\n)+", b"\n", body).strip()
