package org.placeherd.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.server.Await;
import org.placeherd.transport.LinesUnanswered.Reason;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// Lines said by another thread: when their replies come, in which order, and what is refused.
class LineCallsTest {
  private static final InetSocketAddress SOMEBODY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final String QUESTION = "WHATSAT kiwi 10 5\n";

  private final Reactor reactor = new Reactor("calls");
  private final LineCalls calls =
      new LineCalls(reactor, Limits.DEFAULT, new HashKey(1, 2), new Gate(LineGuard.DEFAULT));
  private final Queue<LaterReply> questions = new ConcurrentLinkedQueue<>();
  private final List<String> handled = new ArrayList<>();
  private final AtomicLong mark = new AtomicLong();

  @BeforeEach
  void everyBatchHasAMarkOfItsOwn() {
    reactor.endOfBatch(mark::incrementAndGet);
  }

  @AfterEach
  void close() {
    reactor.close();
  }

  private LineCaller caller() {
    return calls.caller(SOMEBODY, sender -> batch -> handle(sender, batch));
  }

  private void handle(LineSender sender, LineBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      Line line = batch.line(i);
      handled.add(line.toString());
      if (line.toString().equals("fail")) {
        throw new IllegalStateException("as the test wants it");
      }
      sender.replies().put("ok " + (line.kind() == LineKind.TOO_LONG ? "long" : line) + "\n");
      if (line.kind() == LineKind.WHATSAT) {
        questions.add(sender.later(sender.replies().size() - cut(sender)));
      }
    }
  }

  /// Where the reply begins that was written last.
  private static int cut(LineSender sender) {
    String all = new String(sender.replies().array(), 0, sender.replies().size(), ISO_8859_1);
    return all.lastIndexOf('\n', all.length() - 2) + 1;
  }

  private static CompletableFuture<byte[]> say(LineCaller caller, String lines) {
    return caller.say(lines.getBytes(ISO_8859_1)).toCompletableFuture();
  }

  private static String text(CompletableFuture<byte[]> replies) throws Exception {
    return new String(replies.get(15, TimeUnit.SECONDS), ISO_8859_1);
  }

  /// Runs something on the loop and waits for it.
  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, reactor::execute).join();
  }

  private void allIsSafe() {
    onLoop(() -> reactor.safe(Long.MAX_VALUE));
  }

  private static void isRefused(CompletableFuture<byte[]> call, Reason reason) {
    assertThatThrownBy(() -> call.get(15, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            LinesUnanswered.class,
            unanswered -> {
              assertThat(unanswered.reason()).isEqualTo(reason);
              assertThat(unanswered.sentence()).endsWith(".").doesNotContain("\"");
            });
  }

  @Test
  void repliesComeInOrderWhenTheyAreSafeAndNotBefore() throws Exception {
    CompletableFuture<byte[]> call = say(caller(), "one\ntwo\nthree");
    Await.until("they were handled", () -> mark.get() > 0);
    onLoop(() -> reactor.safe(0));
    assertThat(call).isNotDone();
    allIsSafe();
    assertThat(text(call)).isEqualTo("ok one\nok two\nok three\n");
    assertThat(calls.callsUnderWay()).isZero();
    assertThat(calls.bytesUnderWay()).isZero();
  }

  @Test
  void aCallWithoutLinesIsAnsweredByNothing() throws Exception {
    assertThat(text(say(caller(), ""))).isEmpty();
    CompletableFuture<byte[]> empty = say(caller(), "\n");
    Await.until("it was handled", () -> mark.get() > 0);
    allIsSafe();
    assertThat(text(empty)).isEqualTo("ok \n");
  }

  @Test
  void aQuestionsPlacesKeepTheirPlaceAndTheCallWaitsForThem() throws Exception {
    allIsSafe();
    LineCaller caller = caller();
    CompletableFuture<byte[]> asked = say(caller, "one\n" + QUESTION + "two\n");
    CompletableFuture<byte[]> next = say(caller, "three\n");
    assertThat(text(next)).isEqualTo("ok three\n");
    assertThat(asked).isNotDone();
    onLoop(() -> questions.remove().complete("places\n".getBytes(ISO_8859_1)));
    assertThat(text(asked)).isEqualTo("ok one\nok " + QUESTION + "places\nok two\n");
    assertThat(handled).containsExactly("one", QUESTION.strip(), "two", "three");
  }

  @Test
  void soManyQuestionsAreUnderWayAndNotMore() throws Exception {
    allIsSafe();
    int asked = LineCaller.QUESTIONS_MAX + 10;
    CompletableFuture<byte[]> call = say(caller(), QUESTION.repeat(asked));
    Await.until("the bound is reached", () -> questions.size() == LineCaller.QUESTIONS_MAX);
    onLoop(() -> {});
    assertThat(questions).hasSize(LineCaller.QUESTIONS_MAX);
    for (int i = 0; i < asked; i++) {
      Await.until("it is asked", () -> !questions.isEmpty());
      onLoop(() -> questions.remove().complete(new byte[] {'p', '\n'}));
    }
    assertThat(text(call)).isEqualTo(("ok " + QUESTION + "p\n").repeat(asked));
  }

  @Test
  void whoWaitsForADiskThatFailsIsToldSo() throws Exception {
    CompletableFuture<byte[]> call = say(caller(), "one\n");
    Await.until("it was handled", () -> mark.get() > 0);
    onLoop(() -> reactor.giveUp("the disk failed"));
    isRefused(call, Reason.NOT_SAVED);
    assertThat(calls.callsUnderWay()).isZero();
    assertThat(calls.bytesUnderWay()).isZero();
  }

  @Test
  void aReportThatWasGivenUpIsNotAnsweredWhenALaterQuestionIs() throws Exception {
    CompletableFuture<byte[]> call = say(caller(), "one\n" + QUESTION);
    Await.until("it is asked", () -> !questions.isEmpty());
    onLoop(() -> reactor.giveUp("the disk is full"));
    onLoop(() -> questions.remove().complete(new byte[] {'p', '\n'}));
    allIsSafe();
    isRefused(call, Reason.NOT_SAVED);
  }

  @Test
  void whatIsTooLongIsRefusedAndItsRestForgotten() throws Exception {
    allIsSafe();
    isRefused(say(caller(), "x".repeat(LineCalls.CALL_BYTES_MAX + 1)), Reason.TOO_LONG);
    LineCaller caller = caller();
    CompletableFuture<byte[]> call = say(caller, QUESTION + "one\n");
    Await.until("it is asked", () -> !questions.isEmpty());
    onLoop(() -> questions.remove().complete(new byte[LineCalls.REPLY_BYTES_MAX]));
    isRefused(call, Reason.TOO_LONG);
    assertThat(text(say(caller, "two\n"))).isEqualTo("ok two\n");
    assertThat(calls.bytesUnderWay()).isZero();
  }

  @Test
  void behindALineThatIsTooLongNothingCounts() throws Exception {
    allIsSafe();
    LineCaller caller = caller();
    String tooLong = "x".repeat(Limits.DEFAULT.lineBytes() + 1);
    assertThat(text(say(caller, "one\n" + tooLong + "\ntwo\n"))).isEqualTo("ok one\nok long\n");
    assertThat(text(say(caller, "three\n"))).isEqualTo("ok three\n");
  }

  @Test
  void callsBeyondTheBoundAreRefusedAndTheOthersAnswered() throws Exception {
    String lines = "x\n".repeat(8_000);
    List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
    LineCaller caller = caller();
    while (waiting.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
      waiting.add(say(caller, lines));
      assertThat(waiting).hasSizeLessThan(10_000);
    }
    isRefused(waiting.getLast(), Reason.BUSY);
    assertThat(calls.bytesUnderWay()).isLessThanOrEqualTo(LineCalls.BYTES_MAX + lines.length());
    Await.until(
        "all that remain were handled",
        () -> {
          allIsSafe();
          return waiting.stream().allMatch(CompletableFuture::isDone);
        });
    assertThat(waiting.stream().filter(call -> !call.isCompletedExceptionally())).isNotEmpty();
    assertThat(calls.callsUnderWay()).isZero();
    assertThat(calls.bytesUnderWay()).isZero();
    assertThat(text(say(caller(), "one"))).isEqualTo("ok one\n");
  }

  @Test
  void aFailureOfOursEndsTheCallersCallsAndNobodyElses() throws Exception {
    allIsSafe();
    LineCaller unlucky = caller();
    isRefused(say(unlucky, "fail\n"), Reason.NOT_SAVED);
    assertThat(text(say(caller(), "one\n"))).isEqualTo("ok one\n");
    assertThat(text(say(unlucky, "two\n"))).isEqualTo("ok two\n");
  }

  @Test
  void manyThreadsAreAnsweredEachByItself() {
    allIsSafe();
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
    Consumer<String> check =
        name -> {
          LineCaller caller = caller();
          for (int i = 0; i < 200; i++) {
            String line = name + "-" + i;
            try {
              if (!text(say(caller, line)).equals("ok " + line + "\n")) {
                wrong.add(line);
              }
            } catch (Exception e) {
              wrong.add(line + ": " + e);
            }
          }
        };
    IntStream.range(0, 16)
        .forEach(
            number -> threads.add(Thread.ofVirtual().start(() -> check.accept("thread" + number))));
    threads.forEach(thread -> {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(wrong).isEmpty();
  }
}
