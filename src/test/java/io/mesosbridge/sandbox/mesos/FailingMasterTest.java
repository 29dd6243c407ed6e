package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that once made the simulated master fail, and what it does should it fail again. */
class FailingMasterTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).speed(50).start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode offer() {
    return framework.events().offers().path("offers").path("offers").get(0);
  }

  @ParameterizedTest
  @CsvSource({"exit 99999999999, 2", "sleep 1.2.3, 1", "exit 300, 44"})
  void aCommandThatAShellTakesForWrongFailsTheTaskAndNotTheMaster(String command, int status) {
    // When
    var answer = framework.call("ACCEPT", TestFramework.accept(offer(), "odd", command));

    // Then
    assertThat(answer.statusCode()).isEqualTo(202);
    framework.acknowledged();
    framework.acknowledged();
    assertThat(framework.update().path("message").asText())
        .isEqualTo("Command exited with status " + status);
  }

  @Test
  void portsAsAScalarAreMoreThanIsAvailable() {
    // Given
    String accept =
        TestFramework.accept(offer(), "scalar", "sleep 1")
            .replace(
                "'resources': [",
                "'resources': [{'name': 'ports', 'type': 'SCALAR', 'scalar': {'value': 31000}},");

    // When
    var answer = framework.call("ACCEPT", accept);

    // Then
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(framework.update().path("message").asText())
        .startsWith("Total resources ports(allocated: test):31000")
        .contains("required by task and its executor is more than available");
  }

  @Test
  void portsAsAScalarBesideRangesAreRefused() {
    // Given
    String accept =
        TestFramework.accept(offer(), "both", "sleep 1")
            .replace(
                "'resources': [",
                "'resources': [{'name': 'ports', 'type': 'SCALAR', 'scalar': {'value': 31000}},"
                    + "{'name': 'ports', 'type': 'RANGES',"
                    + " 'ranges': {'range': [{'begin': 31000, 'end': 31000}]}},");

    // When
    var answer = framework.call("ACCEPT", accept);

    // Then
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(framework.update().path("message").asText())
        .isEqualTo(
            "Task uses invalid resources: Invalid resources: Resource"
                + " 'ports(allocated: test):[31000-31000]' is invalid: Cannot be both SCALAR and"
                + " RANGES");
  }

  @Test
  void anExceptionAnswers500WithItsReasonAndALogLine() {
    // Given
    List<String> log = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            log.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(Answer.class.getPackageName());
    logger.addHandler(handler);
    List<Answer> answers = new ArrayList<>();

    // When
    cluster.schedulerOfTheFirstMaster().handle(failing(answers));

    // Then
    logger.removeHandler(handler);
    String reason =
        "The simulated master failed at call REVIVE: java.lang.IllegalStateException: no header";
    assertThat(answers).extracting(Answer::status).containsExactly(500);
    assertThat(answers).extracting(Answer::text).containsExactly(reason);
    assertThat(log).contains(reason);
  }

  /** A request whose content type cannot be asked for. */
  private static SchedulerRequest failing(List<Answer> answers) {
    return new SchedulerRequest(
        "POST",
        name -> {
          if (name.equals("Content-Type")) {
            throw new IllegalStateException("no header");
          }
          return null;
        },
        "",
        SimJson.object().put("type", "REVIVE"),
        new Reply() {
          @Override
          public void answer(Answer answer) {
            answers.add(answer);
          }

          @Override
          public boolean isGone() {
            return false;
          }

          @Override
          public EventSink stream(String streamId) {
            throw new IllegalStateException("no stream");
          }

          @Override
          public void drop() {}
        });
  }
}
