package org.placeherd.web;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/// Has Vert.x speak TLS by [ServerTls], which alone knows versions, certificates and protocols.
/// What a handshake computes runs on Vert.x's worker thread, so that a flood of them does not hold
/// up those who are connected.
final class TlsEngine extends SSLEngineOptions {
  private final SslContext context;

  TlsEngine(WebTls tls) {
    this(new ServerTls(tls));
  }

  private TlsEngine(SslContext context) {
    this.context = context;
    var _ = setUseWorkerThread(true);
  }

  @Override
  public TlsEngine copy() {
    return new TlsEngine(context);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return () -> context;
  }
}
