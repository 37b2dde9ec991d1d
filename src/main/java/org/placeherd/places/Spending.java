package org.placeherd.places;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What was spent in the minute, day and month that count; each is a number that grows with time.
///
/// @param month months since the year 0
/// @param monthMicroDollars millionths of a dollar
record Spending(
    long minute,
    long minuteCalls,
    long day,
    long dayCalls,
    long month,
    long monthCalls,
    long monthMicroDollars) {
  static final Spending NOTHING = new Spending(0, 0, 0, 0, 0, 0, 0);

  private static final int SECONDS_OF_MINUTE = 60;
  private static final Pattern TEXT =
      Pattern.compile(
          """
          minute (\\d{1,18}) calls (\\d{1,18})
          day (\\d{1,18}) calls (\\d{1,18})
          month (\\d{1,18}) calls (\\d{1,18}) microdollars (\\d{1,18})
          """);

  /// The same now, with a new minute, day or month at 0.
  ///
  /// Where the clock was put back, what was spent in a period that is still to come counts in the
  /// present one: so it blocks no longer than that one lasts, and is not given again.
  Spending at(Instant now) {
    return at(now, NOTHING);
  }

  /// The same, where the clock had been put back and has now been put forward: what was spent
  /// counts in the present period if that had been reached before.
  ///
  /// @param furthest what was spent when the clock was put back
  Spending at(Instant now, Spending furthest) {
    LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
    long minuteNow = Math.floorDiv(now.getEpochSecond(), SECONDS_OF_MINUTE);
    long dayNow = date.toEpochDay();
    long monthNow = date.getLong(ChronoField.PROLEPTIC_MONTH);
    boolean isNewMinute = minuteNow > Math.max(minute, furthest.minute);
    boolean isNewDay = dayNow > Math.max(day, furthest.day);
    boolean isNewMonth = monthNow > Math.max(month, furthest.month);
    return new Spending(
        minuteNow,
        isNewMinute ? 0 : minuteCalls,
        dayNow,
        isNewDay ? 0 : dayCalls,
        monthNow,
        isNewMonth ? 0 : monthCalls,
        isNewMonth ? 0 : monthMicroDollars);
  }

  /// Whether its minute is still to come.
  boolean isAfter(Instant now) {
    return minute > Math.floorDiv(now.getEpochSecond(), SECONDS_OF_MINUTE);
  }

  /// With more calls.
  Spending plus(long calls, long microDollarsPerCall) {
    return new Spending(
        minute,
        minuteCalls + calls,
        day,
        dayCalls + calls,
        month,
        monthCalls + calls,
        monthMicroDollars + calls * microDollarsPerCall);
  }

  /// Without a call that was counted when `then` was so, as far as that minute, day or month still
  /// counts.
  Spending withoutCall(Spending then, long microDollars) {
    return new Spending(
        minute,
        minuteCalls - (minute == then.minute ? 1 : 0),
        day,
        dayCalls - (day == then.day ? 1 : 0),
        month,
        monthCalls - (month == then.month ? 1 : 0),
        monthMicroDollars - (month == then.month ? microDollars : 0));
  }

  boolean isWithin(BudgetLimits limits) {
    return minuteCalls <= limits.callsPerMinute()
        && dayCalls <= limits.callsPerDay()
        && monthCalls <= limits.callsPerMonth()
        && monthMicroDollars <= limits.microDollarsPerMonth();
  }

  /// Whether `saved` says that at least this was spent.
  boolean isCoveredBy(Spending saved) {
    return minute == saved.minute
        && minuteCalls <= saved.minuteCalls
        && day == saved.day
        && dayCalls <= saved.dayCalls
        && month == saved.month
        && monthCalls <= saved.monthCalls
        && monthMicroDollars <= saved.monthMicroDollars;
  }

  /// As it stands in a [BudgetFile].
  String text() {
    return "minute %d calls %d\nday %d calls %d\nmonth %d calls %d microdollars %d\n"
        .formatted(minute, minuteCalls, day, dayCalls, month, monthCalls, monthMicroDollars);
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IOException when it is something else
  static Spending parse(String text) throws IOException {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IOException("it does not say what was spent");
    }
    return new Spending(
        number(matcher, 1),
        number(matcher, 2),
        number(matcher, 3),
        number(matcher, 4),
        number(matcher, 5),
        number(matcher, 6),
        number(matcher, 7));
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }
}
