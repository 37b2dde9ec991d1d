package org.placeherd.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.placeherd.node.AtText;

/// All reports and deletions that anybody has made in one history, so that none can be made up.
final class SaidReports {
  private static final BigDecimal NANO = BigDecimal.valueOf(1, 9);

  private final Set<String> lines = new LinkedHashSet<>();

  private final List<AtText> deletions = new ArrayList<>();

  /// When which server heard which IAMAT.
  private final Map<String, List<Long>> heard = new LinkedHashMap<>();

  /// A client says an IAMAT to a server of ours.
  void say(String server, String iamat, long receiveNanos) {
    heard.computeIfAbsent(server + " " + iamat, _ -> new ArrayList<>()).add(receiveNanos);
  }

  /// A server of ours has deleted a client.
  void delete(AtText deletion) {
    lines.add(deletion.toString());
    deletions.add(deletion);
  }

  /// The least deletion that outdoes what is known of a client: a server that knew that, and knows
  /// of no such client now, has heard of at least this.
  Optional<AtText> deletionBehind(AtText known) {
    return deletions.stream()
        .filter(deletion -> deletion.client().equals(known.client()))
        .filter(deletion -> deletion.compareTo(known) > 0)
        .min(Comparator.naturalOrder());
  }

  /// Another server makes an AT line.
  void say(AtText report) {
    lines.add(report.toString());
  }

  /// Nobody may tell what nobody has said.
  AtText require(String line) {
    AtText report = AtText.of(line);
    String text = report.toString();
    if (!lines.contains(text)) {
      List<Long> times = heard.getOrDefault(report.server() + " " + iamat(report), List.of());
      if (times.stream().noneMatch(nanos -> isReceivedAt(report, nanos))) {
        throw Checker.INVENTED.found("nobody ever said: " + line);
      }
      lines.add(text);
    }
    return report;
  }

  /// The IAMAT that led to the report.
  static String iamat(AtText report) {
    return String.join(" ", "IAMAT", report.client(), report.position(), report.time());
  }

  /// Whether the report was received then, by its Δ. Δ has nine digits, the time may have more.
  static boolean isReceivedAt(AtText report, long receiveNanos) {
    BigDecimal received = new BigDecimal(report.time()).add(new BigDecimal(report.delta()));
    BigDecimal off = received.subtract(BigDecimal.valueOf(receiveNanos, 9)).abs();
    return off.compareTo(NANO) < 0;
  }
}
