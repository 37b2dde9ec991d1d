"""What the measuring scripts share: servers as processes, the load generators, tables in Markdown.

A server is started in a process group of its own, awaited until it listens, and ended with its whole
group. Where one server is measured it is pinned to SERVER_CORE and what drives it to GENERATOR_CORE.
"""
import json
import os
import re
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from talk import accepts

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
PLACEHERD = os.path.join(ROOT, "placeherd")
# What is measured is the line port; loading HTTP beside it would only add noise.
HTTP_OFF = ["--http-port", "off"]
SERVER_CORE, GENERATOR_CORE = "1", "0"
NAMES = ["Alford", "Bolden", "Hamilton", "Parker", "Welsh"]  # the preset w16, in the order of its ports
START_SECONDS = 60
STOP_SECONDS = 60


# A script that is told to stop ends the servers it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))


def fail(sentence):
    sys.exit(f"{os.path.basename(sys.argv[0])}: {sentence}")


def note(sentence):
    """Progress, on standard error, so that the tables alone can be kept."""
    print(sentence, file=sys.stderr, flush=True)


def need_two_cores():
    if len(os.sched_getaffinity(0)) < 2:
        fail("two cores are needed, one for the server and one for the generator.")


def build():
    """Builds and trains Placeherd if need be, so that no start is charged with it."""
    if subprocess.run([PLACEHERD, "version"], stdout=subprocess.DEVNULL).returncode != 0:
        fail("Placeherd could not be built.")


def wait_until(condition, seconds, what, every=0.02):
    """Waits for a true value of the condition and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(every)
    fail(f"{what} within {seconds} s.")


def free_port():
    return free_ports(1)


def free_ports(count):
    """The first of so many free ports in a row. Below the range of outgoing connections, which would
    take them meanwhile."""
    for base in range(20_000 + os.getpid() % 1_000 * 10, 32_000, count):
        if all(map(is_free, range(base, base + count))):
            return base
    fail(f"there are no {count} free ports in a row.")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


class Server:
    """A server process that listens on a port of loopback; ended at the end of a `with`."""

    def __init__(self, name, command, port, core=None):
        self.name, self.port = name, port
        self.errors = tempfile.TemporaryFile()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            (["taskset", "-c", core] if core else []) + command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
            start_new_session=True,
        )

    def await_listening(self, every=0.02):
        """Sets `pid`, the process that listens: the command may have been a script that starts it."""
        wait_until(self.listens, START_SECONDS, f"{self.name} did not listen on {self.port}", every)
        self.pid = listener(self.process.pid, self.port)
        return self

    def listens(self):
        if self.process.poll() is not None:
            fail(f"{self.name} ended with {self.process.returncode}: {self.last_error()}")
        return accepts(self.port)

    def last_error(self):
        self.errors.seek(0)
        return (self.errors.read().decode(errors="replace").strip().splitlines() or ["no reason"])[-1]

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def terminate(self):
        self.signal(signal.SIGTERM)
        self.process.wait(STOP_SECONDS)

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass  # It has ended.

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.errors.close()


def start(name, command, port, core=None):
    """Starts a server and waits until it listens."""
    server = Server(name, command, port, core)
    try:
        return server.await_listening()
    except BaseException:
        server.kill()
        raise


def serve(name, port_base, data, *flags):
    """The command of a Placeherd server, without HTTP where the flags do not say otherwise."""
    http = [] if "--http-port" in flags else HTTP_OFF
    return [PLACEHERD, "serve", name, "--port-base", str(port_base), "--data", data, *http, *flags]


def listener(group, port):
    """The process of a group that listens on a port."""
    inodes = listening_inodes(port)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getpgid(int(pid)) != group:
                continue
            fds = f"/proc/{pid}/fd"
            if any(os.readlink(f"{fds}/{fd}") in inodes for fd in os.listdir(fds)):
                return int(pid)
        except OSError:
            continue  # It has ended meanwhile.
    fail(f"the process that listens on port {port} was not started by this script.")


def listening_inodes(port):
    inodes = set()
    for table in filter(os.path.exists, ("/proc/net/tcp", "/proc/net/tcp6")):
        with open(table, encoding="ascii") as lines:
            for fields in map(str.split, list(lines)[1:]):
                if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    inodes.add(f"socket:[{fields[9]}]")
    return inodes


def resident(pid):
    """Resident memory in bytes."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) * 1024


def start_bench(ports, *options, command=None, core=GENERATOR_CORE):
    """Starts `placeherd bench`; options are words, ports one or many."""
    words = ["taskset", "-c", core] if core else []
    words += shlex.split(command) if command else [PLACEHERD, "bench"]
    words += ["--quiet", "--json", "--port", ",".join(map(str, ports)), *map(str, options)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish_bench(process, may_be_silent=False):
    """Waits for a generator to end and returns its figures; no reply at all is a figure if it may be."""
    out, err = process.communicate()
    is_silent = bool(out) and json.loads(out)["replies"] == 0
    if process.returncode != 0 and not (is_silent and may_be_silent):
        fail(f"the generator failed: {err.strip()}")
    return json.loads(out)


def bench(ports, *options, **how):
    return finish_bench(start_bench(ports, *options, **how))


def introduce(port, clients, *options):
    """Has clients cl00000000.u.edu and so on report, each at least once."""
    bench([port], "--clients", clients, "--connections", 8, "--warm-up", 0, "--seconds", 1, *options)


def disk(folder):
    """The file system a folder is on and how long it takes to make 4 KiB safe there, in words. A
    journal on tmpfs proves nothing."""
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True)
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            began = time.monotonic()
            os.write(file.fileno(), bytes(4096))
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - began)
    millis = statistics.median(times) * 1000
    return f"{kind.stdout.strip()}, appending 4 KiB and fdatasync take {millis:.2f} ms (median of 100)"


def markdown(header, rows):
    """A table whose first column is text and whose others are numbers."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def goals(figures):
    """A table of goals; each is (what, measured, "≥" or "≤", wanted, unit)."""
    rows = []
    for what, measured, sign, wanted, unit in figures:
        met = measured >= wanted if sign == "≥" else measured <= wanted
        rows.append([what, f"{measured:,.2f} {unit}", f"{sign} {wanted:g} {unit}", "yes" if met else "no"])
    return markdown(["goal", "measured", "wanted", "met"], rows)
