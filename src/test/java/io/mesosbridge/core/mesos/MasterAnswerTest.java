package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Call.MasterAnswer;
import io.mesosbridge.core.mesos.Happening.Cause;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterAnswerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | ''                                                      | Accepted     |",
        "202 | ''                                                      | Accepted     |",
        "200 | {\"type\":\"RECONCILE_OPERATIONS\"}                          | Accepted     |",
        "200 | <!DOCTYPE html><title>Log in</title>                    | InDoubt      |"
            + " CALL_IN_DOUBT",
        "400 | Failed to validate scheduler::Call: Expecting 'kill'    | Refused      |",
        "400 | Framework cannot be found                               | Unsubscribed |"
            + " CALL_UNSUBSCRIBED",
        "400 | The stream ID 'a' included in this request didn't match | Unsubscribed |"
            + " CALL_UNSUBSCRIBED",
        "401 | ''                                                      | Unsubscribed |"
            + " CALL_UNSUBSCRIBED",
        "403 | Not authorized to tear down                             | Refused      |",
        "403 | Framework is not subscribed                             | Unsubscribed |"
            + " CALL_UNSUBSCRIBED",
        "403 | Framework is not connected via HTTP                     | Unsubscribed |"
            + " CALL_UNSUBSCRIBED",
        "404 | ''                                                      | Unsubscribed | NOT_READY",
        "404 | 404 Not Found.                                          | Unsubscribed | NOT_READY",
        "307 | ''                                                      | Unsubscribed |"
            + " NOT_LEADING",
        "413 | too large for this proxy                                | Refused      |",
        "501 | ''                                                      | Refused      |",
        "503 | No leader elected                                       | Unsubscribed |"
            + " NOT_LEADING",
        "503 | Master has not finished recovery                        | Unsubscribed |"
            + " NOT_LEADING",
        "503 | upstream connect error                                  | InDoubt      |"
            + " CALL_IN_DOUBT",
        "503 | ''                                                      | InDoubt      |"
            + " CALL_IN_DOUBT",
        "500 | oops                                                    | InDoubt      |"
            + " CALL_IN_DOUBT",
        "502 | Bad Gateway                                             | InDoubt      |"
            + " CALL_IN_DOUBT",
        "504 | Gateway Timeout                                         | InDoubt      |"
            + " CALL_IN_DOUBT"
      })
  void anAnswerToACallSaysWhatBecameOfIt(int status, String text, String outcome, Cause ends) {
    // When
    MasterAnswer answer = MasterAnswer.of(status, text);

    // Then
    assertThat(answer.outcome().getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(answer.ends()).isEqualTo(Optional.ofNullable(ends));
  }

  @ParameterizedTest
  @CsvSource({
    "307, REDIRECT",
    "401, REFUSED",
    "404, NOT_READY",
    "408, UNEXPECTED_ANSWER",
    "425, UNEXPECTED_ANSWER",
    "429, UNEXPECTED_ANSWER",
    "502, UNEXPECTED_ANSWER",
    "503, NOT_LEADING"
  })
  void onlyWhatIsNotToBeTriedAgainLaterRefusesASubscription(int status, Cause cause) {
    assertThat(MasterAnswer.toSubscribe(status)).isEqualTo(cause);
  }

  @Test
  void aPageInsteadOfAnAnswerIsCalledThat() {
    // When
    MasterAnswer answer = MasterAnswer.of(200, "<html>Log in</html>");

    // Then
    assertThat(answer.outcome())
        .isEqualTo(
            new CallOutcome.InDoubt(
                "the answer was 200 a page, which no master sends: <html>Log in</html>",
                true,
                true));
  }

  @Test
  void noNumberFromFiveHundredOnButTheMastersOwnSaysThatACallWasNotTaken() {
    assertThat(IntStream.range(500, 600).filter(status -> status != 501))
        .allSatisfy(
            status ->
                assertThat(MasterAnswer.of(status, "").outcome())
                    .isInstanceOf(CallOutcome.InDoubt.class));
  }
}
