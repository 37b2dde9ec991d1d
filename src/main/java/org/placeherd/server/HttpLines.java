package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.placeherd.auth.Pass;
import org.placeherd.node.Session;
import org.placeherd.transport.LineCaller;
import org.placeherd.transport.LineCalls;
import org.placeherd.transport.LineSender;
import org.placeherd.transport.LinesUnanswered;
import org.placeherd.web.LineSpeaker;
import org.placeherd.web.LinesRefused;
import org.placeherd.wire.LineBatch;

/// Lines that come by HTTP, on their way to the loop. From any thread.
final class HttpLines {
  private final LineCalls calls;
  private final HerdLoop herd;
  private final TokenDoor door;

  HttpLines(LineCalls calls, HerdLoop herd, TokenDoor door) {
    this.calls = calls;
    this.herd = herd;
    this.door = door;
  }

  /// Who says lines from there.
  ///
  /// @param pass what he may before he shows a token in a line
  LineSpeaker speaker(String how, InetSocketAddress remote, long asker, Pass pass) {
    Session node = door.open(new Session(false), pass);
    return speaker(calls.caller(remote, sender -> herd.stranger(sender, how, asker, node)), node);
  }

  /// Who says the reports of somebody there who speaks no lines; behind an IAMAT its telemetry may
  /// stand.
  LineSpeaker reporter(String how, InetSocketAddress remote, long asker, Pass pass) {
    Session node = door.open(new Session(false), pass);
    Function<LineSender, Consumer<LineBatch>> session =
        sender -> herd.stranger(sender, how, asker, node);
    return speaker(
        how.equals(PhoneReports.UDP)
            ? calls.counted(remote, session)
            : calls.reporter(remote, session),
        node);
  }

  private static LineSpeaker speaker(LineCaller caller, Session node) {
    return lines ->
        caller
            .say(lines)
            .thenApply(replies -> {
              if (node.isShut()) {
                throw new CompletionException(LinesRefused.forWrongTokens());
              }
              return replies;
            })
            .exceptionally(failure -> {
              throw new CompletionException(refused(failure));
            });
  }

  /// Refuses lines from now on; those under way are answered.
  void stop() {
    calls.stop();
  }

  /// Whether no lines are under way.
  boolean isQuiet() {
    return calls.callsUnderWay() == 0;
  }

  private static Throwable refused(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof LinesUnanswered unanswered
        ? new LinesRefused(
            unanswered.sentence(), unanswered.reason() == LinesUnanswered.Reason.TOO_LONG)
        : cause;
  }
}
