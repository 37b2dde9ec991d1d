package org.placeherd.wire;

/// What a server accepts in a line (protocol §§1–2).
///
/// @param lineBytes longest line, without its LF
/// @param clientIdBytes longest client name in an IAMAT or WHATSAT
/// @param lenientIds whether control bytes may stand in client names
/// @param whatsatFields whether `type=`, `name=` and `rank=` may follow the operands of WHATSAT
public record Limits(int lineBytes, int clientIdBytes, boolean lenientIds, boolean whatsatFields) {
  /// What an over-long line is answered with: this many of its first bytes.
  public static final int ECHO_OF_TOO_LONG_BYTES = 128;

  /// Room that an AT line needs beyond its client's text and Δ for a server name.
  private static final int SERVER_NAME_BYTES = 1_024;

  /// Room for what stands behind the six fields: `spread=all` and telemetry
  /// ([PackedTelemetry#MAX_BYTES]) of servers of ours, or the names that old-style peers append.
  private static final int BEHIND_BYTES = 1_024;

  /// The defaults of the protocol.
  public static final Limits DEFAULT = new Limits(1_024, 255, false);

  /// Largest settable line, so that every length fits the table's sixteen bits.
  public static final int MAX_LINE_BYTES = 16_384;

  /// Refuses limits that the rest of the program could not honour.
  public Limits {
    if (lineBytes < 64 || lineBytes > MAX_LINE_BYTES) {
      throw new IllegalArgumentException("line-bytes must be 64 … 16384, not " + lineBytes);
    }
    if (clientIdBytes < 1 || clientIdBytes > lineBytes) {
      throw new IllegalArgumentException(
          "client-id-bytes must be 1 … line-bytes, not " + clientIdBytes);
    }
  }

  /// Without fields behind the operands of WHATSAT.
  public Limits(int lineBytes, int clientIdBytes, boolean lenientIds) {
    this(lineBytes, clientIdBytes, lenientIds, false);
  }

  /// Longest AT line taken from a peer, without its LF. Twice a line, because Δ has as many digits
  /// as a time that is nearly all of its line: a report that one server takes must never be too
  /// long for the next, or their link would break on it for ever.
  public int atLineBytes() {
    return atReportBytes() + BEHIND_BYTES;
  }

  /// Longest that the six fields of an AT line may be. Shorter than the line, or the next server
  /// could not pass it on with a field behind.
  public int atReportBytes() {
    return 2 * lineBytes + SERVER_NAME_BYTES;
  }
}
