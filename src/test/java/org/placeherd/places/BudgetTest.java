package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
  private static final long UNLIMITED = BudgetLimits.UNLIMITED;
  private static final long PRICE = 32_000;

  @TempDir Path directory = Path.of("");
  private final TestClock clock = new TestClock();

  @Test
  void tenThousandAtOnceGetExactlyWhatThereIs() throws Exception {
    try (Budget budget = budget("a", perMonth(100));
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        tries.add(threads.submit(() -> isPaid(budget)));
      }
      int paid = 0;
      for (Future<Boolean> each : tries) {
        paid += each.get() ? 1 : 0;
      }
      assertThat(paid).isEqualTo(100);
    }
  }

  @Test
  void aRestartKeepsTheCount() throws Exception {
    try (Budget budget = budget("a", perMonth(1_000))) {
      assertThat(pay(budget, 500)).isEqualTo(500);
    }
    try (Budget budget = budget("a", perMonth(1_000))) {
      assertThat(pay(budget, 1_000)).isEqualTo(500);
    }
    try (Budget budget = budget("a", perMonth(1_000))) {
      assertThat(pay(budget, 1)).isZero();
    }
  }

  @Test
  void aCrashNeverGivesMoreAndCostsAHundredthAtMost() throws Exception {
    for (int spent : List.of(1, 7, 10, 11, 399)) {
      String name = "crash" + spent;
      assertThat(pay(budget(name, perMonth(1_000)), spent)).isEqualTo(spent); // and no close
      assertThat(pay(budget(name, perMonth(1_000)), 2_000)).isBetween(990 - spent, 1_000 - spent);
    }
  }

  @Test
  void aCrashDoesNotGiveAMinuteTwice() throws Exception {
    BudgetLimits limits = new BudgetLimits(300, UNLIMITED, UNLIMITED, UNLIMITED);
    assertThat(pay(budget("a", limits), 2)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    // Three are set down in advance; one of them is left, but it was set down in another minute.
    Budget before = budget("a", limits);
    assertThat(pay(before, 299)).isEqualTo(299);
    assertThat(pay(budget("a", limits), 300)).isLessThanOrEqualTo(1);
  }

  @Test
  void fiveServersNeverExceedTheTotal() throws Exception {
    int total = 0;
    List<Integer> shares = new ArrayList<>();
    for (int position = 0; position < 5; position++) {
      HerdShare share = new HerdShare(position, 5);
      try (Budget budget = budget("server" + position, perMonth(103).of(share))) {
        shares.add(pay(budget, 1_000));
        total += shares.getLast();
      }
    }
    assertThat(shares).containsExactly(21, 21, 21, 20, 20);
    assertThat(total).isEqualTo(103);
  }

  @Test
  void aBudgetSmallerThanTheHerdGoesToTheFirstServers() throws Exception {
    assertThat(pay(budget("a", perMonth(2).of(new HerdShare(1, 5))), 9)).isEqualTo(1);
    assertThat(pay(budget("b", perMonth(2).of(new HerdShare(2, 5))), 9)).isZero();
  }

  @Test
  void aNewMinuteDayAndMonthBeginAtNothing() throws Exception {
    try (Budget budget = budget("a", new BudgetLimits(2, 5, 8, UNLIMITED))) {
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.advance(Duration.ofMinutes(1));
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.advance(Duration.ofMinutes(1));
      assertThat(pay(budget, 9)).isEqualTo(1); // the day's
      clock.advance(Duration.ofDays(1));
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.advance(Duration.ofMinutes(1));
      assertThat(pay(budget, 9)).isEqualTo(1); // the month's
      clock.advance(Duration.ofDays(6)); // December
      assertThat(pay(budget, 9)).isEqualTo(2);
    }
  }

  @Test
  void aClockThatIsPutBackWithinAPeriodGivesNothing() throws Exception {
    try (Budget budget = budget("a", new BudgetLimits(UNLIMITED, 2, UNLIMITED, UNLIMITED))) {
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.putBack(Duration.ofHours(1));
      assertThat(pay(budget, 9)).isZero();
    }
    try (Budget budget = budget("a", new BudgetLimits(UNLIMITED, 2, UNLIMITED, UNLIMITED))) {
      assertThat(pay(budget, 9)).isZero();
    }
  }

  @Test
  void whatWasSpentWhileTheClockWasAheadCountsInThePresentPeriodAndNoLonger() throws Exception {
    clock.advance(Duration.ofDays(400));
    try (Budget budget = budget("a", new BudgetLimits(UNLIMITED, 2, 4, UNLIMITED))) {
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.putBack(Duration.ofDays(400));
      assertThat(pay(budget, 9)).isZero();
    }
    try (Budget budget = budget("a", new BudgetLimits(UNLIMITED, 2, 4, UNLIMITED))) {
      assertThat(pay(budget, 9)).isZero();
      clock.advance(Duration.ofDays(1));
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.advance(Duration.ofDays(1));
      assertThat(pay(budget, 9)).isZero(); // the month's are gone
      clock.advance(Duration.ofDays(4)); // December
      assertThat(pay(budget, 9)).isEqualTo(2);
    }
  }

  @Test
  void aMinuteThatLiesAheadIsCarriedToo() throws Exception {
    try (Budget budget = budget("a", new BudgetLimits(2, UNLIMITED, UNLIMITED, UNLIMITED))) {
      assertThat(pay(budget, 9)).isEqualTo(2);
      clock.putBack(Duration.ofDays(40));
      assertThat(pay(budget, 9)).isZero();
      clock.advance(Duration.ofMinutes(1));
      assertThat(pay(budget, 9)).isEqualTo(2);
    }
  }

  /// As on a machine without a battery, whose clock is in the past until the network is there.
  @Test
  void aClockThatIsPutForwardAgainGivesNothingTwice() throws Exception {
    try (Budget budget = budget("a", perMonth(2))) {
      assertThat(pay(budget, 9)).isEqualTo(2);
    }
    clock.putBack(Duration.ofDays(4_000));
    try (Budget budget = budget("a", perMonth(2))) {
      assertThat(pay(budget, 9)).isZero();
      clock.advance(Duration.ofMinutes(5));
      clock.putBack(Duration.ofDays(-4_000));
      assertThat(pay(budget, 9)).isZero();
      clock.advance(Duration.ofDays(6)); // December
      assertThat(pay(budget, 9)).isEqualTo(2);
    }
  }

  @Test
  void moneyIsCountedToo() throws Exception {
    BudgetLimits tenCents = new BudgetLimits(UNLIMITED, UNLIMITED, UNLIMITED, 100_000);
    try (Budget budget = budget("a", tenCents)) {
      assertThat(pay(budget, 9)).isEqualTo(3);
      assertThat(budget.used().monthMicroDollars()).isEqualTo(96_000);
    }
  }

  @Test
  void whatIsRefundedCanBeSpentAgain() throws Exception {
    try (Budget budget = budget("a", perMonth(1))) {
      Spending paid = budget.reserve();
      budget.refund(paid);
      assertThat(pay(budget, 9)).isEqualTo(1);
    }
  }

  @Test
  void aRefundOfTheLastMinuteIsNoneOfThisOnes() throws Exception {
    BudgetLimits limits = new BudgetLimits(2, UNLIMITED, UNLIMITED, UNLIMITED);
    try (Budget budget = budget("a", limits)) {
      Spending paid = budget.reserve();
      clock.advance(Duration.ofMinutes(1));
      assertThat(pay(budget, 1)).isEqualTo(1);
      budget.refund(paid);
      assertThat(pay(budget, 9)).isEqualTo(1);
    }
  }

  @Test
  void whatCostsNothingAndHasNoLimitIsNotWritten() throws Exception {
    BudgetFile file = new BudgetFile(directory.resolve("a"));
    try (Budget budget = new Budget(BudgetLimits.NONE, 0, file, clock.clock)) {
      assertThat(pay(budget, 1_000)).isEqualTo(1_000);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatCostsMoneyIsCountedOverARestartWithoutALimitToo() throws Exception {
    try (Budget budget = budget("a", BudgetLimits.NONE)) {
      assertThat(pay(budget, 1_000)).isEqualTo(1_000);
    }
    try (Budget budget = budget("a", BudgetLimits.NONE)) {
      assertThat(budget.used().monthMicroDollars()).isEqualTo(1_000 * PRICE);
      assertThat(pay(budget, 1)).isEqualTo(1);
    }
    try (Budget budget = budget("a", BudgetLimits.NONE)) {
      assertThat(budget.used().monthMicroDollars()).isEqualTo(1_001 * PRICE);
    }
  }

  @Test
  void withoutALimitADiskThatFailsRefusesNothing() throws Exception {
    try (Budget budget = budget("file/spent", BudgetLimits.NONE)) {
      Files.writeString(directory.resolve("file"), "where a directory should be");
      assertThat(pay(budget, 1_000)).isEqualTo(1_000);
    }
  }

  @Test
  void nothingIsSpentThatCannotBeSetDown() throws Exception {
    try (Budget budget = budget("file/spent", perMonth(9))) {
      Files.writeString(directory.resolve("file"), "where a directory should be");
      assertThatThrownBy(budget::reserve).hasMessageContaining("cannot be saved");
    }
  }

  @Test
  void aFileThatSaysSomethingElseIsRefused() throws IOException {
    Files.writeString(directory.resolve("a"), "minute 1 calls 2\n");
    assertThatThrownBy(() -> budget("a", perMonth(9)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("delete the file to count from 0");
  }

  private Budget budget(String name, BudgetLimits limits) throws IOException {
    return new Budget(limits, PRICE, new BudgetFile(directory.resolve(name)), clock.clock);
  }

  private static BudgetLimits perMonth(long calls) {
    return new BudgetLimits(UNLIMITED, UNLIMITED, calls, UNLIMITED);
  }

  private static int pay(Budget budget, int tries) {
    int paid = 0;
    for (int i = 0; i < tries; i++) {
      paid += isPaid(budget) ? 1 : 0;
    }
    return paid;
  }

  private static boolean isPaid(Budget budget) {
    try {
      budget.reserve();
      return true;
    } catch (NotAsked e) {
      return false;
    }
  }
}
