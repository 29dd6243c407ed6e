package io.mesosbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The audit must see a second result, and must not take a late one for it. */
class ResultAuditTest {

  private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

  @Test
  void aSecondResultOfTheSuccessorIsADifference() {
    // Given
    result(1, "launch", "ACCEPTED");
    result(2, "launch", "REJECTED");

    // When
    List<String> differences = differences("launch");

    // Then
    assertThat(differences).singleElement().asString().startsWith("2 results of command launch");
  }

  @Test
  void theSameResultAgainIsNone() {
    // Given
    result(1, "launch", "ACCEPTED");
    result(2, "launch", "ACCEPTED");

    // When / Then
    assertThat(differences("launch")).isEmpty();
  }

  @Test
  void aLateResultOfACutOffLeaderIsNoneOnceTheRightfulOneStandsBehindIt() {
    // Given
    result(2, "launch", "ACCEPTED");
    result(1, "launch", "REJECTED");

    // When
    List<String> before = differences("launch");
    result(2, "launch", "ACCEPTED");

    // Then
    assertThat(before).singleElement().asString().contains("but a late one");
    assertThat(differences("launch")).isEmpty();
  }

  @Test
  void aResultIsLateBehindAnyOfTheSuccessor() {
    // Given
    result(2, "kill", "ACCEPTED");
    result(1, "launch", "REJECTED");
    result(2, "launch", "ACCEPTED");

    // When / Then
    assertThat(differences("kill", "launch")).isEmpty();
  }

  @Test
  void aCommandThatHasOnlyALateResultHasNone() {
    // Given
    result(2, "kill", "ACCEPTED");
    result(1, "launch", "REJECTED");

    // When / Then
    assertThat(differences("kill", "launch"))
        .singleElement()
        .asString()
        .startsWith("0 results of command launch");
  }

  @Test
  void aLargeCommandThatNobodyCouldReadHasItsResultUnderTheDefaultId() {
    // Given
    refusal(1, "mesos.commands-0-7", "INTERNAL");

    // When / Then
    assertThat(differences("large-1")).isEmpty();
    assertThat(differences("large-1", "large-2")).hasSize(1);
    assertThat(differences("launch")).hasSize(1);

    refusal(2, "mesos.commands-0-7", "TOO_OLD");
    assertThat(differences("large-1")).isEmpty();
    refusal(2, "mesos.commands-0-7", "INVALID");
    assertThat(differences("large-1")).hasSize(2);
  }

  @Test
  void oneThatIsTooOldAsOftenAsResultsAreDeletedHasOneResult() {
    // Given
    Forgiven forgiven = new Forgiven();
    result(1, "launch", "ACCEPTED");
    refusal(1, "launch", "TOO_OLD");
    refusal(2, "launch", "TOO_OLD");

    // When
    List<String> before = new ResultAudit(records, Set.of("launch"), forgiven).differences();
    forgiven.results(Set.of("launch"));

    // Then
    assertThat(before).hasSize(1);
    assertThat(new ResultAudit(records, Set.of("launch"), forgiven).differences()).isEmpty();
  }

  @Test
  void whatIsSaidAgainOfOneThatWasNotKnownToBeSettledIsTheSame() {
    // Given
    Forgiven forgiven = new Forgiven();
    accepted(1, "launch", 8080);
    accepted(1, "kill", 0);
    accepted(2, "launch", 0);
    refusal(2, "kill", "INTERRUPTED");

    // When
    List<String> before =
        new ResultAudit(records, Set.of("launch", "kill"), forgiven).differences();
    forgiven.unsettled("launch");
    forgiven.unsettled("kill");

    // Then
    assertThat(before).hasSize(2);
    assertThat(new ResultAudit(records, Set.of("launch", "kill"), forgiven).differences())
        .singleElement()
        .asString()
        .startsWith("2 results of command kill");
  }

  private void accepted(long epoch, String id, int port) {
    result(epoch, id, "ACCEPTED\",\"ports\":\"" + port);
  }

  private void refusal(long epoch, String id, String code) {
    result(
        epoch,
        id,
        "UNCERTAIN\",\"error\":{\"code\":\"%s\"},\"at\":\"%d".formatted(code, records.size()));
  }

  private void result(long epoch, String id, String outcome) {
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>(
            ChaosWorld.RESULTS, 0, records.size(), id, "{\"outcome\":\"%s\"}".formatted(outcome));
    record.headers().add("ce_epoch", Long.toString(epoch).getBytes(UTF_8));
    records.add(record);
  }

  private List<String> differences(String... commands) {
    return new ResultAudit(records, Set.of(commands), new Forgiven()).differences();
  }
}
