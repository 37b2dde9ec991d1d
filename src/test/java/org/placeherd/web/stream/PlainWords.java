package org.placeherd.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Clients in few words.
final class PlainWords implements Words {
  @Override
  public byte[] position(String line) {
    String[] fields = line.split(" ", -1);
    return "{\"%s\":\"%s at %s\"}".formatted(fields[3], fields[4], fields[5]).getBytes(UTF_8);
  }

  @Override
  public byte[] name(String client) {
    return "{\"%s\":1}".formatted(client).getBytes(UTF_8);
  }
}
