package org.placeherd.server;

import java.net.InetAddress;
import java.util.Locale;

/// Where one server of the herd listens.
///
/// @param name the server's name, as it stands in AT lines and in its log's file name
/// @param host a host name, or an IPv4 or IPv6 address without brackets
/// @param port TCP port, 1 … 65535 in a configuration; 0 (any free port) only where tests say so
public record ServerAddress(String name, String host, int port) {

  /// Whether the host can be reached from this machine only. Decided by its text alone: no name is
  /// looked up.
  public boolean isLoopback() {
    return host.toLowerCase(Locale.ROOT).equals("localhost")
        || HostText.literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /// `host:port`, with an IPv6 address in brackets.
  public String hostAndPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
