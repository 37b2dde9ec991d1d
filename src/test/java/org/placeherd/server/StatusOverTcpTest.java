package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HELLO and STATUS, what our own servers and tools say to each other.
class StatusOverTcpTest {
  private final TestHerd herd;

  StatusOverTcpTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden Hamilton", "Alford-Bolden Alford-Hamilton");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  @Test
  void statusSaysHowAServerIs() throws Exception {
    herd.start("Alford").start("Bolden").awaitLinks();
    try (LineClient bolden = herd.client("Bolden")) {
      bolden.ask("IAMAT kiwi +1+2 3");
      bolden.ask("IAMAT kiwi +1+2 4");
      bolden.ask("IAMAT lime +1+2 4");
      herd.awaitFlood();
      JsonNode status = herd.status("Alford");
      assertThat(status.get("server").asText()).isEqualTo("Alford");
      assertThat(status.get("clients").asInt()).isEqualTo(2);
      assertThat(status.get("reports_stored").asInt()).isBetween(2, 3);
      assertThat(status.get("lag_ms").asLong()).isBetween(0L, 20_000L);
      assertThat(status.get("connections").asInt()).isEqualTo(2); // Bolden's link and the tool
      assertThat(status.get("held").asInt()).isZero();
      assertThat(status.get("alarms").asInt()).isZero();
      assertThat(status.get("places").get("provider").asText()).isEqualTo("test");
      assertThat(status.get("places").get("sources")).isEmpty();
      JsonNode link = herd.link("Alford", "Bolden");
      assertThat(link.get("up").asBoolean()).isTrue();
      assertThat(link.get("hello").asBoolean()).isTrue();
      assertThat(link.get("pending").asInt()).isZero();
      assertThat(link.get("address").asText()).isEqualTo("127.0.0.1:" + herd.port("Bolden"));
      assertThat(herd.link("Alford", "Hamilton").get("up").asBoolean()).isFalse();
      assertThat(herd.link("Bolden", "Alford").get("sent").asInt()).isBetween(2, 3);
    }
  }

  @Test
  void statusStandsInTheOrderOfReplies() throws Exception {
    herd.start("Alford");
    try (LineClient tool = herd.client("Alford")) {
      tool.send("STATUS\nHELLO placeherd/1 -\nIAMAT a +1+2 3\nWHATSAT a 1 1\nSTATUS\nLLL\n");
      assertThat(tool.line()).isEqualTo("? STATUS");
      assertThat(tool.line()).isEqualTo("HELLO placeherd/1 Alford");
      assertThat(tool.line()).startsWith("AT Alford ");
      assertThat(tool.answer()).startsWith("AT Alford ").endsWith("}\n\n");
      assertThat(tool.line()).startsWith("STATUS {\"server\":\"Alford\"").endsWith("}");
      assertThat(tool.line()).isEqualTo("? LLL");
    }
  }

  @Test
  void otherVersionsAndFormsOfHelloAreRefused() throws Exception {
    herd.start("Alford");
    try (LineClient tool = herd.client("Alford")) {
      for (String line : new String[] {"HELLO", "HELLO placeherd/2 -", "hello placeherd/1 -"}) {
        assertThat(tool.ask(line)).isEqualTo("? " + line);
      }
      assertThat(tool.ask("HELLO placeherd/1 Bolden with more\r"))
          .isEqualTo("HELLO placeherd/1 Alford");
    }
  }

  @Test
  void twoServersOfOneNameAreNoticed() throws Exception {
    herd.events(EventMode.ALL).start("Alford");
    try (LineClient twin = herd.client("Alford")) {
      assertThat(twin.ask("HELLO placeherd/1 Alford")).isEqualTo("? HELLO placeherd/1 Alford");
    }
    assertThat(herd.status("Alford").get("alarms").asInt()).isEqualTo(1);
    herd.close();
    assertThat(Files.readString(herd.log("Alford")))
        .contains(" our-own-name HELLO placeherd/1 Alford")
        .contains("give each server its own name");
  }
}
