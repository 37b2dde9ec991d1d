package org.placeherd.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/// TLS 1.3 on the line port and on links, by the JDK: our certificate and key, and whose
/// certificates we believe. They can be replaced at any time; connections that are open keep
/// theirs.
///
/// Names are not checked here: who is who is read from [#names] when the handshake is over.
public final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3"};
  private static final String[] CIPHER_SUITES = {
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
  };

  /// A handshake that takes longer fails.
  private static final long HANDSHAKE_MILLIS = 10_000;

  /// A name that DNS could have, in the JDK's list of a certificate's other names.
  private static final int DNS_NAME = 2;

  private final boolean needsCertificate;
  private final Predicate<InetAddress> takesPlain;
  private volatile SSLContext context;

  /// @param context our certificate and key, and whose certificates we believe
  /// @param needsCertificate whether whoever connects must show a certificate that we believe
  /// @param takesPlain from which addresses lines are taken without TLS
  public Tls(SSLContext context, boolean needsCertificate, Predicate<InetAddress> takesPlain) {
    this.context = context;
    this.needsCertificate = needsCertificate;
    this.takesPlain = takesPlain;
  }

  /// From now on new connections use these. From any thread.
  public void replace(SSLContext next) {
    context = next;
  }

  /// What new connections use. From any thread.
  public SSLContext context() {
    return context;
  }

  boolean takesPlain(InetAddress remote) {
    return takesPlain.test(remote);
  }

  SslHandler accepting() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    if (needsCertificate) {
      engine.setNeedClientAuth(true);
    } else {
      engine.setWantClientAuth(true);
    }
    return handler(engine);
  }

  SslHandler connecting() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    return handler(engine);
  }

  private static SslHandler handler(SSLEngine engine) {
    engine.setEnabledProtocols(VERSIONS);
    engine.setEnabledCipherSuites(CIPHER_SUITES);
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    return handler;
  }

  /// The names that the other end's certificate was issued for; empty where there is no TLS or it
  /// showed none. Behind the handshake.
  static Set<String> names(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      return Set.of();
    }
    try {
      X509Certificate own =
          (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
      return names(own);
    } catch (SSLPeerUnverifiedException e) {
      return Set.of();
    }
  }

  /// Why a handshake that is over was not one with the server of that name; empty if it was.
  static Optional<String> problem(
      Channel channel, SslHandshakeCompletionEvent handshake, String server) {
    if (!handshake.isSuccess()) {
      return Optional.of(TlsTrouble.reason(handshake.cause()));
    }
    Set<String> names = names(channel);
    return names.contains(server)
        ? Optional.empty()
        : Optional.of("its certificate is for %s, not for %s".formatted(names, server));
  }

  /// The names that a certificate was issued for, as DNS writes them (RFC 5280 §4.2.1.6).
  public static Set<String> names(X509Certificate certificate) {
    try {
      Set<String> names = new HashSet<>();
      var others = certificate.getSubjectAlternativeNames();
      if (others != null) {
        for (List<?> other : others) {
          if (other.get(0).equals(DNS_NAME)) {
            names.add(String.valueOf(other.get(1)));
          }
        }
      }
      return Set.copyOf(names);
    } catch (CertificateParsingException e) {
      return Set.of(); // names nobody
    }
  }

  /// Says that nothing more will be sent, on TLS first and then on TCP.
  static void endOutput(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      var _ = ((DuplexChannel) channel).shutdownOutput();
    } else {
      handler
          .closeOutbound()
          .addListener((ChannelFuture _) -> {
            var _ = ((DuplexChannel) channel).shutdownOutput();
          });
    }
  }
}
