"""What the scripts share that run a benchmark of the test sources beside Redis: the program itself, and
Redis, pinned to SERVER_CORE and spoken to from here."""
import os
import subprocess

from measure import ROOT, SERVER_CORE, fail, free_port, start

TICKS = os.sysconf("SC_CLK_TCK")


def class_path(folder):
    """Compiles the tests, where the benchmark lives."""
    file = os.path.join(folder, "class-path")
    subprocess.run(["mvn", "-q", "-B", "test-compile", "dependency:build-classpath", f"-Dmdep.outputFile={file}",
                    "-Dmdep.includeScope=test"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with open(file) as text:
        return ":".join([f"{ROOT}/target/test-classes", f"{ROOT}/target/classes", text.read().strip()])


def program(path, name, *arguments, heap, core=None):
    """The lines that a part of a benchmark prints."""
    jdk = subprocess.run(["sh", f"{ROOT}/bin/find-jdk"], check=True, capture_output=True, text=True).stdout.strip()
    command = [f"{jdk}/bin/java", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
               "--enable-native-access=ALL-UNNAMED", "-cp", path, name, *map(str, arguments)]
    return subprocess.run((["taskset", "-c", core] if core else []) + command, check=True, capture_output=True,
                          text=True).stdout.splitlines()


def figures(line):
    return dict(each.split("=") for each in line.split())


def command(*words):
    encoded = [each if isinstance(each, bytes) else str(each).encode() for each in words]
    return b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(each), each) for each in encoded)


def skip_reply(answers):
    """Reads one reply, whatever is in it, and returns how many elements it has."""
    line = answers.readline()
    kind, rest = line[:1], line[1:]
    if kind == b"*":
        for _ in range(int(rest)):
            skip_reply(answers)
        return int(rest)
    if kind == b"$":
        answers.read(int(rest) + 2)
    elif kind == b"-":
        fail("Redis says " + rest.decode())
    return 1


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def start_redis(folder):
    """A Redis that keeps nothing on the disk."""
    port = free_port()
    return start("redis-server", ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
                                  "--appendonly", "no", "--dir", folder], port, SERVER_CORE)
