"""What happens to servers of any make on a crash, on a partition and on bad input. Everything is
observed from outside, through the servers' ports; nothing is known of their insides."""
import tempfile
import time

from contenders import Herd, alone
from measure import NAMES, fail, resident
from talk import ask, connect, known, report, say

CLIENTS = 500
PATIENCE_SECONDS = 20
SPREAD_SECONDS = 30
POSITION = b"+34.068930-118.445127"
MEGABYTE = 1 << 20
GREEDY_CONNECTIONS = 50

VALID = b"IAMAT good.client +34.068930-118.445127 1479413884.392014450"
IAMAT = b"IAMAT kiwi "
INVALID = [
    b"LLL", b"", b"   ", b"IAMTA kiwi +34.068930-118.445127 1479413884.392014450", b"IAMAT",
    IAMAT + b"wi +34.068930-118.445127 1479413884.392014450", IAMAT + b"+34.068930-118.445127 1 2",
    *(IAMAT + position + b" 1479413884.392014450"
      for position in (b"34.068930-118.445127", b"-118.445127", b"+18.445127", b"Los_Angeles",
                       b"+34.068930+-118.445127", b"+34.068930,118.445127", b"+91-118", b"+34-181")),
    *(IAMAT + POSITION + b" " + time for time in (b"NOW", b"-1479413884.392014450", b"1e9", b"1.2.3")),
    b"WHATSAT", b"WHATSAT good.client", b"WHATSAT good.client 2",
    *(b"WHATSAT good.client %s 5" % radius for radius in (b"51", b"1000", b"-10", b"r", b"nan")),
    *(b"WHATSAT good.client 10 %s" % bound for bound in (b"21", b"1000", b"-10", b"-5.2", b"l")),
    b"WHATSAT nobody 10 5",
    b"\x00", b"\xff\xfe\xfd", bytes(byte for byte in range(256) if byte != 10), b"%s%n{0}$(id)'\"<b>",
]


def names(prefix):
    return [b"%s%03d.example" % (prefix, number) for number in range(CLIENTS)]


def settle(condition, seconds):
    """Waits until the condition is true, or no longer than so long; the seconds it took."""
    began = time.monotonic()
    while not condition() and time.monotonic() - began < seconds:
        time.sleep(0.1)
    return time.monotonic() - began


def everywhere(herd, clients):
    return all(known(port, clients) == len(clients) for port in herd.ports.values())


def spread(herd, at, clients):
    """Has clients report to one server and waits until all servers know them."""
    if report(herd.ports[at], clients) != len(clients):
        fail(f"{herd.make.name}: not every report was answered.")
    settle(lambda: everywhere(herd, clients), SPREAD_SECONDS)
    if not everywhere(herd, clients):
        fail(f"{herd.make.name}: a flood did not reach all five servers in {SPREAD_SECONDS} s.")


def crash_alone(make):
    """How many of the acknowledged clients a server still knows after kill -9 and a new start."""
    with tempfile.TemporaryDirectory() as folder:
        with alone(make, folder) as server:
            acknowledged = report(server.port, names(b"a"))
            server.kill()
        with alone(make, folder) as server:
            settle(lambda: known(server.port, names(b"a")) == acknowledged, PATIENCE_SECONDS)
            return known(server.port, names(b"a")), acknowledged


def crash_in_herd(make):
    """One server of five dies. What it knows after its return of what it had, and of what was
    reported to others meanwhile; then all five die at once: what the best of them knows."""
    with tempfile.TemporaryDirectory() as folder, Herd(make, folder) as herd:
        spread(herd, "Alford", names(b"a"))
        herd.kill("Alford")
        report(herd.ports["Bolden"], names(b"b"))
        herd.start("Alford")
        port = herd.ports["Alford"]
        settle(lambda: known(port, names(b"a") + names(b"b")) == 2 * CLIENTS, PATIENCE_SECONDS)
        had, missed = known(port, names(b"a")), known(port, names(b"b"))
        herd.kill(*NAMES)
        herd.start(*NAMES)
        everything = names(b"a") + names(b"b")
        settle(lambda: everywhere(herd, everything), PATIENCE_SECONDS)
        return had, missed, max(known(port, everything) for port in herd.ports.values())


