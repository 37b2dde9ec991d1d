package org.placeherd.transport;

/// What a connection or a sender was refused, closed or slowed down for.
public enum Breach {
  /// More connections than there may be.
  CONNECTIONS("connections_refused"),
  /// More connections of one address than there may be.
  ADDRESS_CONNECTIONS("address_connections_refused"),
  /// It said no line for too long.
  FIRST_LINE("closed_before_first_line"),
  /// It did not end a line it had started.
  STARTED_LINE("closed_inside_line"),
  /// Nothing came for too long.
  IDLE("closed_idle"),
  /// It did not read its replies.
  UNREAD("closed_unread"),
  /// It was not read for a while, for it said too much; nothing was lost.
  PACED("paused_by_rate"),
  /// It was not read for a while, for all together held too much; nothing was lost.
  CROWDED("paused_by_memory"),
  /// Datagrams that were thrown away, for their address said too much.
  DATAGRAMS("datagrams_dropped"),
  /// Requests that were refused, for their address said too much.
  CALLS("calls_refused");

  private final String counter;

  Breach(String counter) {
    this.counter = counter;
  }

  /// Whether somebody who connected was turned away.
  boolean turnsAway() {
    return this == CONNECTIONS || this == ADDRESS_CONNECTIONS;
  }

  /// What its count is called in the status and the metrics.
  public String counter() {
    return counter;
  }
}
