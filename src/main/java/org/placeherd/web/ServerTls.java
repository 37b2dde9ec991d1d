package org.placeherd.web;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/// TLS 1.3 for HTTP/2 and HTTP/1.1, by the JDK. Each connection has the certificate that is in
/// force when it opens. From any thread.
final class ServerTls extends SslContext {
  private static final String[] VERSIONS = {"TLSv1.3"};
  private static final List<String> CIPHER_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private static final ApplicationProtocolConfig PROTOCOLS =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2,
          ApplicationProtocolNames.HTTP_1_1);

  private final WebTls tls;
  private volatile Current current;

  /// What is in force, and what it was made of.
  private record Current(SSLContext source, SslContext made) {}

  ServerTls(WebTls tls) {
    this.tls = tls;
    current = make(tls.context().get());
  }

  private Current make(SSLContext source) {
    return new Current(
        source,
        new JdkSslContext(
            source,
            false,
            CIPHER_SUITES,
            IdentityCipherSuiteFilter.INSTANCE,
            PROTOCOLS,
            tls.needsCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE,
            VERSIONS.clone(),
            false));
  }

  private SslContext current() {
    SSLContext source = tls.context().get();
    Current known = current;
    if (!known.source().equals(source)) {
      known = make(source);
      current = known;
    }
    return known.made();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return current().newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return current().newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return CIPHER_SUITES;
  }

  @Override
  @SuppressWarnings("deprecation") // it is the class's above
  public io.netty.handler.ssl.ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return current().applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current().sessionContext();
  }
}
