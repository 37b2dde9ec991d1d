package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  private static final String STATUS =
      """
      {"server":"Alford","uptime_ms":185000,"clients":6,"connections":3,"reports_stored":9,\
      "lag_ms":12,"events_shed":0,"held":0,"alarms":0,"links":[\
      {"peer":"Parker","address":"127.0.0.1:1","up":true,"hello":true,"pending":0,"sent":1,"connects":1},\
      {"peer":"Old","address":"127.0.0.1:2","up":true,"hello":false,"pending":4,"sent":1,"connects":1},\
      {"peer":"Gone","address":"127.0.0.1:3","up":false,"hello":false,"pending":0,"sent":0,"connects":0}],\
      "places":{"provider":"chain:photon,overpass","sources":[\
      {"source":"photon","breaker":"open","last_failure":{"words":"photon is \\u001b[31mred","ago_ms":3000}},\
      {"source":"overpass","breaker":"closed"}]}}\
      """;

  @TempDir Path directory = Path.of("");

  private static boolean alford(String line, OutputStream out) throws IOException {
    String answer =
        switch (line) {
          case "HELLO placeherd/1 -" -> "HELLO placeherd/1 Alford\n";
          case "STATUS" -> "STATUS " + STATUS + "\n";
          default -> "? " + line + "\n";
        };
    out.write(answer.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  @Test
  void showsEachServerWithItsLinks() throws IOException {
    try (StubServer alford = StubServer.start(StatusCommandTest::alford);
        StubServer old = StubServer.saying("? HELLO placeherd/1 -\n");
        StubServer other = StubServer.start(StatusCommandTest::alford)) {
      int nobody = CommandRun.freePorts(1);
      Path file = herd(alford.port(), old.port(), other.port(), "" + nobody);
      CommandRun run = CommandRun.of("status", "--config", file.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().replaceAll("127.0.0.1:\\d+", "ADDRESS").replaceAll(" +", " "))
          .isEqualTo(
              """
              SERVER ADDRESS STATE UPTIME CLIENTS CONNECTIONS LAG LINKS
              Alford ADDRESS up 3 min 5 s 6 3 12 ms Parker up, Old up old-style (4 pending), Gone down
              Old ADDRESS down no Placeherd server: it answered "? HELLO placeherd/1 -"
              Other ADDRESS down another server listens there: Alford
              Nobody ADDRESS down nobody listens there (is the server started?)

              SERVER PLACES BREAKER FAILED LAST FAILURE
              Alford photon open 3 s ago photon is \\u001b[31mred
              """);
    }
  }

  @Test
  void theSameAsJson() throws IOException {
    try (StubServer alford = StubServer.start(StatusCommandTest::alford)) {
      int nobody = CommandRun.freePorts(1);
      Path file = herd(alford.port(), "" + nobody, "1", "2");
      CommandRun run = CommandRun.of("status", "--json", "--config", file.toString());
      ObjectMapper mapper = new ObjectMapper();
      JsonNode servers = mapper.readTree(run.out()).path("servers");
      assertThat(servers).hasSize(4);
      assertThat(servers.path(0).path("up").asBoolean()).isTrue();
      assertThat(servers.path(0).path("status")).isEqualTo(mapper.readTree(STATUS));
      assertThat(servers.path(1).path("up").asBoolean(true)).isFalse();
      assertThat(servers.path(1).path("reason").asText()).startsWith("nobody listens there");
      assertThat(servers.path(1).path("address").asText()).isEqualTo("127.0.0.1:" + nobody);
    }
  }

  @Test
  void failsIfNobodyAnswers() {
    CommandRun run = CommandRun.of("status", "--port-base", "" + CommandRun.freePorts(5));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).hasLineCount(6);
  }

  @Test
  void anAnswerThatIsNoStatusIsSaid() {
    assertThat(problemWith("? STATUS\n")).contains("PLACEHERD_TOKEN");
    assertThat(problemWith("no\n")).isEqualTo("no status: it answered \"no\"");
    assertThat(problemWith("STATUS {]\n")).isEqualTo("its status is not valid JSON");
    assertThat(problemWith("STATUS {}\n")).isEmpty();
  }

  private static String problemWith(String statusLine) {
    try (StubServer stub =
        StubServer.start((line, out) -> {
          String answer = line.equals("STATUS") ? statusLine : "HELLO placeherd/1 Stub\n";
          out.write(answer.getBytes(StandardCharsets.UTF_8));
          return true;
        })) {
      return StatusAnswer.ask(stub.address(), Optional.empty(), Optional.empty()).problem();
    }
  }

  private Path herd(String alford, String old, String other, String nobody) throws IOException {
    String toml =
        """
        [herd]
        servers = [
          { name = "Alford", host = "127.0.0.1", port = %s },
          { name = "Old", host = "127.0.0.1", port = %s },
          { name = "Other", host = "127.0.0.1", port = %s },
          { name = "Nobody", host = "127.0.0.1", port = %s },
        ]
        """
            .formatted(alford, old, other, nobody);
    return Files.writeString(directory.resolve("herd.toml"), toml);
  }
}
