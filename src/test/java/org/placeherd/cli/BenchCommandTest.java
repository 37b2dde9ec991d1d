package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.cli.bench.LineServer;

class BenchCommandTest {
  private static final String AT = "AT Alford +0.263873386 kiwi +34.068930-118.445127 1479413884\n";

  @Test
  void countsRepliesAndIntroducesEveryClient() throws Exception {
    Set<String> clients = ConcurrentHashMap.newKeySet();
    AtomicLong lines = new AtomicLong();
    try (LineServer server =
        new LineServer((line, rest) -> {
          lines.incrementAndGet();
          clients.add(line.split(" ", -1)[1]);
          return AT;
        })) {
      BenchRun outcome =
          BenchRun.bench(
              server.port(),
              "--connections 4 --depth 8 --clients 100 --warm-up 0 --seconds 0.2 --json --quiet");
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.err()).isEmpty();
      JsonNode json = outcome.json();
      assertThat(json.get("replies").asLong()).isBetween(1L, lines.get());
      assertThat(json.get("errors").asLong()).isZero();
      assertThat(json.get("bytes_per_reply").asDouble()).isEqualTo(AT.length(), within(2.0));
      assertThat(json.get("lines_per_second").asDouble())
          .isCloseTo(
              json.get("replies").asLong() / json.get("seconds").asDouble(), withinPercentage(1));
      assertThat(clients).hasSize(100);
    }
  }

  @Test
  void jsonHasTheDocumentedFields() throws Exception {
    try (LineServer server = new LineServer((line, rest) -> AT)) {
      JsonNode json =
          BenchRun.bench(
                  server.port(),
                  "--clients 10 --warm-up 0 --seconds 0.05 --json --server-pid "
                      + ProcessHandle.current().pid())
              .json();
      assertThat(json.fieldNames())
          .toIterable()
          .containsExactly(
              "protocol",
              "targets",
              "connections",
              "depth",
              "clients",
              "name_bytes",
              "whatsat_percent",
              "rate_lines_per_second",
              "seconds",
              "stopped_early",
              "replies",
              "whatsat_answered",
              "errors",
              "unanswered",
              "lines_per_second",
              "bytes_per_reply",
              "server_cpu_seconds",
              "lines_per_server_cpu_second",
              "generator_cpu_seconds",
              "latency_micros");
      assertThat(json.get("latency_micros").fieldNames())
          .toIterable()
          .containsExactly("of", "from", "p50", "p90", "p99", "p99.9", "max");
      assertThat(json.get("rate_lines_per_second").isNull()).isTrue();
      assertThat(json.get("server_cpu_seconds").asDouble()).isPositive();
    }
  }

  @Test
  void textSaysWhatTheLatencyIs() throws Exception {
    try (LineServer server = new LineServer((line, rest) -> AT)) {
      String load = "--connections 2 --depth 4 --clients 10 --warm-up 0 --seconds 0.05 --quiet";
      assertThat(BenchRun.bench(server.port(), load).out())
          .contains("flat out", "of a batch of 4 lines, from its send to its last reply");
      assertThat(BenchRun.bench(server.port(), load + " --rate 1000").out())
          .contains("1,000 lines/s", "from when it was due", "no coordinated omission");
    }
  }

  @Test
  void mixesQuestionsAmongReports() throws Exception {
    Set<String> known = ConcurrentHashMap.newKeySet();
    try (LineServer server =
        new LineServer((line, rest) -> {
          String client = line.split(" ", -1)[1];
          if (line.startsWith("IAMAT")) {
            known.add(client);
            return AT;
          }
          boolean right = known.contains(client) && line.endsWith(" 2.5 7");
          return right ? AT + "{\n\"results\":[]\n}\n\n" : "? " + line + "\n";
        })) {
      BenchRun outcome =
          BenchRun.bench(
              server.port(),
              "--connections 2 --depth 64 --clients 500 --whatsat 30 --radius 2.5 --bound 7"
                  + " --name-bytes 20 --warm-up 0 --seconds 0.3 --json --quiet");
      assertThat(outcome.exitCode()).isZero();
      JsonNode json = outcome.json();
      double share = json.get("whatsat_answered").asDouble() / json.get("replies").asDouble();
      assertThat(share).isBetween(0.2, 0.4);
    }
  }

  @Test
  void countsRefusalsAndFails() throws Exception {
    try (LineServer server = new LineServer((line, rest) -> "? " + line + "\n")) {
      BenchRun outcome =
          BenchRun.bench(server.port(), "--clients 10 --warm-up 0 --seconds 0.05 --json --quiet");
      assertThat(outcome.exitCode()).isEqualTo(1);
      JsonNode json = outcome.json();
      assertThat(json.get("errors").asLong()).isPositive().isEqualTo(json.get("replies").asLong());
      assertThat(outcome.err()).contains("replies refused the request");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --no-spin"})
  void keepsTheScheduleOfAFixedRate(String spin) throws Exception {
    try (LineServer server = new LineServer((line, rest) -> AT)) {
      JsonNode json =
          BenchRun.bench(
                  server.port(),
                  "--connections 4 --depth 2 --clients 10 --rate 2000 --warm-up 0 --seconds 0.3"
                      + " --json --quiet"
                      + spin)
              .json();
      double due = json.get("seconds").asDouble() * 2_000;
      assertThat(json.get("replies").asDouble() + json.get("unanswered").asDouble())
          .isCloseTo(due, within(6.0));
    }
  }

  @Test
  void aStallIsChargedToEveryLineItKeptWaiting() throws Exception {
    AtomicLong lines = new AtomicLong();
    try (LineServer server =
        new LineServer((line, rest) -> {
          if (lines.incrementAndGet() == 50) {
            pause(200);
          }
          return AT;
        })) {
      JsonNode latency =
          BenchRun.bench(
                  server.port(),
                  "--connections 1 --depth 1 --clients 1 --rate 1000 --warm-up 0 --seconds 0.5"
                      + " --json --quiet")
              .json()
              .get("latency_micros");
      assertThat(latency.get("from").asText()).isEqualTo("due");
      assertThat(latency.get("max").asDouble()).isGreaterThanOrEqualTo(199_000);
      // 200 of 500 lines fell due during the stall; with omission only one would have noticed.
      assertThat(latency.get("p90").asDouble()).isGreaterThan(100_000);
    }
  }

  @Test
  void aStallThatOutlastsTheRunIsCharged() throws Exception {
    AtomicLong lines = new AtomicLong();
    CountDownLatch never = new CountDownLatch(1);
    try (LineServer server =
        new LineServer((line, rest) -> {
          if (lines.incrementAndGet() > 1) {
            never.await();
          }
          return AT;
        })) {
      BenchRun outcome =
          BenchRun.bench(
              server.port(),
              "--connections 1 --depth 1 --clients 1 --rate 1000 --warm-up 0 --seconds 0.2"
                  + " --json --quiet");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err()).contains("no reply came while measuring");
      JsonNode json = outcome.json();
      assertThat(json.get("replies").asLong()).isZero();
      assertThat(json.get("unanswered").asLong()).isGreaterThanOrEqualTo(199);
      assertThat(json.get("latency_micros").get("max").asDouble()).isGreaterThanOrEqualTo(199_000);
      assertThat(json.get("latency_micros").get("p50").asDouble()).isGreaterThan(80_000);
      never.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"geoadd", "set"})
  void countsRedisReplies(String protocol) throws Exception {
    Set<List<String>> unexpected = ConcurrentHashMap.newKeySet();
    try (LineServer server =
        new LineServer((line, rest) -> {
          List<String> words = respWords(line, rest);
          boolean geoadd = words.getFirst().equals("GEOADD") && words.size() == 5;
          boolean set = words.getFirst().equals("SET") && words.size() == 3;
          if (!geoadd && !set) {
            unexpected.add(words);
          }
          return geoadd ? ":0\r\n" : "-ERR not today\r\n";
        })) {
      JsonNode json =
          BenchRun.bench(
                  server.port(),
                  "--clients 10 --depth 8 --warm-up 0 --seconds 0.1 --json --quiet --protocol "
                      + protocol)
              .json();
      long replies = json.get("replies").asLong();
      assertThat(replies).isPositive();
      assertThat(json.get("errors").asLong()).isEqualTo(protocol.equals("set") ? replies : 0);
      assertThat(unexpected).isEmpty();
    }
  }

  private static List<String> respWords(String header, BufferedReader rest) throws IOException {
    List<String> words = new ArrayList<>();
    for (int word = Integer.parseInt(header.substring(1)); word > 0; word--) {
      char[] text = new char[Integer.parseInt(rest.readLine().substring(1))];
      for (int at = 0; at < text.length; at += rest.read(text, at, text.length - at)) {}
      words.add(new String(text));
      assertThat(rest.readLine()).isEmpty();
    }
    return words;
  }

  @Test
  void readsTheRepliesUnderWayBeforeItHangsUp() throws Exception {
    AtomicLong lines = new AtomicLong();
    try (LineServer server =
        new LineServer((line, rest) -> {
          if (lines.incrementAndGet() == 20) {
            pause(200);
          }
          return AT;
        })) {
      BenchRun.bench(
          server.port(),
          "--connections 1 --depth 8 --clients 1 --warm-up 0 --seconds 0.05 --quiet");
      assertThat(server.awaitCleanEnd()).isTrue();
    }
  }

  private static void pause(int millis) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(over::countDown);
    over.await();
  }

  @Test
  void dealsConnectionsToSeveralServers() throws Exception {
    AtomicLong first = new AtomicLong();
    AtomicLong second = new AtomicLong();
    try (LineServer one = new LineServer((line, rest) -> first.incrementAndGet() + "\n");
        LineServer two = new LineServer((line, rest) -> second.incrementAndGet() + "\n")) {
      BenchRun outcome =
          BenchRun.bench(
              one.port(),
              "--port " + two.port() + " --clients 10 --warm-up 0 --seconds 0.05 --json --quiet");
      assertThat(outcome.exitCode()).isZero();
      assertThat(first.get()).isPositive();
      assertThat(second.get()).isPositive();
    }
  }

  @Test
  void aRefusedConnectionIsOneSentence() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    BenchRun outcome = BenchRun.bench(port, "--quiet");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().strip())
        .isEqualTo(
            "placeherd bench: Cannot connect to 127.0.0.1:"
                + port
                + ": Connection refused. Is a server running there?");
  }

  @Test
  void aClosedConnectionIsOneSentence() throws Exception {
    try (LineServer server =
        new LineServer((line, rest) -> {
          throw new IOException("hangs up");
        })) {
      BenchRun outcome = BenchRun.bench(server.port(), "--connections 1 --quiet");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err().strip().lines())
          .singleElement()
          .asString()
          .contains("connection", Integer.toString(server.port()));
    }
  }

  @Test
  void moreRepliesThanQuestionsIsAFailure() throws Exception {
    try (LineServer server = new LineServer((line, rest) -> AT + AT)) {
      BenchRun outcome =
          BenchRun.bench(server.port(), "--connections 1 --depth 1 --clients 1 --quiet");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err()).contains("sent more replies than it was asked for");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--connections 0 | --connections must be from 1 to 60000, but is 0.",
        "--depth 65537 | --depth must be from 1 to 65536",
        "--connections 60000 --depth 1000 | --connections times --depth must be at most",
        "--clients 100000001 | --clients must be from 1 to 100000000",
        "--name-bytes 17 | --name-bytes must be 16 or 20, but is 17.",
        "--whatsat 101 | --whatsat must be from 0 to 100",
        "--whatsat 5 --protocol set | --whatsat must be 0 with --protocol set",
        "--radius 50.1 | --radius must be from 0 to 50",
        "--bound 21 | --bound must be from 0 to 20",
        "--rate 0 | --rate must be above 0",
        "--warm-up -1 | --warm-up must be from 0",
        "--seconds NaN | --seconds must be above 0",
        "--port 65536 | --port must be from 1 to 65535",
        "--host [:: | --host must be a name or address that can be resolved",
        "--server-pid 999999999 | --server-pid must be a process whose CPU time can be read",
        "--protocol http | is none of iamat, geoadd and set",
      })
  void anOptionOutOfRangeIsAUsageError(String options, String sentence) {
    BenchRun outcome = BenchRun.bench(1, options);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines().findFirst().orElse("")).contains(sentence);
  }

  @Test
  void printsWhatItHasWhenStopped() throws Exception {
    AtomicLong lines = new AtomicLong();
    CountDownLatch wellUnderWay = new CountDownLatch(1);
    try (LineServer server =
        new LineServer((line, rest) -> {
          if (lines.incrementAndGet() == 20_000) {
            wellUnderWay.countDown();
          }
          return AT;
        })) {
      Process process = BenchRun.startProcess(server.port());
      assertThat(wellUnderWay.await(30, TimeUnit.SECONDS)).isTrue();
      process.toHandle().destroy();
      JsonNode json = new ObjectMapper().readTree(process.inputReader().readLine());
      assertThat(json.get("stopped_early").asBoolean()).isTrue();
      assertThat(json.get("replies").asLong()).isPositive();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
