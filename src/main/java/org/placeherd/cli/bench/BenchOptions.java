package org.placeherd.cli.bench;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// The options that say what a run is to do, with their ranges.
public final class BenchOptions {
  private static final int MOST_CONNECTIONS = 60_000;
  private static final int MOST_DEPTH = 65_536;

  /// Keeps the send buffers, about 130 bytes a line, under 150 MB.
  private static final int MOST_LINES_UNDER_WAY = 1 << 20;

  /// A client's name has eight digits.
  private static final int MOST_CLIENTS = 100_000_000;

  private static final double MOST_LINES_PER_SECOND = 1e8;
  private static final double LONGEST_SECONDS = 86_400;

  /// The protocol's limits for `WHATSAT`.
  private static final BigDecimal MOST_KILOMETRES = BigDecimal.valueOf(50);

  private static final int MOST_PLACES = 20;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where the servers run (${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      split = ",",
      defaultValue = "12490",
      description =
          "Port of a server (${DEFAULT-VALUE}); repeat it, or separate with commas, to deal the connections to several.")
  private List<Integer> ports = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      defaultValue = "iamat",
      converter = ProtocolName.class,
      description = "iamat, or geoadd or set for Redis (${DEFAULT-VALUE}).")
  private Protocol protocol = Protocol.IAMAT;

  @Option(
      names = "--udp",
      description = "Send each line as a datagram from a socket of its own (with --depth 1).")
  private boolean udp;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "32",
      description = "Connections kept open (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "128",
      description =
          "Lines a connection sends before it waits for their replies (${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Different clients that report (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--name-bytes",
      paramLabel = "N",
      defaultValue = "16",
      description = "Length of a client's name, 16 or 20 (${DEFAULT-VALUE}).")
  private int nameBytes;

  @Option(
      names = "--whatsat",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "How many of a hundred lines are WHATSAT (${DEFAULT-VALUE}).")
  private int whatsatPercent;

  @Option(
      names = "--radius",
      paramLabel = "KM",
      defaultValue = "10",
      description = "Radius of a WHATSAT, 0 to 50 (${DEFAULT-VALUE}).")
  private BigDecimal radius = BigDecimal.TEN;

  @Option(
      names = "--bound",
      paramLabel = "N",
      defaultValue = "5",
      description = "Places a WHATSAT asks for, 0 to 20 (${DEFAULT-VALUE}).")
  private int bound;

  @Option(
      names = "--rate",
      paramLabel = "LINES_PER_SECOND",
      description = "Fixed rate over all connections; flat out without it.")
  private @Nullable Double linesPerSecond;

  @Option(
      names = "--no-spin",
      description =
          "With --rate: sleep rather than spin until a line is due. It leaves the servers a core they need, and lines leave up to a millisecond late, which counts as latency.")
  private boolean noSpin;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Time before measuring (${DEFAULT-VALUE}).")
  private double warmUpSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Time to measure (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      split = ",",
      description =
          "Process of a server, to report lines per second of its CPU time (Linux); may be repeated.")
  private List<Long> serverPids = List.of();

  /// The plan these options ask for.
  ///
  /// @param commandLine the command they were given to, for the error
  /// @throws ParameterException if one is out of its range, saying which and what the range is
  public BenchPlan plan(CommandLine commandLine) {
    try {
      checkLoad();
      checkQuestions();
      checkTimes();
      return checkedPlan();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, e.getMessage());
    }
  }

  private BenchPlan checkedPlan() {
    return new BenchPlan(
        targets(),
        udp,
        connections,
        depth,
        clients,
        nameBytes,
        protocol,
        whatsatPercent,
        radius.toPlainString(),
        bound,
        linesPerSecond == null ? 0 : linesPerSecond,
        !noSpin,
        nanos(warmUpSeconds),
        nanos(seconds),
        List.copyOf(serverPids));
  }

  private void checkLoad() {
    check(isIn(connections, 1, MOST_CONNECTIONS), "--connections", "from 1 to 60000", connections);
    check(isIn(depth, 1, MOST_DEPTH), "--depth", "from 1 to 65536", depth);
    check(
        (long) connections * depth <= MOST_LINES_UNDER_WAY,
        "--connections times --depth",
        "at most " + MOST_LINES_UNDER_WAY,
        (long) connections * depth);
    check(!udp || depth == 1, "--depth", "1 with --udp, one datagram at a time", depth);
    check(!udp || protocol == Protocol.IAMAT, "--protocol", "iamat with --udp", protocol);
    check(isIn(clients, 1, MOST_CLIENTS), "--clients", "from 1 to 100000000", clients);
    check(nameBytes == 16 || nameBytes == 20, "--name-bytes", "16 or 20", nameBytes);
  }

  private void checkQuestions() {
    check(isIn(whatsatPercent, 0, 100), "--whatsat", "from 0 to 100", whatsatPercent);
    check(
        whatsatPercent == 0 || protocol == Protocol.IAMAT,
        "--whatsat",
        "0 with --protocol " + protocol,
        whatsatPercent);
    check(
        radius.signum() >= 0 && radius.compareTo(MOST_KILOMETRES) <= 0 && radius.scale() <= 9,
        "--radius",
        "from 0 to 50 with at most nine decimals",
        radius);
    check(isIn(bound, 0, MOST_PLACES), "--bound", "from 0 to 20", bound);
  }

  private void checkTimes() {
    if (linesPerSecond != null) {
      check(
          linesPerSecond > 0 && linesPerSecond <= MOST_LINES_PER_SECOND,
          "--rate",
          "above 0 and at most 100000000",
          linesPerSecond);
    }
    check(
        warmUpSeconds >= 0 && warmUpSeconds <= LONGEST_SECONDS,
        "--warm-up",
        "from 0 to 86400 seconds",
        warmUpSeconds);
    check(
        seconds > 0 && seconds <= LONGEST_SECONDS,
        "--seconds",
        "above 0 and at most 86400",
        seconds);
    for (long pid : serverPids) {
      check(CpuTime.isReadable(pid), "--server-pid", "a process whose CPU time can be read", pid);
    }
  }

  private List<InetSocketAddress> targets() {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (int port : ports) {
      check(isIn(port, 1, 65_535), "--port", "from 1 to 65535", port);
      InetSocketAddress target = new InetSocketAddress(host, port);
      check(!target.isUnresolved(), "--host", "a name or address that can be resolved", host);
      targets.add(target);
    }
    return List.copyOf(targets);
  }

  private static boolean isIn(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  private static void check(boolean right, String option, String range, Object value) {
    if (!right) {
      throw new IllegalArgumentException(option + " must be " + range + ", but is " + value + ".");
    }
  }

  /// Reads a protocol's name as a user types it.
  static final class ProtocolName implements ITypeConverter<Protocol> {
    @Override
    public Protocol convert(String name) {
      for (Protocol protocol : Protocol.values()) {
        if (protocol.toString().equals(name)) {
          return protocol;
        }
      }
      throw new TypeConversionException("'" + name + "' is none of iamat, geoadd and set");
    }
  }
}
