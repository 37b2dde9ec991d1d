"""The makes of servers that docs/comparison.md compares: how each is started, alone or as the five
servers of w16, and how much code it is."""
import ast
import contextlib
import glob
import os
import shutil

from link_proxy import LinkProxy
from measure import HTTP_OFF, NAMES, PLACEHERD, ROOT, fail, free_port, free_ports, start
from talk import accepts

LINKS = [("Alford", "Parker"), ("Alford", "Welsh"), ("Bolden", "Parker"), ("Bolden", "Welsh"),
         ("Hamilton", "Parker")]
# Twisted is Debian's, so it needs Debian's Python.
INTERPRETERS = {"twisted": "/usr/bin/python3", "asyncio": "/usr/bin/python3", "node": "node"}
SOURCES = {"twisted": "*.py", "asyncio": "*.py", "node": "*.mjs"}
# What the others have: no commands, no load generator, no index of places.
CORE_ROOMS = ("geo", "wire", "node", "journal", "transport", "ops", "server")


class OldStyle:
    """A server under interop/, which keeps nothing on the disk but its log."""

    def __init__(self, make):
        self.name = make
        self.folder = os.path.join(ROOT, "interop", make)
        self.interpreter = shutil.which(INTERPRETERS[make])
        if not self.interpreter:
            fail(f"{INTERPRETERS[make]} is needed for {make}.")

    def command(self, server, port, folder, neighbours):
        (program,) = glob.glob(os.path.join(self.folder, "server.*"))
        words = [self.interpreter, program, server, "--listen", f"127.0.0.1:{port}", "--log", folder]
        for name, address in neighbours.items():
            words += ["--neighbour", f"{name}=127.0.0.1:{address}"]
        return words

    def lines_of_code(self):
        files = glob.glob(os.path.join(self.folder, SOURCES[self.name]))
        return f"{sum(map(code_lines, files)):,}"


class Placeherd:
    """Placeherd with some flags."""

    def __init__(self, name, *flags):
        self.name, self.flags = name, flags

    def command(self, server, port, folder, neighbours):
        config = os.path.join(folder, "herd.toml")
        links = ", ".join(f'["{server}", "{name}"]' for name in neighbours)
        text = f"[herd]\nlinks = [{links}]\n"
        for name, address in {server: port, **neighbours}.items():
            text += f'\n[[herd.servers]]\nname = "{name}"\nhost = "127.0.0.1"\nport = {address}\n'
        with open(config, "w", encoding="utf-8") as file:
            file.write(text)
        return [PLACEHERD, "serve", server, "--config", config, "--data", folder, *HTTP_OFF, *self.flags]

    def lines_of_code(self):
        package = os.path.join(ROOT, "src", "main", "java", "org", "placeherd")
        core = sum(java_lines(os.path.join(package, room)) for room in CORE_ROOMS)
        return f"{core:,} of {java_lines(package):,}"


MAKES = {
    make.name: make
    for make in (
        OldStyle("twisted"),
        OldStyle("node"),
        OldStyle("asyncio"),
        Placeherd("placeherd", "--events", "all", "--ack", "disk"),
        Placeherd("placeherd, no event log", "--events", "off", "--ack", "disk"),
        Placeherd("placeherd, memory only", "--events", "all", "--ack", "memory"),
    )
}


def java_lines(folder):
    return sum(map(code_lines, glob.glob(f"{folder}/**/*.java", recursive=True)))


def code_lines(file):
    """Lines that are neither blank nor comment nor docstring."""
    with open(file, encoding="utf-8") as text:
        source = text.read()
    return python_lines(source) if file.endswith(".py") else c_like_lines(source)


def python_lines(source):
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)


def c_like_lines(source):
    count, inside = 0, False
    for line in map(str.strip, source.splitlines()):
        inside = inside or line.startswith("/*")
        count += bool(line) and not inside and not line.startswith(("//", "#!"))
        inside = inside and not line.endswith("*/")
    return count


@contextlib.contextmanager
def alone(make, folder, core=None):
    """One server without neighbours."""
    port = free_port()
    with start(make.name, make.command("Alford", port, folder, {}), port, core) as server:
        yield server


class Herd:
    """The five servers of w16 with somebody on each link who can cut it. Ends with its `with`."""

    def __init__(self, make, folder):
        self.make, self.folder = make, folder
        directed = LINKS + [(b, a) for a, b in LINKS]
        base = free_ports(len(NAMES) + len(directed))
        self.ports = {name: base + at for at, name in enumerate(NAMES)}
        self.links = {
            (a, b): LinkProxy(base + len(NAMES) + at, self.ports[b]) for at, (a, b) in enumerate(directed)
        }
        self.servers = {}

    def start(self, *names):
        for name in names:
            folder = os.path.join(self.folder, name)
            os.makedirs(folder, exist_ok=True)
            neighbours = {b: proxy.port for (a, b), proxy in self.links.items() if a == name}
            command = self.make.command(name, self.ports[name], folder, neighbours)
            self.servers[name] = start(name, command, self.ports[name])

    def kill(self, *names):
        for name in names:
            self.servers.pop(name).kill()

    def cut_between(self, island):
        """Cuts every link that leaves the island; returns the links."""
        leaving = [proxy for ends, proxy in self.links.items() if len(island.intersection(ends)) == 1]
        for proxy in leaving:
            proxy.cut()
        return leaving

    def is_up(self):
        return all(accepts(port) for port in self.ports.values())

    def __enter__(self):
        self.start(*NAMES)
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.kill()
        for proxy in self.links.values():
            proxy.cut()
