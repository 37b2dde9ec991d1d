package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  /// Datagrams are no asker of the places gateway, and ask it nothing.
  private static final long NO_ASKER = -1;

  private final Speakers speakers;
  private final Herd herd;
  private final int clientIdBytes;
  private final PhoneCounts counts = new PhoneCounts();

  /// Gives who says reports for somebody, as [HttpLines#reporter].
  interface Speakers {
    LineSpeaker speaker(String how, InetSocketAddress remote, long asker);
  }

  /// What is asked of the herd besides.
  interface Herd {
    /// Puts a sentence into the event log. From any thread.
    void tellOperator(String sentence);

    /// The nearest clients around one, itself not among them; nobody if it is not known. From any
    /// thread; done when what is known of them is saved.
    CompletionStage<List<Friend>> around(String client, int most);
  }

  /// @param clientIdBytes longest client name that the node takes
  PhoneReports(Speakers speakers, Herd herd, int clientIdBytes) {
    this.speakers = speakers;
    this.herd = herd;
    this.clientIdBytes = clientIdBytes;
  }

  PhoneCounts counts() {
    return counts;
  }

  /// Stores what a request reports.
  ///
  /// @return what the app must be answered, when that is done; never fails
  CompletionStage<PhoneReply> take(PhoneRequest request, InetSocketAddress remote, long asker) {
    if (PhonePath.of(request.path()).token().isPresent()) {
      counts.refused();
      String sentence =
          "A phone at %s was refused with status 401, and may have lost its reports: its URL has a token, and this server knows none. Give it the same URL without /t/ and the token."
              .formatted(remote.getAddress().getHostAddress());
      herd.tellOperator(sentence);
      return CompletableFuture.completedFuture(PhoneReply.UNKNOWN_TOKEN);
    }
    PhoneAnswer answer = PhoneApps.read(request);
    return store(answer, "http:", remote, asker)
        .thenCompose(isStored ->
            isStored ? reply(answer) : CompletableFuture.completedFuture(PhoneReply.NOT_STORED))
        .exceptionally(_ -> PhoneReply.NOT_STORED);
  }

  /// Stores what a datagram reports. Nobody is answered.
  void take(byte[] datagram, InetSocketAddress remote) {
    PhoneAnswer answer = PhoneApps.readDatagram(datagram, Optional.empty());
    var _ = store(answer, "udp:", remote, NO_ASKER);
  }

  private CompletionStage<PhoneReply> reply(PhoneAnswer answer) {
    if (!answer.takesFriends() || answer.reports().isEmpty()) {
      return CompletableFuture.completedFuture(answer.reply());
    }
    return herd.around(answer.reports().getLast().client(), FRIENDS_MAX)
        .thenApply(friends -> answer.reply(friends))
        .exceptionally(_ -> answer.reply()); // its reports are stored all the same
  }

  /// @return whether all is stored
  private CompletionStage<Boolean> store(
      PhoneAnswer answer, String how, InetSocketAddress remote, long asker) {
    for (Unusable unusable : answer.unusable()) {
      isUnusable(answer, unusable.reason(), unusable.count());
    }
    List<PhoneReport> reports =
        answer.reports().stream()
            .filter(report -> report.client().getBytes(UTF_8).length <= clientIdBytes)
            .toList();
    if (reports.size() < answer.reports().size()) {
      // To be told no would not make the name shorter, and the app would try for ever.
      isUnusable(answer, Unusable.Reason.NO_CLIENT, answer.reports().size() - reports.size());
    }
    LineSpeaker speaker = speakers.speaker(how, remote, asker);
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

  /// Without what was sent, which may tell where somebody is, or have a token in it.
  private void isUnusable(PhoneAnswer answer, Unusable.Reason reason, int messages) {
    counts.unusable(answer.app(), reason, messages);
    herd.tellOperator(
        "Phones: %d of %s not usable (%s)."
            .formatted(messages, answer.app().title(), reason.words()));
  }
}
