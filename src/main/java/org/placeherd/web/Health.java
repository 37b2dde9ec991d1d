package org.placeherd.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What a probe is answered: whether the server works, and whether it should be sent clients.
final class Health {
  /// Whether the loop works. Never waits for anything else, or a server that catches up would be
  /// restarted.
  static final String LIVE = "/livez";

  /// Whether it should be sent clients.
  static final String READY = "/readyz";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private Health() {}

  /// Answers with what is missing, and status 503 if anything is.
  static void answer(Routes routes, HttpServerRequest request, ReadyState state) {
    routes.answer(
        request,
        READY,
        state.isReady() ? OK : UNAVAILABLE,
        "application/json",
        Buffer.buffer(json(state)));
  }

  private static byte[] json(ReadyState state) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("server", state.server());
      json.writeBooleanField("ready", state.isReady());
      json.writeArrayFieldStart("missing");
      for (String missing : state.missing()) {
        json.writeString(missing);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("an array failed", e);
    }
    return text.toByteArray();
  }
}
