package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One WebSocket that a test drives by hand. Text is ISO 8859-1: a character is a byte; what is no
/// UTF-8 goes as a binary message.
public final class WebSocketClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Incoming incoming = new Incoming();
  private final WebSocket socket;

  /// A message that came.
  public record Message(String text, boolean isText) {}

  /// How the other side closed.
  public record Close(int code, String reason) {}

  /// Connects to a port of this machine.
  public WebSocketClient(int port) throws IOException {
    socket =
        await(
            http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/lines"), incoming));
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /// Sends one message.
  public void message(String text) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    try {
      await(socket.sendText(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)), true));
    } catch (CharacterCodingException e) {
      await(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }
  }

  /// Sends a part of a message that does not end with it.
  void part(String text) throws IOException {
    await(socket.sendText(text, false));
  }

  /// The next message that comes.
  public Message next() throws IOException {
    try {
      Message next = incoming.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new EOFException("no message came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Waits until the other side has closed.
  public Close closed() throws IOException {
    return await(incoming.closed);
  }

  /// Says that nothing more will be sent, and waits until the other side says the same.
  ///
  /// @return the messages that came before that and were not taken
  public List<Message> finish() throws IOException {
    await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    var _ = closed();
    return List.copyOf(incoming.messages);
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private static final class Incoming implements WebSocket.Listener {
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Close> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder bytes = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = new String(text.toString().getBytes(UTF_8), ISO_8859_1);
        text.setLength(0);
        messages.add(new Message(whole, true));
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(
        WebSocket webSocket, ByteBuffer data, boolean last) {
      bytes.append(ISO_8859_1.decode(data));
      if (last) {
        messages.add(new Message(bytes.toString(), false));
        bytes.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(new Close(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
