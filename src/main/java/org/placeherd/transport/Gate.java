package org.placeherd.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What all ways into a server share to keep to its [LineGuard]: counts by address, and how often
/// somebody was refused, closed or slowed down. On the event loop.
public final class Gate {
  /// So many addresses are remembered with what they have said; who has been silent for longest is
  /// forgotten first, and begins with a whole burst when he comes again.
  static final int ADDRESSES_MAX = 65_536;

  /// Who has an address of IPv6 has 2^64 of them: all of a network are one (RFC 4291 §2.5.4).
  private static final int NETWORK_BYTES = 8;

  private final LineGuard guard;
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private final Map<InetAddress, Said> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Said> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };
  private final Map<Breach, Long> breaches = new EnumMap<>(Breach.class);
  private long lineBytes;
  private long replyBytes;

  /// How much an address has said, as [org.placeherd.wire.Rate#spend] has it.
  static final class Said {
    long fullNanos;
  }

  /// A gate that has seen nobody yet.
  public Gate(LineGuard guard) {
    this.guard = guard;
  }

  LineGuard guard() {
    return guard;
  }

  void count(Breach breach) {
    var _ = breaches.merge(breach, 1L, Long::sum);
  }

  /// How often each has happened since the start; those that have not are left out. On the loop.
  public Map<Breach, Long> breaches() {
    return Map.copyOf(breaches);
  }

  /// Counts a connection from there in, unless there are too many.
  boolean enter(InetAddress address) {
    InetAddress network = network(address);
    int open = connections.getOrDefault(network, 0);
    if (open >= guard.addressConnections()) {
      return false;
    }
    connections.put(network, open + 1);
    return true;
  }

  /// A connection that was counted in is gone.
  void leave(InetAddress address) {
    connections.computeIfPresent(network(address), (_, open) -> open > 1 ? open - 1 : null);
  }

  /// What that address has said; the same for all who ask, while it is remembered.
  Said said(InetAddress address) {
    return guard.addressLines().isLimited()
        ? said.computeIfAbsent(network(address), _ -> new Said())
        : new Said();
  }

  /// Whether somebody who cannot be made to wait may say lines now.
  boolean mayCall(InetAddress address, long nowNanos) {
    return !guard.addressLines().isLimited()
        || guard.addressLines().room(said(address).fullNanos, nowNanos) > 0;
  }

  /// Lines came from there.
  void called(InetAddress address, int lines, long nowNanos) {
    if (guard.addressLines().isLimited()) {
      Said by = said(address);
      by.fullNanos = guard.addressLines().spend(by.fullNanos, nowNanos, lines);
    }
  }

  private static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }

  /// Connections hold more, or less, of what they were sent and of what they are to be sent.
  void hold(long moreLineBytes, long moreReplyBytes) {
    lineBytes += moreLineBytes;
    replyBytes += moreReplyBytes;
  }

  /// Whether so many replies are unread that who has any of them is not read.
  boolean isCrowded() {
    return replyBytes > guard.heldBytes();
  }

  /// How much to read at once: little while much waits to be handled, for what is read and cannot
  /// be handled has to be kept. So it is bounded by twice as much for each connection.
  int readBytes() {
    return lineBytes > guard.heldBytes()
        ? LineListener.CROWDED_READ_BYTES
        : LineListener.READ_BYTES;
  }
}
