package org.placeherd.places;

import java.io.IOException;
import java.lang.System.Logger.Level;

/// What one source may still be asked by this server. A call is paid before it is made.
///
/// The file is ahead of what was spent, never behind: calls are set down a few at a time before the
/// first of them is made. A crash loses what was set down and not used; a proper stop sets down
/// what was used.
final class Budget implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Budget.class.getName());

  private final BudgetLimits limits;
  private final long microDollarsPerCall;
  private final BudgetFile file;
  private final PlacesClock clock;
  private Spending used;
  private Spending saved;
  private boolean unsaved;

  /// @param limits this server's share
  /// @throws IOException when the file cannot be read
  Budget(BudgetLimits limits, long microDollarsPerCall, BudgetFile file, PlacesClock clock)
      throws IOException {
    this.limits = limits;
    this.microDollarsPerCall = microDollarsPerCall;
    this.file = file;
    this.clock = clock;
    this.saved = limits.isLimited() ? file.read() : Spending.NOTHING;
    this.used = saved;
  }

  /// Pays for a call.
  ///
  /// @return what was spent with it, for [#refund]
  /// @throws NotAsked when there is not enough left, or the file cannot be written
  synchronized Spending reserve() throws NotAsked {
    Spending next = used.at(clock.wall().instant()).plus(1, microDollarsPerCall);
    if (!next.isWithin(limits)) {
      throw NotAsked.because(NotAsked.Reason.BUDGET);
    }
    if (limits.isLimited() && !next.isCoveredBy(saved)) {
      save(next.plus(limits.callsInAdvance() - 1, microDollarsPerCall));
    }
    used = next;
    return next;
  }

  private void save(Spending spending) throws NotAsked {
    try {
      file.write(spending);
      saved = spending;
      unsaved = false;
    } catch (IOException e) {
      if (!unsaved) {
        LOGGER.log(Level.WARNING, "No places are asked for: what is spent cannot be saved.", e);
      }
      unsaved = true;
      throw NotAsked.because(NotAsked.Reason.BUDGET_UNSAVED);
    }
  }

  /// Gives a call back that never reached the source.
  synchronized void refund(Spending then) {
    used = used.withoutCall(then, microDollarsPerCall);
  }

  /// What was spent in this minute, day and month.
  synchronized Spending used() {
    return used.at(clock.wall().instant());
  }

  /// Sets down what was used.
  @Override
  public synchronized void close() {
    if (limits.isLimited() && !used.equals(saved)) {
      try {
        save(used);
      } catch (NotAsked e) {
        LOGGER.log(Level.DEBUG, "The file goes on to say more than was spent.", e);
      }
    }
  }
}
