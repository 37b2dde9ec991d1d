package org.placeherd.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.placeherd.server.ServerAddress;

/// A command could not do what it was asked; the message is one sentence for the user.
final class CommandFailure extends Exception {
  CommandFailure(String sentence) {
    super(sentence);
  }

  private CommandFailure(String sentence, IOException cause) {
    super(sentence, cause);
  }

  /// What it means for a user that talking to `server` ended with `cause`.
  static CommandFailure of(ServerAddress server, IOException cause) {
    return new CommandFailure(
        server.name() + " at " + server.hostAndPort() + ": " + reason(cause) + ".", cause);
  }

  /// The cause in a few words.
  static String reason(IOException cause) {
    return switch (cause) {
      case ConnectException e -> "nobody listens there (is the server started?)";
      case SocketTimeoutException e -> "no answer in time";
      case UnknownHostException e -> "there is no such host";
      case SSLHandshakeException e when e.getCause() instanceof CertificateException ->
          "its certificate is not believed, for it is not from the CA of the configuration, or has"
              + " expired";
      case SSLException e -> "no TLS: " + e.getMessage();
      case EOFException e -> "the connection was closed without a full answer";
      case NoSuchFileException e -> e.getFile() + " is not there";
      case AccessDeniedException e -> e.getFile() + " may not be read or written";
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }
}
