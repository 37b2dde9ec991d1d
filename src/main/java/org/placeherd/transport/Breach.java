package org.placeherd.transport;

/// What a connection or a sender was refused, closed or slowed down for.
public enum Breach {
  /// More connections than there may be.
  CONNECTIONS("connectionsRefused"),
  /// More connections of one address than there may be.
  ADDRESS_CONNECTIONS("addressConnectionsRefused"),
  /// It said no line for too long.
  FIRST_LINE("closedBeforeFirstLine"),
  /// It did not end a line it had started.
  STARTED_LINE("closedInsideLine"),
  /// Nothing came for too long.
  IDLE("closedIdle"),
  /// It did not read its replies.
  UNREAD("closedUnread"),
  /// It was not read for a while, for it said too much; nothing was lost.
  PACED("pausedByRate"),
  /// It was not read for a while, for all together held too much; nothing was lost.
  CROWDED("pausedByMemory"),
  /// Datagrams that were thrown away, for their address said too much.
  DATAGRAMS("datagramsDropped"),
  /// Requests that were refused, for their address said too much.
  CALLS("callsRefused");

  private final String counter;

  Breach(String counter) {
    this.counter = counter;
  }

  /// What its count is called in the status.
  public String counter() {
    return counter;
  }
}
