#!/usr/bin/env python3
"""Stands in for Google Places "Nearby Search" (legacy), for trying and testing without a key.

Its places are made up: twenty, whose names repeat what was asked. It answers with blank lines
between the lines, as a server must take out.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

RESULTS = 20
HANG_SECONDS = 3600


class Stub(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    key = ""
    hangs = False

    def do_GET(self) -> None:
        if self.hangs:
            time.sleep(HANG_SECONDS)
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        body = json.dumps(self.reply(query), indent=2).replace("\n", "\n\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply(self, query: dict[str, str]) -> dict[str, object]:
        """The status that a query deserves, with its places."""
        if query.get("key", "") != self.key:
            return reply("REQUEST_DENIED", [])
        try:
            latitude, longitude = map(float, query["location"].split(","))
            radius = float(query["radius"])
        except (KeyError, ValueError):
            return reply("INVALID_REQUEST", [])
        where = f"{latitude:g},{longitude:g} within {radius:g} m"
        return reply("OK", [place(n, latitude, longitude, where) for n in range(1, RESULTS + 1)])

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: queries carry keys."""


def reply(status: str, results: list[dict[str, object]]) -> dict[str, object]:
    """The body of a Nearby Search."""
    return {"html_attributions": [], "results": results, "status": status}


def place(number: int, latitude: float, longitude: float, where: str) -> dict[str, object]:
    """A made-up place."""
    return {
        "geometry": {"location": {"lat": latitude, "lng": longitude}},
        "name": f"Place {number} near {where}",
        "place_id": f"stub:{number}",
        "types": ["point_of_interest", "establishment"],
    }


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key", default="", help="the only key that is not denied")
    parser.add_argument("--hang", action="store_true", help="never answer")
    options = parser.parse_args()
    Stub.key, Stub.hangs = options.key, options.hang
    ThreadingHTTPServer(("127.0.0.1", options.port), Stub).serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit()
