package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             95930                95930                processes
      Max open files            20000                40000                files
      """;

  private static final int ROOM = 20_000 - OpenFiles.OTHERS;

  private static OpenFiles within(int lines, int http, String limits) {
    return new OpenFiles(lines, http).within(limits);
  }

  @Test
  void connectionsLeaveFilesForTheRest() {
    assertThat(within(20_000, 0, LIMITS)).isEqualTo(new OpenFiles(ROOM, 0));
    assertThat(within(1_000, 0, LIMITS)).isEqualTo(new OpenFiles(1_000, 0));
  }

  @Test
  void whoeverFillsBothPortsLeavesThemToo() {
    OpenFiles both = within(20_000, 12_000, LIMITS);
    assertThat(both).isEqualTo(new OpenFiles(ROOM / 2, ROOM / 2));
    assertThat(both.lines() + both.http() + OpenFiles.OTHERS).isLessThanOrEqualTo(20_000);
  }

  @Test
  void whatOnePortDoesNotWantTheOtherMayHave() {
    assertThat(within(7_000, 12_000, LIMITS)).isEqualTo(new OpenFiles(7_000, 12_000));
    assertThat(within(8_000, 12_000, LIMITS)).isEqualTo(new OpenFiles(8_000, ROOM - 8_000));
    assertThat(within(20_000, 3_000, LIMITS)).isEqualTo(new OpenFiles(ROOM - 3_000, 3_000));
  }

  @Test
  void whereTheLimitIsVerySmallThereIsStillOne() {
    String small = LIMITS.replace("20000", "256");
    assertThat(within(20_000, 12_000, small)).isEqualTo(new OpenFiles(1, 1));
  }

  @Test
  void whereNothingIsKnownNothingChanges() {
    OpenFiles wanted = new OpenFiles(20_000, 12_000);
    assertThat(wanted.within("")).isEqualTo(wanted);
    assertThat(wanted.within(LIMITS.replace("20000", "unlimited"))).isEqualTo(wanted);
  }
}
