package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.placeherd.server.ServerAddress;

class LineClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void readsLinesAndParagraphsOneAfterTheOther() throws IOException {
    try (StubServer stub = StubServer.saying("AT x\n{\n\"é\":1}\n\n");
        LineClient client = LineClient.connect(stub.address(), LONG)) {
      client.send("a é");
      assertThat(text(client.readParagraph())).isEqualTo("AT x\n{\n\"é\":1}\n\n");
      client.send("b");
      assertThat(text(client.readLine())).isEqualTo("AT x\n");
      assertThat(text(client.readParagraph())).isEqualTo("{\n\"é\":1}\n\n");
      assertThat(stub.lines()).containsExactly("a é", "b");
    }
  }

  @Test
  void aRefusalIsAParagraphOfOneLine() throws IOException {
    try (StubServer stub = StubServer.saying("? no\n");
        LineClient client = LineClient.connect(stub.address(), LONG)) {
      client.send("no");
      assertThat(text(client.readParagraph())).isEqualTo("? no\n");
    }
  }

  @Test
  void aServerThatSaysNothingOrDripsIsNotWaitedForLong() throws IOException {
    try (StubServer stub = StubServer.saying("");
        LineClient client = LineClient.connect(stub.address(), SHORT)) {
      client.send("x");
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readLine);
    }
    try (StubServer stub = StubServer.start(LineClientTest::drip);
        LineClient client = LineClient.connect(stub.address(), SHORT)) {
      client.send("x");
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::readLine);
    }
  }

  private static boolean drip(String line, java.io.OutputStream out) throws IOException {
    while (true) {
      out.write('a');
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void anAnswerCutShortIsAnError() throws IOException {
    try (StubServer stub =
            StubServer.start((line, out) -> {
              out.write("AT x".getBytes(StandardCharsets.UTF_8));
              return false;
            });
        LineClient client = LineClient.connect(stub.address(), LONG)) {
      client.send("x");
      assertThatExceptionOfType(EOFException.class).isThrownBy(client::readLine);
    }
  }

  @Test
  void anAnswerWithoutEndIsAnError() throws IOException {
    try (StubServer stub =
            StubServer.start((line, out) -> {
              out.write(new byte[LineClient.MAXIMUM_ANSWER_BYTES + 1]);
              return true;
            });
        LineClient client = LineClient.connect(stub.address(), LONG)) {
      client.send("x");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(client::readLine)
          .withMessageContaining("longer than");
    }
  }

  @Test
  void saysWhyItCannotConnect() {
    ServerAddress nobody = new ServerAddress("A", "127.0.0.1", CommandRun.freePorts(1));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LineClient.connect(nobody, LONG))
        .satisfies(e ->
            assertThat(CommandFailure.of(nobody, e))
                .hasMessageStartingWith("A at 127.0.0.1:")
                .hasMessageEndingWith(": nobody listens there (is the server started?)."));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
