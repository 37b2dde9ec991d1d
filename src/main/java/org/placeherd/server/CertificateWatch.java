package org.placeherd.server;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.placeherd.transport.Tls;

/// Looks now and then whether a server's certificate files have changed, and has new connections
/// use the new ones. Files that are wrong change nothing: the old ones stay. Off the loop, for
/// files may be slow; one call at a time.
final class CertificateWatch {
  /// How often it looks.
  static final long MILLIS = 10_000;

  private final TlsFiles files;
  private final Tls tls;
  private final Consumer<String> notes;
  private final InstantSource clock;
  private String seen;

  /// @param notes takes what an operator should read
  CertificateWatch(TlsFiles files, Tls tls, Consumer<String> notes, InstantSource clock) {
    this.files = files;
    this.tls = tls;
    this.notes = notes;
    this.clock = clock;
    this.seen = files.state();
  }

  /// Looks once.
  synchronized void look() {
    String now = files.state();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      tls.replace(files.read(clock.instant()));
      notes.accept("The certificate files have changed: new connections use the new ones.");
    } catch (StartupException e) {
      notes.accept(
          "The certificate files have changed, but the old ones are kept: " + e.sentence());
    }
  }
}
