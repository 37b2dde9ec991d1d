package org.placeherd.web.api;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The OpenAPI 3.1 document that describes the API.
final class OpenApi {
  private static final String RESOURCE = "openapi.json";

  private OpenApi() {}

  static ApiReply reply() {
    return ApiReply.of(ApiReply.OK, ClientsJson.JSON_TYPE, Buffer.buffer(bytes()));
  }

  /// The document as it is served.
  static byte[] bytes() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
