package org.placeherd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// Lines to commit, and an ear for those that are recalled.
final class TestLines implements Journal.Recall {
  private final List<String> heard = new ArrayList<>();

  /// A line as servers write them.
  static String line(int client, int version) {
    return "AT Alford +0.263873386 client%d +34.068930-118.445127 %d.5".formatted(client, version);
  }

  /// These lines as one group, each with its checksum.
  static ByteWriter group(String... lines) {
    return group(List.of(lines));
  }

  /// Likewise.
  static ByteWriter group(List<String> lines) {
    ByteWriter group = new ByteWriter(64);
    CheckedLine checked = new CheckedLine();
    for (String line : lines) {
      int from = group.size();
      group.put(line);
      checked.end(group, from);
    }
    return group;
  }

  static void commit(Journal journal, String... lines) throws JournalException {
    ByteWriter group = group(lines);
    journal.commit(group);
  }

  @Override
  public void lines(byte[] bytes, int from, int to) {
    heard.addAll(new String(bytes, from, to - from, UTF_8).lines().toList());
    Arrays.fill(bytes, from, to + RecallBlocks.SLACK_BYTES, (byte) '#'); // as is allowed
  }

  List<String> heard() {
    return heard;
  }
}
