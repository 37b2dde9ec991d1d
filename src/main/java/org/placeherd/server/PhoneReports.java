package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.placeherd.auth.Pass;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokenGate;
import org.placeherd.phones.Friend;
import org.placeherd.phones.PhoneAnswer;
import org.placeherd.phones.PhoneApps;
import org.placeherd.phones.PhonePath;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneReport;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.phones.Unusable;
import org.placeherd.web.LineSpeaker;
import org.placeherd.wire.ByteWriter;

/// Has what phones report stored, as the lines that they would have said, and knows what to answer
/// them. From any thread.
final class PhoneReports {
  /// Friends that OwnTracks is told of: the nearest; more would crowd its map and cost some 200
  /// bytes each, with every report.
  static final int FRIENDS_MAX = 50;

  /// Reports are said in calls that are not much longer: with one more they fit the bound of a
  /// call.
  private static final int CALL_BYTES = 32 * 1024;

  /// What stands before the address of a datagram's sender in the event log.
  static final String UDP = "udp:";

  /// Datagrams are no asker of the places gateway, and ask it nothing.
  private static final long NO_ASKER = -1;

  private final Speakers speakers;
  private final Herd herd;
  private final int clientIdBytes;
  private final Optional<TokenGate> tokens;
  private final PhoneCounts counts = new PhoneCounts();

  /// Gives who says reports for somebody, as [HttpLines#reporter].
  interface Speakers {
    LineSpeaker speaker(String how, InetSocketAddress remote, long asker, Pass pass);
  }

  /// What is asked of the herd besides.
  interface Herd {
    /// Puts a sentence into the event log. From any thread.
    void tellOperator(String sentence);

    /// The same, and loudly: somebody may be losing reports. From any thread.
    default void warnOperator(String sentence) {
      tellOperator(sentence);
    }

    /// The nearest clients around one, itself not among them; nobody if it is not known. From any
    /// thread; done when what is known of them is saved.
    CompletionStage<List<Friend>> around(String client, int most);
  }

  /// @param clientIdBytes longest client name that the node takes
  /// @param tokens knows the tokens; empty where none are asked for
  PhoneReports(Speakers speakers, Herd herd, int clientIdBytes, Optional<TokenGate> tokens) {
    this.speakers = speakers;
    this.herd = herd;
    this.clientIdBytes = clientIdBytes;
    this.tokens = tokens;
  }

  PhoneCounts counts() {
    return counts;
  }

  /// Stores what a request reports.
  ///
  /// @param pass what its token is good for
  /// @return what the app must be answered, when that is done; never fails
  CompletionStage<PhoneReply> take(
      PhoneRequest request, InetSocketAddress remote, long asker, Pass pass) {
    if (tokens.isEmpty() && PhonePath.of(request.path()).token().isPresent()) {
      refused(
          remote,
          "its URL has a token, and this server knows none. Give it the same URL without /t/ and"
              + " the token");
      return CompletableFuture.completedFuture(PhoneReply.UNKNOWN_TOKEN);
    }
    PhoneAnswer answer = PhoneApps.read(request);
    return store(answer, "http:", remote, asker, pass)
        .thenCompose(isStored ->
            isStored
                ? reply(answer, pass)
                : CompletableFuture.completedFuture(PhoneReply.NOT_STORED))
        .exceptionally(_ -> PhoneReply.NOT_STORED);
  }

  /// A phone was told that it may not report; some apps drop what they had then.
  ///
  /// @param why what is wrong with it
  void refused(InetSocketAddress remote, String why) {
    counts.refused();
    herd.warnOperator(
        "A phone at %s was refused with status 401, and may have lost its reports: %s."
            .formatted(remote.getAddress().getHostAddress(), why));
  }

  /// Stores what a datagram reports. Nobody is answered. Where tokens are asked for, the account is
  /// the token.
  void take(byte[] datagram, InetSocketAddress remote) {
    if (tokens.isEmpty()) {
      PhoneAnswer answer = PhoneApps.readDatagram(datagram, Optional.empty());
      var _ = store(answer, UDP, remote, NO_ASKER, Pass.ALL);
      return;
    }
    int end = 0;
    while (end < datagram.length && datagram[end] != '/') {
      end++;
    }
    Optional<Pass> pass = tokens.get().pass(Arrays.copyOf(datagram, end));
    if (pass.isEmpty()) {
      tokens.get().wrongFromAnybody();
      counts.refused();
      herd.tellOperator(
          "A datagram of OpenGTS from %s was dropped: its account is no token."
              .formatted(remote.getAddress().getHostAddress()));
      return;
    }
    byte[] rest = Arrays.copyOfRange(datagram, end, datagram.length);
    PhoneAnswer answer = PhoneApps.readDatagram(rest, pass.get().onlyClient());
    var _ = store(answer, UDP, remote, NO_ASKER, pass.get());
  }

