package org.placeherd.web;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.auth.TokenGate;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.web.api.ApiBackend;

/// All that HTTP asks of the server behind it. Called on the event loop of HTTP, so nothing here
/// may block.
public interface WebBackend {
  /// Finds places.
  ///
  /// @param asker who asks: a negative number of the connection's own
  /// @param reply is called exactly once, on any thread, with a whole JSON object in the shape of
  ///   Google's legacy Nearby Search
  void nearby(long asker, NearbySearch search, Consumer<byte[]> reply);

  /// Somebody who says lines, as a client does on the line port.
  ///
  /// @param how what stands before his address in the event log, such as `http:`
  /// @param asker as with [#nearby]
  /// @param pass what he may before he shows a token in a line
  LineSpeaker lines(String how, InetSocketAddress remote, long asker, Pass pass);

  /// What knows the tokens; nothing where none are asked for.
  default Optional<TokenGate> tokens() {
    return Optional.empty();
  }

  /// The time, in nanoseconds since 1970.
  long epochNanos();

  /// Takes what a phone sent.
  ///
  /// @param remote where it is
  /// @param asker as with [#nearby]
  /// @param pass what its token is good for
  /// @return what it is answered, when its reports are stored or cannot be; never fails
  CompletionStage<PhoneReply> phone(
      PhoneRequest request, InetSocketAddress remote, long asker, Pass pass);

  /// A phone was refused, and may have lost its reports by that: the operator is told.
  ///
  /// @param why what is wrong with its token, to stand behind "its token"
  void phoneRefused(InetSocketAddress remote, String why);

  /// The counters of the server, in the text format of Prometheus.
  CompletionStage<String> metrics();

  /// Whether the server should be sent clients.
  CompletionStage<ReadyState> ready();

  /// Ends when the server has done some work; never, or with a failure, when it cannot.
  CompletionStage<Void> alive();

  /// What the API asks.
  ApiBackend api();
}
