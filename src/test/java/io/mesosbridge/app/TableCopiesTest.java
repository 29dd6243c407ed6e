package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCopiesTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 190", "100, 1900", "500, 3000", "10000, 3000"})
  void aPauseIsNineteenTimesTheCopyButEndsWhileThoseWhoAskStillWait(long millis, long pause) {
    assertThat(TableCopies.pauseNanos(Duration.ofMillis(millis).toNanos()))
        .isEqualTo(Duration.ofMillis(pause).toNanos());
  }
}
