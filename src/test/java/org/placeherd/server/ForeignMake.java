package org.placeherd.server;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.placeherd.server.PeerDialect.Connection;
import org.placeherd.server.PeerDialect.Extra;
import org.placeherd.server.PeerDialect.LineEnd;

/// The makes of servers under `interop/`: how each is started, and how it wants to be spoken to.
enum ForeignMake {
  /// The paper's own shape: the sender's name behind the line, CRLF, links that stay.
  TWISTED("/usr/bin/python3", "interop/twisted/server.py"),
  /// Six fields, LF, one connection a message.
  NODE("node", "interop/node/server.mjs"),
  /// The servers visited behind the line; acknowledges every AT.
  ASYNCIO("/usr/bin/python3", "interop/asyncio/server.py");

  private static final int PROBE_SECONDS = 60;
  private static final Map<ForeignMake, Boolean> PRESENT = new EnumMap<>(ForeignMake.class);

  private final String interpreter;
  private final String program;

  ForeignMake(String interpreter, String program) {
    this.interpreter = interpreter;
    this.program = program;
  }

  /// How our servers speak to it: what the `[peers.X]` table of a configuration would say.
  PeerDialect dialect() {
    return switch (this) {
      case TWISTED -> dialect(Extra.SENDER, LineEnd.CRLF, Connection.PERSISTENT);
      case NODE -> dialect(Extra.NONE, LineEnd.LF, Connection.PER_MESSAGE);
      case ASYNCIO -> dialect(Extra.VISITED, LineEnd.LF, Connection.PERSISTENT);
    };
  }

  private static PeerDialect dialect(Extra extra, LineEnd end, Connection connection) {
    PeerDialect usual = PeerDialect.DEFAULT;
    return new PeerDialect(
        usual.hello(), extra, end, connection, usual.idleClose(), usual.catchUp());
  }

  /// The command that starts a server, without its arguments.
  List<String> command() {
    return List.of(interpreter, program);
  }

  /// Whether a line is an acknowledgement, which no scenario expects.
  boolean isAcknowledgement(String line) {
    return this == ASYNCIO && line.startsWith("ACK AT ");
  }

  /// A sentence that says what this machine lacks to run it.
  Optional<String> missing() {
    synchronized (PRESENT) {
      boolean present = PRESENT.computeIfAbsent(this, ForeignMake::isPresent);
      return present ? Optional.empty() : Optional.of(this + " needs " + needs() + ": not tested.");
    }
  }

  /// As [#missing()], for the first that lacks anything.
  static Optional<String> missing(Iterable<ForeignMake> makes) {
    for (ForeignMake make : makes) {
      Optional<String> missing = make.missing();
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private String needs() {
    return switch (this) {
      case TWISTED -> "python3-twisted";
      case NODE -> "Node.js 18 or newer";
      case ASYNCIO -> "Python 3.11 or newer";
    };
  }

  /// Whether the interpreter runs a line that uses what the program needs.
  private boolean isPresent() {
    List<String> probe =
        switch (this) {
          case TWISTED -> List.of(interpreter, "-c", "import twisted.web.client");
          case NODE ->
              List.of(interpreter, "-e", "process.exit(typeof fetch === 'function' ? 0 : 1)");
          case ASYNCIO -> List.of(interpreter, "-c", "import asyncio; asyncio.timeout");
        };
    try {
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such interpreter
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
