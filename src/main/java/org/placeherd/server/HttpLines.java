package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import org.placeherd.transport.LineCaller;
import org.placeherd.transport.LineCalls;
import org.placeherd.transport.LinesUnanswered;
import org.placeherd.web.LineSpeaker;
import org.placeherd.web.LinesRefused;

/// Lines that come by HTTP, on their way to the loop. From any thread.
final class HttpLines {
  private final LineCalls calls;
  private final HerdLoop herd;

  HttpLines(LineCalls calls, HerdLoop herd) {
    this.calls = calls;
    this.herd = herd;
  }

  /// Who says lines from there.
  LineSpeaker speaker(String how, InetSocketAddress remote, long asker) {
    LineCaller caller = calls.caller(remote, sender -> herd.stranger(sender, how, asker));
    return lines ->
        caller
            .say(lines)
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
    return failure instanceof LinesUnanswered unanswered
        ? new LinesRefused(
            unanswered.sentence(), unanswered.reason() == LinesUnanswered.Reason.TOO_LONG)
        : failure;
  }
}
