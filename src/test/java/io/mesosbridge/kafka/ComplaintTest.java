package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.testkit.LogLines;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComplaintTest {

  private long now = TimeUnit.HOURS.toNanos(1);
  private final Troubles troubles = new Troubles(() -> now);
  private final LogLines log = new LogLines(ComplaintTest.class);
  private final Complaint complaint =
      new Complaint(Logger.getLogger(ComplaintTest.class), troubles, () -> now);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void tellsAReasonOnceAnotherAgainAndTheEnd() {
    // Given
    complaint.over("never told of a trouble");

    // When
    complaint.because("no answer after 10 s");
    complaint.because("no answer after 20 s");
    complaint.because("wrong password");
    complaint.over("it works");
    complaint.over("it works");
    complaint.because("wrong password");

    // Then
    assertThat(log.all())
        .containsExactly(
            "WARN no answer after 10 s",
            "WARN wrong password",
            "INFO it works",
            "WARN wrong password");
  }

  @Test
  void anOrderlyEndIsNoTrouble() {
    // Given
    troubles.end();

    // When
    complaint.because("This consumer has already been closed");
    now += TimeUnit.MINUTES.toNanos(1);

    // Then
    assertThat(log.all()).isEmpty();
    assertThat(troubles.lasting()).isEmpty();
  }

  @Test
  void reasonsThatAlternateAreHeldBackByTimeAndNoneForGood() {
    // When
    for (int second = 0; second <= 300; second++) {
      complaint.because("no topic " + "ab".charAt(second % 2));
      now += TimeUnit.SECONDS.toNanos(1);
    }

    // Then
    assertThat(log.all()).containsExactly("WARN no topic a", "WARN no topic b", "WARN no topic a");
  }

  @Test
  void reasonsThatAreAlwaysOthersAreHeldBackByTime() {
    // When
    for (int i = 0; i < 2_000; i++) {
      complaint.because("no topic " + "x".repeat(i));
      now += TimeUnit.SECONDS.toNanos(60) / 1_000;
    }

    // Then
    assertThat(log.all()).hasSize(20);
  }

  @Test
  void aTroubleThatComesAndGoesFloodsNoLog() {
    // When
    for (int i = 0; i < 1_000; i++) {
      complaint.because("no answer");
      complaint.over("it answers");
    }

    // Then
    assertThat(log.all()).hasSize(20);
  }

  @Test
  void aTroubleIsPresentAsLongAsItLastsAndEachAttemptCounts() {
    // Given
    complaint.because("wrong password");
    assertThat(troubles.lasting()).isEmpty();
    now += TimeUnit.SECONDS.toNanos(2);

    // When
    complaint.because("wrong user");

    // Then
    assertThat(troubles.lasting()).contains("wrong user");
    assertThat(troubles.met()).isEqualTo(2);
    complaint.over("it works");
    assertThat(troubles.lasting()).isEmpty();
  }
}
