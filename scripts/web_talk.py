"""What the measuring scripts say by HTTP and WebSocket, and the floods of `scripts/hostile-http`."""
import socket
import ssl
import struct
import time

from talk import connect

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION = 0, 1, 3, 4, 6, 9
END_STREAM, END_HEADERS = 1, 4
HANDSHAKE = (b"GET /v1/lines HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
             b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def answer(stream):
    """Reads one answer and returns its status."""
    line = stream.readline()
    if not line:
        raise OSError("hung up")
    length = 0
    for header in iter(stream.readline, b"\r\n"):
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
    stream.read(length)
    return int(line.split()[1])


def put(name):
    body = b'{"lat":34.06893,"lon":-118.445127}'
    return (b"PUT /v1/clients/%s/position HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (name, len(body), body))


def idle_websocket(port):
    """A WebSocket that has had one reply."""
    connection = connect(port)
    connection.sendall(HANDSHAKE)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    line = b"IAMAT idle +34.068930-118.445127 1479413884.392014450"
    connection.sendall(bytes([0x81, 0x80 | len(line), 0, 0, 0, 0]) + line)
    connection.recv(512)
    return connection


def idle_http(port):
    """A connection that has had one answer."""
    connection = connect(port)
    connection.sendall(put(b"idle"))
    connection.recv(2048)
    return connection


def open_connections(port):
    """How many connections of HTTP a server has, this one among them."""
    with connect(port) as connection:
        connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        for line in connection.makefile("rb"):
            if line.startswith(b'placeherd_connections{transport="http"}'):
                return float(line.split()[1])
    raise OSError("the metrics do not say how many connections there are")


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def head(path=b"/v1/clients/kiwi", method=b"GET"):
    block = b""
    for name, value in ((b":method", method), (b":scheme", b"https"), (b":authority", b"localhost"), (b":path", path)):
        block += bytes([0, len(name)]) + name + bytes([len(value)]) + value
    return block


def http2(port, context):
    connection = context.wrap_socket(connect(port))
    connection.sendall(PREFACE + frame(SETTINGS, 0, 0))
    return connection


def h2_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    return context


def flood(until, connect_once, *pieces, first=b""):
    """Sends pieces over and over, on a new connection whenever the server has had enough."""
    ended = 0
    while time.monotonic() < until:
        try:
            with connect_once() as connection:
                connection.settimeout(2)
                connection.sendall(first)
                while time.monotonic() < until:
                    for piece in pieces:
                        connection.sendall(piece)
        except (OSError, ssl.SSLError):
            ended += 1
            time.sleep(0.001)
    return ended


def long_body(port, until, headers):
    first = b"POST /v1/lines HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n\r\n"
    return flood(until, lambda: connect(port), b"1000\r\n" + b"x" * 4096 + b"\r\n", first=first)


def open_many(port, count, opening=b""):
    """As many connections as can be had, each with an opening said and no more."""
    held = []
    for _ in range(count):
        try:
            connection = socket.create_connection(("127.0.0.1", port), 1)
            connection.settimeout(0.01)
            connection.sendall(opening)
            held.append(connection)
        except OSError:
            pass
    return held


def drip(port, until, count):
    """Connections that bring a byte of a header now and then; those that were hung up on are replaced."""
    opening = b"GET /healthz HTTP/1.1\r\nX-Slow: "
    held, ended = open_many(port, count, opening), 0
    while time.monotonic() < until:
        for i, connection in enumerate(held):
            try:
                connection.sendall(b"x")
            except OSError:
                ended += 1
                connection.close()
                held[i : i + 1] = open_many(port, 1, opening) or [connection]
            if time.monotonic() > until:
                break
    return ended


def rapid_reset(port, until):
    context, ended = h2_context(), 0
    while time.monotonic() < until:
        try:
            with http2(port, context) as connection:
                connection.settimeout(2)
                stream = 1
                while time.monotonic() < until:
                    some = b""
                    for _ in range(100):
                        some += frame(HEADERS, END_HEADERS | END_STREAM, stream, head())
                        some += frame(RST_STREAM, 0, stream, struct.pack(">I", 8))
                        stream += 2
                    connection.sendall(some)
        except (OSError, ssl.SSLError):
            ended += 1
    return ended
