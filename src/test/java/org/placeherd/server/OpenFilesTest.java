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

  @Test
  void connectionsLeaveFilesForTheRest() {
    assertThat(OpenFiles.bound(20_000, LIMITS)).isEqualTo(20_000 - OpenFiles.OTHERS);
    assertThat(OpenFiles.bound(1_000, LIMITS)).isEqualTo(1_000);
  }

  @Test
  void whereTheLimitIsVerySmallThereIsStillOne() {
    assertThat(OpenFiles.bound(20_000, LIMITS.replace("20000", "256"))).isEqualTo(1);
  }

  @Test
  void whereNothingIsKnownNothingChanges() {
    assertThat(OpenFiles.bound(20_000, "")).isEqualTo(20_000);
    assertThat(OpenFiles.bound(20_000, LIMITS.replace("20000", "unlimited"))).isEqualTo(20_000);
  }
}
