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
    return speaker(calls.caller(remote, sender -> herd.stranger(sender, how, asker)));
  }

  /// Who says the reports of somebody there who speaks no lines; behind an IAMAT its telemetry may
  /// stand.
  LineSpeaker reporter(String how, InetSocketAddress remote, long asker) {
    return speaker(calls.reporter(remote, sender -> herd.stranger(sender, how, asker)));
  }

  private static LineSpeaker speaker(LineCaller caller) {
    return lines ->
        caller
            .say(lines)
            .exceptionally(failure -> {
              throw new CompletionException(refused(failure));
            });
  }

  private static Throwable refused(Throwable failure) {
    return failure instanceof LinesUnanswered unanswered
        ? new LinesRefused(
            unanswered.sentence(), unanswered.reason() == LinesUnanswered.Reason.TOO_LONG)
        : failure;
  }
}