  private CompletionStage<PhoneReply> reply(PhoneAnswer answer, Pass pass) {
    if (tokens.isPresent() && answer.reply().isBadRequest()) {
      return CompletableFuture.completedFuture(PhoneReply.EMPTY); // its token says who it is
    }
    if (!answer.takesFriends() || answer.reports().isEmpty() || !pass.has(Right.READ)) {
      return CompletableFuture.completedFuture(answer.reply());
    }
    return herd.around(answer.reports().getLast().client(), FRIENDS_MAX)
        .thenApply(friends -> answer.reply(friends))
        .exceptionally(_ -> answer.reply()); // its reports are stored all the same
  }

  /// @return whether all is stored that may be
  private CompletionStage<Boolean> store(
      PhoneAnswer answer, String how, InetSocketAddress remote, long asker, Pass pass) {
    for (Unusable unusable : answer.unusable()) {
      isUnusable(answer, unusable.reason(), unusable.count());
    }
    List<PhoneReport> legal =
        answer.reports().stream()
            .filter(report -> report.client().getBytes(UTF_8).length <= clientIdBytes)
            .toList();
    if (legal.size() < answer.reports().size()) {
      // To be told no would not make the name shorter, and the app would try for ever.
      isUnusable(answer, Unusable.Reason.NO_CLIENT, answer.reports().size() - legal.size());
    }
    List<PhoneReport> reports =
        legal.stream().filter(report -> mayReport(pass, report.client())).toList();
    if (reports.size() < legal.size()) {
      isNotAllowed(answer, legal.size() - reports.size(), pass); // to be told no would not help
    }
    LineSpeaker speaker = speakers.speaker(how, remote, asker, pass);
    List<CompletableFuture<Boolean>> calls = new ArrayList<>();
    ByteWriter lines = new ByteWriter(CALL_BYTES);
    for (PhoneReport report : reports) {
      report.putLine(lines);
      lines.put('\n');
      if (lines.size() >= CALL_BYTES) {
        calls.add(say(speaker, lines));
      }
    }
    if (lines.size() > 0) {
      calls.add(say(speaker, lines));
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> {
          boolean areStored = calls.stream().allMatch(CompletableFuture::join);
          counts.reports(answer.app(), reports.size(), areStored);
          return areStored;
        });
  }

  private static CompletableFuture<Boolean> say(LineSpeaker speaker, ByteWriter lines) {
    byte[] said = lines.toByteArray();
    lines.clear();
    return speaker
        .say(said)
        .handle((replies, failure) -> failure == null && areStored(replies))
        .toCompletableFuture();
  }

  /// Whether no reply is a complaint: a line's only no begins with a question mark.
  private static boolean areStored(byte[] replies) {
    boolean atStart = true;
    for (byte value : replies) {
      if (atStart && value == '?') {
        return false;
      }
      atStart = value == '\n';
    }
    return true;
  }

  private static boolean mayReport(Pass pass, String client) {
    byte[] name = client.getBytes(UTF_8);
    return pass.mayReport(name, 0, name.length);
  }

  private void isNotAllowed(PhoneAnswer answer, int count, Pass pass) {
    counts.unusable(answer.app(), Unusable.Reason.NOT_ALLOWED, count);
    herd.warnOperator(
        "Phones: %d of %s dropped: the token \"%s\" is not for reports of the clients that they name."
            .formatted(count, answer.app().title(), pass.label()));
  }

  /// Without what was sent, which may tell where somebody is, or have a token in it.
  private void isUnusable(PhoneAnswer answer, Unusable.Reason reason, int messages) {
    counts.unusable(answer.app(), reason, messages);
    herd.tellOperator(
        "Phones: %d of %s not usable (%s)."
            .formatted(messages, answer.app().title(), reason.words()));
  }
}
