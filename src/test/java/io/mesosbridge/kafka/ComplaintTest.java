package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.testkit.LogLines;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class ComplaintTest {

  @Test
  void tellsAReasonOnceAnotherAgainAndTheEnd() {
    try (LogLines log = new LogLines(ComplaintTest.class)) {
      // Given
      Complaint complaint = new Complaint(Logger.getLogger(ComplaintTest.class));
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
  }
}
