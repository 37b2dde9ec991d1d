package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.Line;

/// The laws of the merge: a strict total order, the one of protocol §3.
class ReportOrderTest {
  /// Its cube is the number of triples tried.
  private static final int REPORTS = 110;

  /// `newer[i][j]`: report i replaces report j.
  private static boolean[][] newer(List<String> reports) {
    PositionTable table = new PositionTable();
    ServerNames servers = new ServerNames();
    ReportOrder order = new ReportOrder(table, servers, NodeSettings.DEFAULT_TOLERANCE_NANOS);
    boolean[][] newer = new boolean[reports.size()][reports.size()];
    for (int known = 0; known < reports.size(); known++) {
      // A client of its own for each; the order does not look at the client.
      String text = reports.get(known).replace("kiwi", "kiwi" + known);
      Line line = TestLines.line(text);
      table.add(line, server(servers, line), line.receiveNanos(), delta(line));
      for (int i = 0; i < reports.size(); i++) {
        Line other = TestLines.line(reports.get(i));
        newer[i][known] =
            order.compare(other, server(servers, other), other.receiveNanos(), delta(other), known)
                > 0;
      }
    }
    return newer;
  }

  private static int server(ServerNames servers, Line line) {
    return servers.number(line.bytes(), line.serverFrom(), line.serverTo());
  }

  private static byte[] delta(Line line) {
    return line.deltaIsCanonical()
        ? PositionTable.CANONICAL
        : Arrays.copyOfRange(line.bytes(), line.deltaFrom(), line.deltaTo());
  }

  @Test
  void isAStrictTotalOrderOnAMillionTriples() {
    for (int seed = 1; seed <= 3; seed++) {
      boolean[][] newer = newer(SampleReports.withDeletions(REPORTS, seed));
      for (int i = 0; i < REPORTS; i++) {
        assertThat(newer[i][i]).as("irreflexive").isFalse();
        for (int j = 0; j < REPORTS; j++) {
          assertThat(newer[i][j] ^ newer[j][i]).as("total, antisymmetric").isEqualTo(i != j);
          requireTransitive(newer, i, j);
        }
      }
    }
  }

  private static void requireTransitive(boolean[][] newer, int i, int j) {
    for (int k = 0; newer[i][j] && k < REPORTS; k++) {
      if (newer[j][k] && !newer[i][k]) {
        throw new AssertionError("not transitive: " + i + " > " + j + " > " + k);
      }
    }
  }

  @Test
  void isTheOrderOfTheProtocol() {
    for (int seed = 1; seed <= 3; seed++) {
      List<String> reports = SampleReports.withDeletions(REPORTS, seed);
      boolean[][] newer = newer(reports);
      for (int i = 0; i < REPORTS; i++) {
        for (int j = 0; j < REPORTS; j++) {
          assertThat(newer[i][j])
              .as("%s > %s", reports.get(i), reports.get(j))
              .isEqualTo(AtText.of(reports.get(i)).compareTo(AtText.of(reports.get(j))) > 0);
        }
      }
    }
  }
}
