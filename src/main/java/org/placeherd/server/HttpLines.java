package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
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

  HttpLines(LineCalls calls, HerdLoop herd) {
    this.calls = calls;
    this.herd = herd;
  }

  /// Who says lines from there.
  LineSpeaker speaker(String how, InetSocketAddress remote, long asker) {
    Function<LineSender, Consumer<LineBatch>> session = sender -> herd.stranger(sender, how, asker);
    LineCaller caller =
        how.equals(PhoneReports.DATAGRAMS)
            ? calls.counted(remote, session)
            : calls.caller(remote, session);
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
