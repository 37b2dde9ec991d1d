package org.placeherd.transport;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/// Why a connection failed, on which TLS may be spoken, in words for an operator. The JDK's stand
/// at the bottom of a chain of causes.
final class TlsTrouble {
  private static final int DEEPEST_CAUSE = 16;

  private static final String NOT_FROM_OUR_CA = "its certificate is not from our CA";

  /// What is said better by the cause below.
  private static final Set<CertPathValidatorException.Reason> HAS_A_CAUSE =
      Set.of(BasicReason.EXPIRED, BasicReason.NOT_YET_VALID);

  private TlsTrouble() {}

  static String reason(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < DEEPEST_CAUSE; depth++) {
      Optional<String> words = words(cause);
      Throwable next = cause.getCause();
      if (words.isPresent()) {
        return words.get();
      }
      if (next == null) {
        break;
      }
      cause = next;
    }
    return Reactor.reason(cause);
  }

  private static Optional<String> words(Throwable cause) {
    return switch (cause) {
      case CertificateExpiredException e ->
          Optional.of("its certificate has expired (" + e.getMessage() + ")");
      case CertificateNotYetValidException e ->
          Optional.of("its certificate is not valid yet (" + e.getMessage() + ")");
      case CertPathBuilderException _ -> Optional.of(NOT_FROM_OUR_CA);
      case CertPathValidatorException e when !HAS_A_CAUSE.contains(e.getReason()) ->
          Optional.of(NOT_FROM_OUR_CA);
      case NotSslRecordException _ ->
          Optional.of("it does not speak TLS; if it is old-style, set its hello to off");
      case ClosedChannelException _ -> Optional.of("it hung up during the TLS handshake");
      case SSLException e when alert(e).isPresent() ->
          Optional.of("it refused our certificate or our TLS: " + alert(e).get());
      default -> Optional.empty();
    };
  }

  /// The name of the alert that the other side sent, if that is what failed.
  private static Optional<String> alert(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    int at = message.indexOf("fatal alert: ");
    return at < 0
        ? Optional.empty()
        : Optional.of(message.substring(at + "fatal alert: ".length()));
  }
}
