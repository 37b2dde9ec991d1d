package org.placeherd.web;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// How HTTP is spoken over TLS.
///
/// @param context our certificate and key, and whose certificates we believe, for each connection
///   that opens: it may be another one the next time. From any thread
/// @param needsCertificate whether whoever connects must show a certificate that we believe
public record WebTls(Supplier<SSLContext> context, boolean needsCertificate) {}