def partition(make):
    """Alford and Welsh are cut off from the other three. Some clients report to one side, some to the
    other, some to both in turn, some to both with equal times. After the links are back: on how many
    clients all five servers agree, how many of those that went to both show the newer report, and
    how long that took."""
    with tempfile.TemporaryDirectory() as folder, Herd(make, folder) as herd:
        spread(herd, "Alford", names(b"a"))
        cut = herd.cut_between({"Alford", "Welsh"})
        report_apart(herd.ports["Alford"], herd.ports["Bolden"])
        for proxy in cut:
            proxy.heal()
        clients = [name for prefix in (b"b", b"c", b"d", b"e") for name in names(prefix)]
        seconds = settle(lambda: agreed(herd, clients) == len(clients), PATIENCE_SECONDS)
        newest = min(sum(b" +2" in line for line in ask(port, names(b"d"))) for port in herd.ports.values())
        return agreed(herd, clients), len(clients), newest, seconds


def report_apart(one, other):
    report(one, names(b"b"))
    report(other, names(b"c"))
    now = time.time()
    for port, latitude, later in ((one, b"+10", 0), (other, b"+20", 0.5)):
        say(port, b"".join(b"IAMAT %s %s-118.5 %.9f\n" % (name, latitude, now + later) for name in names(b"d")))
        say(port, b"".join(b"IAMAT %s %s-118.5 %.9f\n" % (name, latitude, now) for name in names(b"e")))


def agreed(herd, clients):
    """On how many clients all servers say the same."""
    answers = [ask(port, clients) for port in herd.ports.values()]
    return sum(len(set(lines)) == 1 and lines[0].startswith(b"AT ") for lines in zip(*answers))


def bad_input(make):
    """Answers to invalid lines, to a line of a megabyte, and what fifty lines without end do to the
    server's memory and to another client."""
    with tempfile.TemporaryDirectory() as folder, alone(make, folder) as server:
        say(server.port, VALID + b"\n")
        right = sum(is_refused(server.port, line) for line in INVALID)
        megabyte = long_line(server.port)
        grown, reply_millis = lines_without_end(server)
        return {"right": right, "of": len(INVALID), "megabyte": megabyte, "grown": grown,
                "reply_millis": reply_millis, "alive": is_alive(server)}


def is_refused(port, line):
    """The line is answered `? ` and itself, and the connection goes on."""
    answer = say(port, line + b"\n" + VALID + b"\n").split(b"\n")
    return answer[0] == b"? " + line and len(answer) > 1 and answer[1].startswith(b"AT ")


def is_alive(server):
    return server.process.poll() is None and say(server.port, VALID + b"\n").startswith(b"AT ")


def long_line(port):
    """What a line of a megabyte is answered, in words."""
    with connect(port) as client:
        answer = b""
        try:
            client.sendall(b"A" * MEGABYTE + b"\n" + VALID + b"\n")
            while data := client.recv(MEGABYTE):
                answer += data
                if b"AT " in answer:
                    return f"{len(answer):,} bytes, connection stays"
        except ConnectionError:
            pass  # it closed while we wrote
        except TimeoutError:
            return f"{len(answer):,} bytes, then nothing"
        return f"{len(answer):,} bytes, then closed"


def lines_without_end(server):
    """Memory in MB and the milliseconds of another client's reply while fifty clients each send a
    megabyte and no newline."""
    before = resident(server.pid)
    greedy = [connect(server.port) for _ in range(GREEDY_CONNECTIONS)]
    for client in greedy:
        client.settimeout(1)
        try:
            client.sendall(b"A" * MEGABYTE)
        except OSError:
            pass  # closed, or not read any more: both are ways to be safe
    began = time.monotonic()
    say(server.port, VALID + b"\n")
    millis = (time.monotonic() - began) * 1000
    grown = (resident(server.pid) - before) / 1e6
    for client in greedy:
        client.close()
    return grown, millis
