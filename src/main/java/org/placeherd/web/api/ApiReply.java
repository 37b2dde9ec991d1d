package org.placeherd.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// An answer of the API.
///
/// @param status the HTTP status
/// @param headers besides those of the connection
/// @param body may be empty
record ApiReply(int status, Map<String, String> headers, Buffer body) {
  static final int OK = 200;
  static final int NO_CONTENT = 204;
  static final int NOT_MODIFIED = 304;

  /// What is shorter is not worth packing.
  private static final int GZIP_BYTES_MIN = 1_024;

  private static final JsonFactory JSON = new JsonFactory();

  ApiReply {
    headers = Map.copyOf(headers);
  }

  /// Writes JSON.
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  static ApiReply json(int status, String type, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of bytes failed", e);
    }
    return of(status, type, Buffer.buffer(bytes.toByteArray()));
  }

  static ApiReply of(int status, String type, Buffer body) {
    return new ApiReply(status, Map.of("Content-Type", type), body);
  }

  /// Done, and nothing to show.
  static ApiReply done() {
    return new ApiReply(NO_CONTENT, Map.of(), Buffer.buffer());
  }

  /// Whether an answer of this status never has a body, nor says how long it is (RFC 9110 §8.6).
  boolean hasNoBody() {
    return status == NO_CONTENT || status == NOT_MODIFIED;
  }

  /// Nothing has changed since the client last asked.
  static ApiReply notModified() {
    return new ApiReply(NOT_MODIFIED, Map.of(), Buffer.buffer());
  }

  /// The same with more headers.
  ApiReply with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new ApiReply(status, all, body);
  }

  /// The same packed, if that is worth it.
  ApiReply packed() {
    if (body.length() < GZIP_BYTES_MIN) {
      return this;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("an array of bytes failed", e);
    }
    return new ApiReply(status, headers, Buffer.buffer(bytes.toByteArray()))
        .with(Map.of("Content-Encoding", "gzip"));
  }
}
