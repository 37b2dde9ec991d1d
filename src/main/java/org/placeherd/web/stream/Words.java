package org.placeherd.web.stream;

/// Says clients as JSON objects on one line, in UTF-8.
public interface Words {
  /// A client with its position, as the API shows it.
  ///
  /// @param line its AT line, with a char for each byte
  byte[] position(String line);

  /// Only which client it is.
  ///
  /// @param client its name, with a char for each byte
  byte[] name(String client);
}
