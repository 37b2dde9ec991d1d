package org.placeherd.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.ThreadMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// What it costs to find moving clients, by hand; `scripts/clients-near` runs it beside Redis.
///
/// `points CLIENTS` and `queries` print what another server needs for the same work; `update
/// CLIENTS` compares IAMAT with and without the tree; `measure CLIENTS SECONDS RATE` asks while so
/// many reports a second arrive; `bounds CLIENTS` measures the dearest queries. Figures come as
/// lines of `key=value`. One thread.
final class ClientsNearBenchmark {
  private static final long SEED = 1;
  private static final int QUERIES = 4_096;
  private static final int LIMIT = 10;
  private static final double RADIUS_METRES = 10_000;
  private static final int ROUNDS = 7;
  private static final double[] STEPS_DEGREES = {0.000_01, 0.000_2, MovingPoints.STEP_DEGREES};
  private static final double WARM_UP_SECONDS = 4;
  private static final int BATCH_LINES = 64;
  private static final long FIRST_SECOND = 1_790_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ClientsNearBenchmark() {}

  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "points" -> print(new MovingPoints(SEED, Integer.parseInt(arguments[1])).all());
      case "queries" -> print(queries());
      case "update" -> update(Integer.parseInt(arguments[1]));
      case "bounds" -> bounds(Integer.parseInt(arguments[1]));
      case "measure" ->
          measure(
              Integer.parseInt(arguments[1]),
              Double.parseDouble(arguments[2]),
              Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException("no such part: " + arguments[0]);
    }
  }

  /// Spread as the clients are.
  private static List<LatLon> queries() {
    return new MovingPoints(SEED + 1, QUERIES, SEED).all();
  }

  private static void print(List<LatLon> points) {
    PrintWriter out = new PrintWriter(System.out, false, US_ASCII);
    for (LatLon each : points) {
      out.printf(Locale.ROOT, "%.6f %.6f%n", each.longitudeDegrees(), each.latitudeDegrees());
    }
    out.flush();
  }

  private static long nanosOf(long second) {
    return second * 1_000_000_000L;
  }

  /// A node and the bytes it is fed with.
  private static final class Herd {
    private final QuietEffects effects = new QuietEffects();
    private final HerdNode node =
        new HerdNode(
            new NodeSettings(
                "Alford",
                List.of(),
                NodeSettings.DEFAULT_TOLERANCE_NANOS,
                NodeSettings.StaleReply.LITERAL,
                Limits.DEFAULT,
                TestLines.KEY),
            effects);
    private final LineReader reader = new LineReader(Limits.DEFAULT, TestLines.KEY);
    private final LineBatch batch = new LineBatch();
    private final Session session = new Session(false);
    private final ByteWriter saved = new ByteWriter(1 << 16);

    /// Handles the lines of `bytes[from … to)` and returns where it stopped, at least so many lines
    /// later.
    int handle(byte[] bytes, int from, int to, int lines, long nowNanos) {
      int at = from;
      int done = 0;
      while (at < to && done < lines) {
        batch.clear();
        at = reader.read(bytes, at, to, false, 1, batch);
        done += batch.size();
        node.handle(batch, session, nowNanos);
        effects.replies.clear();
      }
      return at;
    }

    /// As the journal does; so that the set of what is unsaved does not grow.
    void save() {
      while (node.unsaved() > 0) {
        saved.clear();
        node.drainUnsaved(saved, 1 << 16);
      }
    }
  }

  private static final class QuietEffects implements Effects {
    private final ByteWriter replies = new ByteWriter(1 << 16);

    @Override
    public ByteWriter replies() {
      return replies;
    }

    @Override
    public void findPlaces(int atLineBytes, LatLon centre, Line question) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public void showStatus() {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public void tell(int neighbour) {
      throw new IllegalStateException("there is no neighbour");
    }

    @Override
    public void show(Line line, Outcome outcome) {
      if (outcome != Outcome.STORED) {
        throw new IllegalStateException(outcome + ": " + line);
      }
    }
  }

  private static void update(int clients) {
    MovingPoints points = new MovingPoints(SEED, clients);
    Herd without = new Herd();
    Herd with = new Herd();
    long second = FIRST_SECOND;
    byte[] lines = points.linesInOrder(second);
    for (Herd each : List.of(without, with)) {
      each.handle(lines, 0, end(lines), Integer.MAX_VALUE, nanosOf(second));
      each.save();
    }
    long began = THREADS.getCurrentThreadCpuTime();
    var _ = with.node.reports().near().prepare(Integer.MAX_VALUE);
    long prepared = THREADS.getCurrentThreadCpuTime() - began;
    System.out.printf(
        Locale.ROOT,
        "clients=%d prepare_ns=%.0f tree_bytes=%.1f%n",
        clients,
        (double) prepared / clients,
        (double) with.node.reports().near().bytes() / clients);
    for (double step : STEPS_DEGREES) {
      for (int round = 0; round <= ROUNDS; round++) {
        lines = points.lines(++second, step);
        double plain = nanosALine(without, lines, clients, second);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        double kept = nanosALine(with, lines, clients, second);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (round > 0) {
          System.out.printf(
              Locale.ROOT,
              "step_degrees=%s iamat_ns=%.1f with_tree_ns=%.1f allocated_bytes=%.3f"
                  + " tree_bytes=%.1f%n",
              step,
              plain,
              kept,
              (double) allocated / clients,
              (double) with.node.reports().near().bytes() / clients);
        }
      }
    }
  }

  private static int end(byte[] lines) {
    return lines.length - LineReader.SLACK_BYTES;
  }

  private static double nanosALine(Herd herd, byte[] lines, int count, long second) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    var _ = herd.handle(lines, 0, end(lines), Integer.MAX_VALUE, nanosOf(second));
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    herd.save();
    return (double) cpu / count;
  }

  private static void bounds(int clients) {
    Herd herd = new Herd();
    byte[] lines = new MovingPoints(SEED, clients).linesInOrder(FIRST_SECOND);
    herd.handle(lines, 0, end(lines), Integer.MAX_VALUE, nanosOf(FIRST_SECOND));
    long later = nanosOf(FIRST_SECOND + 60);
    Histogram most = new Histogram(3);
    Histogram tooOld = new Histogram(3);
    for (LatLon centre : queries().subList(0, 400)) {
      NearQuery many = new NearQuery(centre, 100 * RADIUS_METRES, NearQuery.MAX_CLIENTS);
      timed(most, herd, many, later);
      timed(tooOld, herd, many.notOlderThan(1, NearQuery.AgeOf.RECEPTION), later);
    }
    System.out.printf(
        Locale.ROOT,
        "most_p50_ms=%.2f most_p99_ms=%.2f too_old_p50_ms=%.2f too_old_p99_ms=%.2f%n",
        most.getValueAtPercentile(50) / 1e6,
        most.getValueAtPercentile(99) / 1e6,
        tooOld.getValueAtPercentile(50) / 1e6,
        tooOld.getValueAtPercentile(99) / 1e6);
  }

  private static void timed(Histogram nanos, Herd herd, NearQuery query, long nowNanos) {
    long began = System.nanoTime();
    var _ = herd.node.reports().near().find(query, nowNanos);
    nanos.recordValue(System.nanoTime() - began);
  }

  private static void measure(int clients, double seconds, int rate) {
    MovingPoints points = new MovingPoints(SEED, clients);
    Herd herd = new Herd();
    byte[] lines = points.linesInOrder(FIRST_SECOND);
    herd.handle(lines, 0, end(lines), Integer.MAX_VALUE, nanosOf(FIRST_SECOND));
    herd.save();
    long began = System.nanoTime();
    var _ = herd.node.reports().near().find(query(queries().getFirst()), 0);
    System.out.printf(Locale.ROOT, "first_query_ms=%.0f%n", (System.nanoTime() - began) / 1e6);
    Measured warm = new Measured(herd, points, rate, FIRST_SECOND + 1);
    warm.run(WARM_UP_SECONDS);
    Measured measured = new Measured(herd, points, rate, FIRST_SECOND + 1_000);
    measured.run(seconds);
    System.out.println(measured.figures());
    Measured quiet = new Measured(herd, points, 0, FIRST_SECOND + 2_000);
    quiet.run(seconds);
    System.out.println(quiet.figures());
  }

  private static NearQuery query(LatLon centre) {
    return new NearQuery(centre, RADIUS_METRES, LIMIT);
  }

  /// Queries one after another, and reports whenever they are due.
  private static final class Measured {
    private final Herd herd;
    private final MovingPoints points;
    private final int rate;
    private final List<NearQuery> queries =
        ClientsNearBenchmark.queries().stream().map(ClientsNearBenchmark::query).toList();
    private final Histogram nanos = new Histogram(3);
    private long second;
    private byte[] lines = new byte[LineReader.SLACK_BYTES];
    private int at;
    private long reports;
    private long asked;
    private long found;
    private long cpuNanos;
    private long wallNanos;

    Measured(Herd herd, MovingPoints points, int rate, long second) {
      this.herd = herd;
      this.points = points;
      this.rate = rate;
      this.second = second;
    }

    void run(double seconds) {
      while (wallNanos < seconds * 1e9) {
        if (rate > 0 && at >= end(lines)) {
          // The making of the lines is not measured.
          lines = points.lines(++second, MovingPoints.STEP_DEGREES);
          at = 0;
        }
        long began = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        slice(began, Math.min(100_000_000L, (long) (seconds * 1e9) - wallNanos));
        cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
        wallNanos += System.nanoTime() - began;
        herd.save();
      }
    }

    private void slice(long began, long sliceNanos) {
      long last = began;
      while (last - began < sliceNanos) {
        long due = (long) ((wallNanos + last - began) / 1e9 * rate) - reports;
        if (due >= BATCH_LINES) {
          if (at >= end(lines)) {
            return;
          }
          long before = herd.node.stored();
          at = herd.handle(lines, at, end(lines), BATCH_LINES, nanosOf(second));
          reports += herd.node.stored() - before;
          last = System.nanoTime();
        }
        NearQuery query = queries.get((int) (asked++ % queries.size()));
        found += herd.node.reports().near().find(query, nanosOf(second)).clients().size();
        long now = System.nanoTime();
        nanos.recordValue(now - last);
        last = now;
      }
    }

    String figures() {
      return String.format(
          Locale.ROOT,
          "rate=%d reports_per_second=%.0f per_cpu_second=%.0f p50_us=%.1f p99_us=%.1f found=%.2f",
          rate,
          reports * 1e9 / wallNanos,
          asked * 1e9 / cpuNanos,
          nanos.getValueAtPercentile(50) / 1e3,
          nanos.getValueAtPercentile(99) / 1e3,
          (double) found / asked);
    }
  }
}
