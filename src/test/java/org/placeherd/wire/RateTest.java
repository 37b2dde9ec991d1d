package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RateTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBurstIsTakenAtOnceAndComesBackInTime() {
    Rate rate = new Rate(10, 3);
    long full = 0;
    long now = 100 * SECOND;
    assertThat(rate.room(full, now)).isEqualTo(3);
    full = rate.spend(full, now, 2);
    assertThat(rate.room(full, now)).isEqualTo(1);
    full = rate.spend(full, now, 1);
    assertThat(rate.room(full, now)).isZero();
    assertThat(rate.room(full, now + SECOND / 10)).isEqualTo(1);
    assertThat(rate.room(full, now + 10 * SECOND)).isEqualTo(3);
  }

  @Test
  void whatIsTakenBeyondTheRoomHasToBeWaitedFor() {
    Rate rate = new Rate(10, 3);
    long full = rate.spend(0, SECOND, 13);
    assertThat(rate.room(full, SECOND)).isZero();
    assertThat(rate.room(full, 2 * SECOND)).isZero();
    assertThat(rate.room(full, 2 * SECOND + SECOND / 10)).isEqualTo(1);
  }

  @Test
  void withoutARateThereIsAlwaysRoom() {
    assertThat(Rate.NONE.isLimited()).isFalse();
    assertThat(Rate.NONE.room(Rate.NONE.spend(5, 5, 1_000_000), 5)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aBurstThatIsNotSetIsWhatComesInASecond() {
    assertThat(Rate.of(7, 0)).isEqualTo(new Rate(7, 7));
    assertThat(Rate.of(7, 2)).isEqualTo(new Rate(7, 2));
    assertThat(Rate.of(0, 0)).isEqualTo(Rate.NONE);
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1, 1));
  }
}
