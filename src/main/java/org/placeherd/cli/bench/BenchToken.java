package org.placeherd.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Shows a token on a connection before the load begins.
final class BenchToken {
  /// What a line of AUTH and its reply fit into.
  private static final int LINE_BYTES_MAX = 1_024;

  private static final String OK = "AUTH ok";

  private BenchToken() {}

  /// The token, if there is one.
  static Optional<String> ofEnvironment() {
    return Optional.ofNullable(System.getenv("PLACEHERD_TOKEN")).filter(token -> !token.isBlank());
  }

  /// Shows the token, if there is one, and waits for the reply. The channel blocks.
  ///
  /// @throws IOException if the server refuses it
  static void show(SocketChannel channel, Optional<String> token) throws IOException {
    if (token.isEmpty()) {
      return;
    }
    ByteBuffer line = ByteBuffer.wrap(("AUTH " + token.get().strip() + "\n").getBytes(UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder reply = new StringBuilder();
    while (reply.length() < LINE_BYTES_MAX) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new EOFException("it closed the connection instead of answering AUTH");
      }
      if (one.get(0) == '\n') {
        break;
      }
      reply.append((char) one.get(0));
    }
    // A server that asks for none repeats the line.
    if (!reply.toString().equals(OK) && !reply.toString().startsWith("? AUTH ")) {
      throw new IOException("the token in PLACEHERD_TOKEN was refused");
    }
  }
}
