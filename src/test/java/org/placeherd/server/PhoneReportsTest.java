package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.placeherd.auth.Pass;
import org.placeherd.phones.Friend;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;
import org.placeherd.web.LinesRefused;

/// When a phone is told that its reports are stored, and when that they are not.
class PhoneReportsTest {
  private static final InetSocketAddress PHONE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final int NAME_BYTES = 20;

  private final List<String> said = new ArrayList<>();
  private final List<CompletableFuture<byte[]>> replies = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final PhoneReports phones =
      new PhoneReports((_, _, _, _) -> this::say, new Lonely(), NAME_BYTES, Optional.empty());

  private final class Lonely implements PhoneReports.Herd {
    @Override
    public void tellOperator(String sentence) {
      notes.add(sentence);
    }

    @Override
    public CompletionStage<List<Friend>> around(String client, int most) {
      return CompletableFuture.failedFuture(new IllegalStateException("nobody is there"));
    }
  }

  private CompletionStage<byte[]> say(byte[] lines) {
    said.add(new String(lines, UTF_8));
    replies.add(new CompletableFuture<>());
    return replies.getLast();
  }

  private CompletableFuture<PhoneReply> send(
      String method, String path, String query, String body) {
    PhoneRequest request =
        PhoneRequest.of(method, path, query, Map.of(), body.getBytes(UTF_8), Optional.empty(), 1);
    return phones.take(request, PHONE, -1, Pass.ALL).toCompletableFuture();
  }

  private CompletableFuture<PhoneReply> report() {
    return send("GET", "/osmand", "id=jane&lat=1&lon=2&timestamp=3", "");
  }

  @Test
  void nothingIsAnsweredBeforeItIsStored() {
    CompletableFuture<PhoneReply> reply = report();
    assertThat(said).containsExactly("IAMAT jane +01.0+002.0 3.000000000\n");
    assertThat(reply).isNotDone();
    replies.getFirst().complete("AT Alford +0.1 jane +1+2 3\n".getBytes(UTF_8));
    assertThat(reply).isCompletedWithValue(PhoneReply.EMPTY);
  }

  @Test
  void whatIsNotStoredIsAnsweredByTheServersTrouble() {
    CompletableFuture<PhoneReply> full = report();
    replies.get(0).complete("? IAMAT jane +1+2 3\n".getBytes(UTF_8));
    assertThat(full).isCompletedWithValue(PhoneReply.NOT_STORED);
    CompletableFuture<PhoneReply> failed = report();
    replies.get(1).completeExceptionally(new LinesRefused("The disk failed.", false));
    assertThat(failed).isCompletedWithValue(PhoneReply.NOT_STORED);
  }

  @Test
  void oneCallOfManyThatFailsIsNotStored() {
    StringBuilder body = new StringBuilder("{\"locations\":[");
    for (int i = 0; i < 1_000; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"geometry\":{\"coordinates\":[2,1]},\"properties\":{\"device_id\":\"jane\",")
          .append("\"timestamp\":\"2015-10-01T08:00:00Z\"}}");
    }
    CompletableFuture<PhoneReply> reply = send("POST", "/overland", "", body + "]}");
    assertThat(said.size()).isGreaterThan(1);
    assertThat(String.join("", said).lines()).hasSize(1_000);
    assertThat(said).allMatch(lines -> lines.length() < 64 * 1024);
    for (int i = 1; i < replies.size(); i++) {
      replies.get(i).complete("AT \n".getBytes(UTF_8));
    }
    assertThat(reply).isNotDone();
    replies.get(0).complete("AT \n? IAMAT\n".getBytes(UTF_8));
    assertThat(reply).isCompletedWithValue(PhoneReply.NOT_STORED);
  }

  @Test
  void withoutFriendsAReportIsStoredAllTheSame() {
    CompletableFuture<PhoneReply> reply =
        send(
            "POST",
            "/pub",
            "",
            "{\"_type\":\"location\",\"tid\":\"JJ\",\"lat\":1,\"lon\":2,\"tst\":5}");
    replies.getFirst().complete("AT \n".getBytes(UTF_8));
    assertThat(reply.join().status()).isEqualTo(200);
    assertThat(reply.join().body()).isEqualTo("[]");
  }

  @Test
  void aNameThatTheNodeWouldNotTakeIsNotTriedForEver() {
    CompletableFuture<PhoneReply> reply =
        send("GET", "/", "id=" + "x".repeat(NAME_BYTES + 1) + "&lat=1&lon=2", "");
    assertThat(said).isEmpty();
    assertThat(reply.join().status()).isEqualTo(200);
    assertThat(notes)
        .containsExactly("Phones: 1 of OsmAnd and Traccar Client not usable (no client).");
  }
}
