"""What the measuring scripts say to servers of the herd, of any make, as clients and tools do."""
import json
import resource
import socket
import time

CONNECT_SECONDS = 5
READ_SECONDS = 60
# Fewer than a server lets wait for places at once.
QUESTIONS_AT_ONCE = 200


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port), CONNECT_SECONDS)
    connection.settimeout(READ_SECONDS)
    return connection


def accepts(port):
    try:
        connect(port).close()
        return True
    except OSError:
        return False


def say(port, lines):
    """Sends lines on a connection of their own and returns all that comes back."""
    with connect(port) as client:
        client.sendall(lines)
        client.shutdown(socket.SHUT_WR)
        return client.makefile("rb").read()


def status(port):
    """What `placeherd status` is told."""
    reply = say(port, b"HELLO placeherd/1 -\nSTATUS\n").decode()
    return json.loads(reply.splitlines()[-1].removeprefix("STATUS "))


def name(number):
    """The client of this number, as `placeherd bench` calls it."""
    return b"cl%08d.u.edu" % number


def report(port, names):
    """Has clients report where they are, now, and returns how many were answered with an AT line."""
    lines = b"".join(b"IAMAT %s +34.068930-118.445127 %.9f\n" % (each, time.time()) for each in names)
    return sum(line.startswith(b"AT ") for line in say(port, lines).splitlines())


def ask(port, names):
    """The AT line of each client at a server, or what it answers instead."""
    lines = []
    with connect(port) as connection:
        answers = connection.makefile("rb")
        for at in range(0, len(names), QUESTIONS_AT_ONCE):
            some = names[at : at + QUESTIONS_AT_ONCE]
            connection.sendall(b"".join(b"WHATSAT %s 1 0\n" % each for each in some))
            lines += [first_line(answers) for _ in some]
    return lines


def first_line(answers):
    """The first line of an answer; behind an AT line there are places and an empty line."""
    line = answers.readline()
    if line.startswith(b"AT "):
        while answers.readline().strip():
            pass
    return line


def known(port, names):
    """How many of the clients a server knows; none if it cannot be reached."""
    try:
        return sum(line.startswith(b"AT ") for line in ask(port, names))
    except OSError:
        return 0


def allow_many_connections():
    """Lifts this process's limit of open files as far as it may; servers started later inherit it."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def connect_idle(port, connections):
    """Opens connections, each of which has one reply and then nothing to say."""
    idle = []
    for _ in range(connections):
        client = connect(port)
        client.sendall(b"IAMAT idle +34.068930-118.445127 1479413884.392014450\n")
        client.recv(512)
        idle.append(client)
    return idle
