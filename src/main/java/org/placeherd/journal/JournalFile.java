package org.placeherd.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of a journal's directory, known from its name.
///
/// @param number that of the segment; a snapshot has the number of the first segment behind it, and
///   a spare that of the segment it last was or was made for
record JournalFile(Kind kind, long number) {
  private static final Pattern NAME =
      Pattern.compile("(segment|snapshot|spare)-(\\d{10,18})(\\.part|\\.damaged)?");

  /// What a file is for.
  enum Kind {
    /// Groups of lines, in the order in which they were committed.
    SEGMENT("segment", ""),
    /// Every client's newest line.
    SNAPSHOT("snapshot", ""),
    /// A snapshot that is being written or was given up: never counts.
    PART("snapshot", ".part"),
    /// Room for a segment to come: its content never counts.
    SPARE("spare", ""),
    /// Kept for the operator to look at: its good lines are in a snapshot.
    DAMAGED_SEGMENT("segment", ".damaged"),
    /// Likewise.
    DAMAGED_SNAPSHOT("snapshot", ".damaged");

    private final String prefix;
    private final String suffix;

    Kind(String prefix, String suffix) {
      this.prefix = prefix;
      this.suffix = suffix;
    }
  }

  static JournalFile segment(long number) {
    return new JournalFile(Kind.SEGMENT, number);
  }

  static JournalFile snapshot(long number) {
    return new JournalFile(Kind.SNAPSHOT, number);
  }

  /// The file of that name, if it is one of a journal's.
  static Optional<JournalFile> named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String suffix = matcher.group(3) == null ? "" : matcher.group(3);
    for (Kind kind : Kind.values()) {
      if (kind.prefix.equals(matcher.group(1)) && kind.suffix.equals(suffix)) {
        JournalFile file = new JournalFile(kind, Long.parseLong(matcher.group(2)));
        return Optional.of(file).filter(f -> f.name().equals(name)); // not one zero too many
      }
    }
    return Optional.empty();
  }

  JournalFile as(Kind other) {
    return new JournalFile(other, number);
  }

  /// The name, with zeros in front so that names sort as numbers do.
  String name() {
    String digits = Long.toString(number);
    return kind.prefix + "-" + "0".repeat(Math.max(0, 10 - digits.length())) + digits + kind.suffix;
  }

  @Override
  public String toString() {
    return name();
  }
}
