package org.placeherd.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is known is read without changing it, a bounded piece at a time.
class ClientReportsTest {
  private final TestNode node =
      new TestNode(NodeSettings.StaleReply.LITERAL, NodeSettings.ExtraFields.NONE, false);
  private final ClientReports reports = node.node().reports();

  private String report(String client, int seconds) {
    return node.say(new Session(false), "IAMAT " + client + " +1+2 " + seconds).strip();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  @Test
  void aClientIsReadAsItWasAnswered() {
    String answer = report("kiwi", 7);
    assertThat(reports.find(bytes("kiwi"))).contains(answer);
    assertThat(reports.line(0)).isEqualTo(answer);
    assertThat(reports.find(bytes("kiw"))).isEmpty();
    assertThat(reports.find(bytes(""))).isEmpty();
  }

  @Test
  void aLongNameAndAnOddTimeAreReadWhole() {
    String name = "x".repeat(200);
    node.say(new Session(false), "IAMAT " + name + " +1.5-2.5 1.123456789123456789");
    assertThat(reports.find(bytes(name)).orElseThrow())
        .endsWith(" " + name + " +1.5-2.5 1.123456789123456789");
    assertThat(reports.page(bytes("xx"), 0, 10).lines()).hasSize(1);
  }

  @Test
  void pagesFollowEachOtherToTheEnd() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(report("client" + i, i));
    }
    ClientReports.Page first = reports.page(bytes(""), 0, 4);
    assertThat(first.lines()).isEqualTo(all.subList(0, 4));
    ClientReports.Page rest = reports.page(bytes("client"), first.next(), 1_000);
    assertThat(rest.lines()).isEqualTo(all.subList(4, 10));
    assertThat(rest.next()).isEqualTo(node.node().clients());
    assertThat(reports.page(bytes(""), 10, 5).lines()).isEmpty();
    assertThat(reports.page(bytes("client77"), 0, 5).lines()).isEmpty();
  }

  @Test
  void noMoreAreLookedAtThanTheBound() {
    for (int i = 0; i <= ClientReports.MAX_EXAMINED_CLIENTS; i++) {
      node.say(new Session(false), "IAMAT c" + i + " +1+2 3");
    }
    report("dodo", 3);
    ClientReports.Page first = reports.page(bytes("dodo"), 0, 1);
    assertThat(first.lines()).isEmpty();
    assertThat(first.next()).isEqualTo(ClientReports.MAX_EXAMINED_CLIENTS);
    assertThat(reports.page(bytes("dodo"), first.next(), 1).lines()).hasSize(1);
  }
}
