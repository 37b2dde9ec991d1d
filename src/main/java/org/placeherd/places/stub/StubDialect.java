package org.placeherd.places.stub;

/// How one source answers. Called by several threads at once.
interface StubDialect {
  /// The path of its requests.
  String path();

  /// The answer to a request, by the rules of the source.
  StubAnswer answer(StubRequest request);

  /// What it says when it is asked too much.
  StubAnswer overQuota();

  /// What it says to a key that it does not like.
  StubAnswer denied();

  /// What it says when it gives up.
  StubAnswer timedOut();
}
