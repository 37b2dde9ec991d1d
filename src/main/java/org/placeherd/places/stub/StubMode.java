package org.placeherd.places.stub;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the stub does with a request.
public enum StubMode {
  /// Answers as the source does.
  OK("answers"),
  /// Answers late.
  DELAY("answers 600 ms late"),
  /// Never answers.
  HANG("never answers"),
  /// Fails.
  ERROR_500("fails with status 500"),
  /// Is overloaded.
  ERROR_503("fails with status 503"),
  /// Sends half an answer as if it were whole.
  TRUNCATED("sends half of the JSON"),
  /// Sends a byte now and then.
  DRIP("sends a byte every 100 ms"),
  /// Sends far too much.
  FLOOD("sends 10 MB"),
  /// Has been asked too much; after five answers of that kind it is well again.
  OVER_QUOTA("refuses five requests as too many, then answers"),
  /// Refuses the key, also a right one.
  BAD_KEY("refuses every key"),
  /// Gives up within itself; Overpass says so with status 200.
  TIMED_OUT("gives up (overpass: status 200 with a remark)");

  private final String meaning;

  StubMode(String meaning) {
    this.meaning = meaning;
  }

  /// Its name for users: `error-500`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What it does, in words.
  public String meaning() {
    return meaning;
  }

  /// The names of all.
  public static List<String> texts() {
    return Stream.of(values()).map(StubMode::text).toList();
  }

  /// The mode that users call so.
  public static Optional<StubMode> named(String text) {
    return Stream.of(values()).filter(mode -> mode.text().equals(text)).findFirst();
  }
}
