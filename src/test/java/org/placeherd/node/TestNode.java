package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Limits;

/// A node named Alford whose neighbours are Bolden (0), Hamilton (1) and the old-style Lake (2), on
/// the day of the protocol's example, and what it does.
final class TestNode {
  static final long NOW_NANOS = 1_479_413_884_656_000_000L;
  static final int BOLDEN = 0;
  static final int HAMILTON = 1;
  static final int LAKE = 2;

  private final RecordingEffects effects = new RecordingEffects();
  private final HerdNode node;
  private long nowNanos = NOW_NANOS;

  TestNode(StaleReply staleReply, ExtraFields lakeWants, boolean lakeWantsCarriageReturn) {
    List<NeighbourSettings> neighbours =
        List.of(
            new NeighbourSettings("Bolden", ExtraFields.NONE, false),
            new NeighbourSettings("Hamilton", ExtraFields.NONE, false),
            new NeighbourSettings("Lake", lakeWants, lakeWantsCarriageReturn));
    node =
        new HerdNode(
            new NodeSettings(
                "Alford",
                neighbours,
                NodeSettings.DEFAULT_TOLERANCE_NANOS,
                staleReply,
                Limits.DEFAULT,
                TestLines.KEY),
            effects);
  }

  /// All links are up, nothing told yet.
  static TestNode joined() {
    TestNode test = new TestNode(StaleReply.LITERAL, ExtraFields.NONE, false);
    test.joinAll();
    return test;
  }

  void joinAll() {
    node.linkUp(BOLDEN, true);
    node.linkUp(HAMILTON, true);
    node.linkUp(LAKE, false);
    takeDone();
    drain(BOLDEN); // the question with which a comparison begins
    drain(HAMILTON);
  }

  HerdNode node() {
    return node;
  }

  void pass(long nanos) {
    nowNanos += nanos;
    node.tick(nowNanos);
  }

  /// Says lines on a connection; returns the replies.
  String say(Session session, String... lines) {
    node.handle(TestLines.batch(String.join("\n", lines) + "\n", TestLines.KEY), session, nowNanos);
    return effects.takeReplies();
  }

  /// Has a client deleted.
  Outcome forget(String client) {
    return node.forget(
        client.getBytes(ISO_8859_1), nowNanos, line -> effects.show(line, Outcome.STORED));
  }

  /// What was done since the last call.
  List<String> takeDone() {
    return effects.takeDone();
  }

  /// A connection on which a server of ours has said HELLO.
  Session greetedBy(String name) {
    Session session = new Session(true);
    say(session, "HELLO placeherd/1 " + name);
    takeDone();
    return session;
  }

  /// What is stored of a client, without its LF.
  String stored(String client) {
    return say(new Session(false), "WHATSAT " + client + " 0 0").stripTrailing();
  }

  /// All that a neighbour is to be told.
  String drain(int neighbour) {
    ByteWriter out = new ByteWriter(16);
    node.drain(neighbour, out, 100_000);
    return new String(out.array(), 0, out.size(), ISO_8859_1);
  }
}
