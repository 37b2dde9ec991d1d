package org.placeherd.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/// From which addresses AT lines are taken (protocol §5).
///
/// The addresses listed for old-style peers. A herd without TLS and secret also takes them from
/// this machine, if it is on this machine only. Where an operator has said `--insecure`, also from
/// the addresses of the herd's own servers: nothing better is known of them. With TLS or a secret
/// they prove who they are ([Admission]).
///
/// @param listed addresses that may tell
/// @param loopback whether this machine may
record PeerAddresses(Set<InetAddress> listed, boolean loopback) {
  static PeerAddresses of(ServerSettings settings) {
    Set<InetAddress> listed = new HashSet<>(settings.herd().options().oldStylePeers());
    LinePortOptions port = settings.herd().linePort();
    boolean prove = port.tls().isPresent() || port.secretFile().isPresent();
    if (settings.insecure() && !prove) {
      for (ServerAddress server : settings.herd().servers()) {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (!address.isUnresolved() && !address.getAddress().isAnyLocalAddress()) {
          listed.add(address.getAddress());
        }
      }
    }
    return new PeerAddresses(Set.copyOf(listed), settings.herd().isLoopbackOnly() && !prove);
  }

  /// Whether that address is listed for an old-style peer.
  boolean isListed(InetAddress address) {
    return listed.contains(address);
  }

  boolean mayTell(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    return (loopback && address.isLoopbackAddress()) || listed.contains(address);
  }
}
