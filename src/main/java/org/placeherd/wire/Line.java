package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;

/// One parsed line: its kind, and where in the bytes its fields stand.
///
/// A line is a view of the bytes it was read from and is used again for the next ones, so that
/// reading allocates nothing. It is good until the handler it was given to returns. Which fields
/// have a meaning depends on [#kind]; the others hold leftovers.
public final class Line {
  /// Stands where a line names no bucket or leaf.
  public static final int NO_NUMBER = -1;

  /// Stands for the end of a comparison.
  public static final int END = -2;

  byte[] bytes = new byte[0];
  LineKind kind = LineKind.INVALID;
  int from;
  int to;
  int serverFrom;
  int serverTo;
  int deltaFrom;
  int deltaTo;
  int clientFrom;
  int clientTo;
  int positionFrom;
  int positionTo;
  int timeFrom;
  int timeTo;
  int extraFrom;
  int tokenFrom;
  int tokenTo;
  long hash;
  long timeNanos;
  long receiveNanos;
  boolean exactTime;
  boolean canonicalDelta;
  double radiusKilometres;
  int bound;
  Optional<String> placeType = Optional.empty();
  Optional<String> placeName = Optional.empty();
  boolean ranksByImportance;
  int number;
  int runFrom;
  int runTo;

  Line() {}

  /// What the line asks for.
  public LineKind kind() {
    return kind;
  }

  /// The bytes that all offsets point into.
  public byte[] bytes() {
    return bytes;
  }

  /// Start of the line.
  public int from() {
    return from;
  }

  /// End of the line; its LF, if any, stands here.
  public int to() {
    return to;
  }

  /// AT, GONE: start of the name of the server that the client spoke to, or that deleted it.
  public int serverFrom() {
    return serverFrom;
  }

  /// AT, GONE: end of the server's name. HELLO: likewise, the sender's name (empty if it gave
  /// none).
  public int serverTo() {
    return serverTo;
  }

  /// AT, GONE: start of Δ.
  public int deltaFrom() {
    return deltaFrom;
  }

  /// AT, GONE: end of Δ.
  public int deltaTo() {
    return deltaTo;
  }

  /// IAMAT, WHATSAT, AT, GONE, HAVE, GRAFT: start of the client's name.
  public int clientFrom() {
    return clientFrom;
  }

  /// End of the client's name.
  public int clientTo() {
    return clientTo;
  }

  /// IAMAT, AT: start of the position.
  public int positionFrom() {
    return positionFrom;
  }

  /// End of the position.
  public int positionTo() {
    return positionTo;
  }

  /// IAMAT, AT: start of the client's time. GONE: of the time of the deletion.
  public int timeFrom() {
    return timeFrom;
  }

  /// End of that time.
  public int timeTo() {
    return timeTo;
  }

  /// IAMAT, AT: whether anything stands behind the four or six fields.
  public boolean hasExtra() {
    return extraFrom < to;
  }

  /// IAMAT, AT: has the telemetry behind the four or six fields read.
  public void readTelemetry(PackedTelemetry telemetry) {
    telemetry.read(bytes, extraFrom, to);
  }

  /// AT: whether a field behind the six is this name: old-style servers name there who has the
  /// report. GONE: likewise, behind the five.
  public boolean hasExtra(byte[] name) {
    int at = extraFrom;
    while (at < to) {
      int end = at;
      while (end < to && !Scan.isWhiteSpace(bytes[end])) {
        end++;
      }
      if (Arrays.equals(bytes, at, end, name, 0, name.length)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  /// IAMAT, WHATSAT, AT, GONE: the keyed hash of the client's name.
  public long hash() {
    return hash;
  }

  /// IAMAT, AT, GONE: the time in nanoseconds since 1970, digits past the ninth cut off;
  /// `Long.MAX_VALUE` for one beyond 2262.
  public long timeNanos() {
    return timeNanos;
  }

  /// Whether [#timeNanos] is the whole of the time.
  public boolean timeIsExact() {
    return exactTime;
  }

  /// AT, GONE: time + Δ, when the server that the client spoke to received the report, in
  /// nanoseconds since 1970.
  public long receiveNanos() {
    return receiveNanos;
  }

  /// AT, GONE: whether Δ stands as our servers write it, so that it can be written again from
  /// [#receiveNanos] − [#timeNanos].
  public boolean deltaIsCanonical() {
    return canonicalDelta;
  }

  /// IAMAT, AT: Whether client, position and time stand in a row with single spaces between, so
  /// that one copy takes all three.
  public boolean isTailTogether() {
    return positionFrom == clientTo + 1
        && bytes[clientTo] == ' '
        && timeFrom == positionTo + 1
        && bytes[positionTo] == ' ';
  }

  /// WHATSAT: the radius, 0 … 50 kilometres.
  public double radiusKilometres() {
    return radiusKilometres;
  }

  /// WHATSAT: how many places at most, 0 … 20.
  public int bound() {
    return bound;
  }

  /// WHATSAT: the type that the places must have.
  public Optional<String> placeType() {
    return placeType;
  }

  /// WHATSAT: words that the names of the places must have, decoded.
  public Optional<String> placeName() {
    return placeName;
  }

  /// WHATSAT: whether the best known places come first, and not the nearest.
  public boolean ranksByImportance() {
    return ranksByImportance;
  }

  /// COMPARE, TOP: a bucket. LEAVES, LIST: a leaf. [#NO_NUMBER] for a COMPARE that names no bucket,
  /// [#END] for one that is no question.
  public int number() {
    return number;
  }

  /// LIST: how many reports the leaf has.
  public int count() {
    return bound;
  }

  /// COMPARE: how many leaves it names.
  public int leaves() {
    return (runTo - runFrom) / CompareLine.LEAF_DIGITS;
  }

  /// COMPARE: the leaf at `index`, 0 … leaves − 1.
  public int leaf(int index) {
    return CompareLine.hex(
        bytes, runFrom + index * CompareLine.LEAF_DIGITS, CompareLine.LEAF_DIGITS);
  }

  /// TOP, LEAVES, LIST: how many numbers of that width follow.
  public int values(int characters) {
    return (runTo - runFrom) / characters;
  }

  /// TOP, LEAVES, LIST: the number at `index`, each `characters` wide. HAVE: the long ones are its
  /// order time, nanoseconds since 1970, and its digest.
  public long value(int index, int characters) {
    return Radix64.read(bytes, runFrom + index * characters, characters);
  }

  /// AUTH: a copy of the token; empty if there is none, or more than one word.
  public byte[] token() {
    return Arrays.copyOfRange(bytes, tokenFrom, tokenTo);
  }

  /// GRAFT: whether it names a client.
  public boolean namesClient() {
    return clientTo > clientFrom;
  }

  /// IAMAT, AT: the position as a point on the sphere. Not for the hot path.
  public LatLon position() {
    return Iso6709.parse(bytes, positionFrom, positionTo);
  }

  /// The line as text, for people.
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
