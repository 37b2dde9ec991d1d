package org.placeherd.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Counts the wrong tokens of each address, so that who guesses is made to wait longer and longer.
/// A right token never waits. From any thread.
///
/// An address is forgiven one wrong token every [#FORGIVEN_SECONDS]. Of IPv6 addresses the first 64
/// bits count, for the rest is anybody's own choice.
public final class WrongTokens {
  /// Wrong tokens that cost nothing: people mistype.
  public static final int FREE = 5;

  /// The wait behind the first that costs; it doubles with each.
  static final long FIRST_PAUSE_MILLIS = 250;

  /// The longest wait. With the bound on connections that is some hundred guesses a second of 2¹⁶⁰.
  public static final long PAUSE_MILLIS_MAX = 8_000;

  /// So often an address is forgiven one.
  static final long FORGIVEN_SECONDS = 10;

  /// Wrong tokens that are remembered of one address.
  private static final int COUNT_MAX = 60;

  /// Addresses that are remembered; the one that was heard of longest ago is forgotten first.
  static final int ADDRESSES_MAX = 10_000;

  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanoTime;
  private final Map<ByteBuffer, Count> counts = new LinkedHashMap<>(16, 0.75f, true);
  private long all;

  private record Count(int wrong, long sinceNanos) {}

  /// @param nanoTime a clock that never goes back, in nanoseconds
  public WrongTokens(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// An address has shown a wrong token.
  ///
  /// @return how many it has shown lately, this one among them
  public synchronized int count(InetAddress address) {
    all++;
    long now = nanoTime.getAsLong();
    Count known = counts.merge(key(address), new Count(1, now), (old, _) -> later(old, now));
    if (counts.size() > ADDRESSES_MAX) {
      counts.remove(counts.keySet().iterator().next());
    }
    return known.wrong;
  }

  private static Count later(Count old, long now) {
    long forgiven = TimeUnit.NANOSECONDS.toSeconds(now - old.sinceNanos) / FORGIVEN_SECONDS;
    int left = (int) Math.max(0, old.wrong - forgiven);
    long since =
        left == 0 ? now : old.sinceNanos + TimeUnit.SECONDS.toNanos(forgiven * FORGIVEN_SECONDS);
    return new Count(Math.min(left + 1, COUNT_MAX), since);
  }

  /// How long an answer to an address is held back that has just been counted, in milliseconds.
  synchronized long pauseMillis(InetAddress address) {
    Count known = counts.get(key(address));
    return known == null ? 0 : pauseMillis(known.wrong);
  }

  /// Somebody has shown a wrong token whose address may be forged.
  public synchronized void countForgeable() {
    all++;
  }

  /// How long the answer to a wrong token is held back, in milliseconds.
  ///
  /// @param count what [#count] has given
  public static long pauseMillis(int count) {
    return count <= FREE
        ? 0
        : Math.min(PAUSE_MILLIS_MAX, FIRST_PAUSE_MILLIS << Math.min(count - FREE - 1, FREE));
  }

  /// All wrong tokens since the start.
  public synchronized long all() {
    return all;
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        bytes, 0, address instanceof Inet6Address ? NETWORK_BYTES : bytes.length);
  }
}
