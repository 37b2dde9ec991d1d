package org.placeherd.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// A reply to a report that waits behind a question, while the disk becomes full: what was written
/// before must not pass for saved because the question is answered.
class WaitingRepliesTest {
  private static final int PATIENCE_MILLIS = 15_000;
  private static final int FIRST_PORT = 21_000;
  private static final long STORED = 100;
  private static final long SAVED = 90;

  private final Reactor reactor = new Reactor("replies");
  private final AtomicLong mark = new AtomicLong(STORED);
  private final BlockingQueue<LaterReply> questions = new ArrayBlockingQueue<>(8);
  private final LineListener listener;
  private final Socket client;

  WaitingRepliesTest() throws IOException {
    LineOptions options =
        new LineOptions(
            Limits.DEFAULT,
            new HashKey(1, 2),
            10,
            false,
            0,
            0,
            Optional.<Tls>empty(),
            new Gate(LineGuard.DEFAULT));
    int port = FIRST_PORT;
    LineListener opened = null;
    while (opened == null) {
      try {
        opened =
            LineListener.open(
                reactor, new InetSocketAddress(InetAddress.getLoopbackAddress(), ++port), options);
      } catch (IOException e) {
        // somebody has it; look on
      }
    }
    listener = opened;
    listener.accept(new Sessions());
    client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(PATIENCE_MILLIS);
  }

  @BeforeEach
  void onlySomeIsSaved() {
    reactor.endOfBatch(mark::get);
    onLoop(() -> reactor.safe(SAVED));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    listener.close();
    reactor.close();
  }

  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, reactor::execute).join();
  }

  private LaterReply ask() throws Exception {
    client.getOutputStream().write("WHATSAT kiwi 1 1\nIAMAT gull +1+1 1\n".getBytes(US_ASCII));
    LaterReply question = questions.take();
    onLoop(() -> {});
    onLoop(() -> {}); // the batch has ended
    return question;
  }

  private static void answer(LaterReply question) {
    question.complete("places\n".getBytes(US_ASCII));
  }

  private String rest() throws IOException {
    return new String(client.getInputStream().readAllBytes(), US_ASCII);
  }

  @Test
  void whatIsNotSavedIsNotAcknowledgedBehindAnAnswer() throws Exception {
    LaterReply question = ask();
    mark.set(SAVED); // the disk is full: questions wait for nothing any more
    onLoop(() -> answer(question));
    assertThat(rest()).doesNotContain("stored");
  }

  @Test
  void itLeavesWhenItIsSaved() throws Exception {
    LaterReply question = ask();
    onLoop(() -> answer(question));
    onLoop(() -> reactor.safe(STORED));
    client.shutdownOutput();
    assertThat(rest()).isEqualTo("kiwi\nplaces\nstored\n");
  }

  @Test
  void aQuestionByItselfWaitsForNothingWhileTheDiskIsFull() throws Exception {
    mark.set(SAVED);
    client.getOutputStream().write("WHATSAT kiwi 1 1\n".getBytes(US_ASCII));
    LaterReply question = questions.take();
    onLoop(() -> answer(question));
    client.shutdownOutput();
    assertThat(rest()).isEqualTo("kiwi\nplaces\n");
  }

  /// Answers a report at once and a question when a test says so.
  private final class Sessions implements LineSession.Factory {
    @Override
    public LineSession open(LineConnection connection) {
      return new LineSession() {
        @Override
        public void lines(LineBatch batch) {
          for (int i = 0; i < batch.size(); i++) {
            if (batch.line(i).kind() == LineKind.WHATSAT) {
              connection.replies().put("kiwi\n");
              questions.add(connection.later("kiwi\n".length()));
            } else {
              connection.replies().put("stored\n");
            }
          }
        }

        @Override
        public boolean isPeer() {
          return false;
        }

        @Override
        public boolean mayLeaveLineOpen() {
          return true;
        }

        @Override
        public boolean mayCloseAfterReply() {
          return true;
        }

        @Override
        public boolean closesWhenIdle() {
          return false;
        }

        @Override
        public void closed(String reason) {}
      };
    }

    @Override
    public void refused(InetSocketAddress remote, String reason) {
      throw new AssertionError(reason);
    }
  }
}
