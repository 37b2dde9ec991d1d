package org.placeherd.places;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/// What one source may still be asked by this server. A call is paid before it is made.
///
/// The file is ahead of what was spent, never behind: calls are set down a few at a time before the
/// first of them is made. A crash loses what was set down and not used; a proper stop sets down
/// what was used. Where nothing is limited and nothing costs money there is no file.
final class Budget implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Budget.class.getName());

  private final BudgetLimits limits;
  private final long microDollarsPerCall;
  private final BudgetFile file;
  private final PlacesClock clock;
  private final boolean isKept;
  private Spending used;
  private Spending saved;
  private Optional<PutBack> putBack = Optional.empty();
  private boolean unsaved;

  /// @param limits this server's share
  /// @throws IOException when the file cannot be read
  Budget(BudgetLimits limits, long microDollarsPerCall, BudgetFile file, PlacesClock clock)
      throws IOException {
    this.limits = limits;
    this.microDollarsPerCall = microDollarsPerCall;
    this.file = file;
    this.clock = clock;
    this.isKept = limits.isLimited() || microDollarsPerCall > 0;
    this.saved = isKept ? file.read() : Spending.NOTHING;
    this.used = saved;
  }

  /// Pays for a call.
  ///
  /// @return what was spent with it, for [#refund]
  /// @throws NotAsked when there is not enough left, or there is a limit and the file cannot be
  ///   written
  synchronized Spending reserve() throws NotAsked {
    lookAtTheClock();
    Spending next = used.plus(1, microDollarsPerCall);
    if (!next.isWithin(limits)) {
      throw NotAsked.because(NotAsked.Reason.BUDGET);
    }
    if (isKept && !next.isCoveredBy(saved)) {
      save(next.plus(limits.callsInAdvance() - 1, microDollarsPerCall));
    }
    used = next;
    return next;
  }

  private void lookAtTheClock() {
    Instant now = clock.wall().instant();
    if (putBack.isPresent() && putBack.get().isUndone(clock)) {
      used = used.at(now, putBack.get().furthest());
      putBack = Optional.empty();
      return;
    }
    if (used.isAfter(now)) {
      Spending furthest =
          putBack.map(PutBack::furthest).filter(each -> each.minute() > used.minute()).orElse(used);
      putBack = Optional.of(new PutBack(furthest, now, clock.nanos()));
    }
    used = used.at(now);
  }

  private void save(Spending spending) throws NotAsked {
    try {
      file.write(spending);
      saved = spending;
      unsaved = false;
    } catch (IOException e) {
      complain(e);
      if (limits.isLimited()) {
        throw NotAsked.because(NotAsked.Reason.BUDGET_UNSAVED);
      }
      saved = spending; // so that it is tried again when that is used up, and not at each call
    }
  }

  private void complain(IOException failure) {
    if (!unsaved) {
      LOGGER.log(
          Level.WARNING,
          "What is spent on places cannot be saved, so {0}: {1}",
          limits.isLimited() ? "nothing is asked for" : "a restart will count it from 0",
          failure.toString());
    }
    unsaved = true;
  }

  /// Gives a call back that never reached the source.
  synchronized void refund(Spending then) {
    used = used.withoutCall(then, microDollarsPerCall);
  }

  /// What was spent in this minute, day and month.
  synchronized Spending used() {
    lookAtTheClock();
    return used;
  }

  /// Sets down what was used.
  @Override
  public synchronized void close() {
    if (isKept && !used.equals(saved)) {
      try {
        save(used);
      } catch (NotAsked e) {
        LOGGER.log(Level.DEBUG, "The file goes on to say more than was spent.", e);
      }
    }
  }
}
