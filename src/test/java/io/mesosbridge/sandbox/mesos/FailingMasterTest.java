package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.LogLines;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that once made the simulated master fail, and what it does should it fail again. */
class FailingMasterTest {

  private static final String LOGGER = Answer.class.getPackageName();

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
    List<Answer> answers = new ArrayList<>();
    try (LogLines log = new LogLines(LOGGER)) {

      // When
      cluster.schedulerOfTheFirstMaster().handle(failing(answers));

      // Then
      String reason =
          "The simulated master failed at call REVIVE: java.lang.IllegalStateException: no header";
      assertThat(answers).extracting(Answer::status).containsExactly(500);
      assertThat(answers).extracting(Answer::text).containsExactly(reason);
      assertThat(log.all()).contains("ERROR " + reason);
    }
  }

  @Test
  void anExceptionInTheOperatorApiAndAtAnAgentAnswers500WithItsReasonAndALogLine() {
    // Given
    try (SimulatedCluster broken = SimulatedCluster.builder().timeStandsStill().start();
        LogLines log = new LogLines(LOGGER)) {
      String pid =
          get(broken.url() + "/slaves").body().replaceAll("(?s).*slave\\(1\\)@([0-9.:]+).*", "$1");
      Runnable mended = broken.breakFirstAgent();

      // When
      var ofMaster = get(broken.url() + "/slaves");
      var ofAgent = get("http://" + pid + "/state");

      // Then
      mended.run();
      assertThat(ofMaster.statusCode()).isEqualTo(500);
      assertThat(ofMaster.body())
          .startsWith("The simulated master failed at GET /slaves: java.lang.NullPointerException");
      assertThat(ofAgent.statusCode()).isEqualTo(500);
      assertThat(ofAgent.body())
          .startsWith("The simulated master failed at agent's /state: java.lang.NullPointerExc");
      assertThat(log.all()).contains("ERROR " + ofMaster.body(), "ERROR " + ofAgent.body());
    }
  }

  private static HttpResponse<String> get(String url) {
    return TestFramework.send(
        HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void anAcceptThatFailsLeavesWhatWasOfferedToBeUsed() {
    // Given: a duration that is no number of milliseconds fails whoever has a task run that long
    try (SimulatedCluster broken =
        SimulatedCluster.builder()
            .allocationInterval(Duration.ofMillis(20))
            .defaultTaskDuration(Duration.ofSeconds(Long.MAX_VALUE))
            .timeStandsStill()
            .start()) {
      TestFramework victim = TestFramework.subscribe(broken);
      JsonNode first = victim.events().offers().at("/offers/offers/0");

      // When
      var answer = victim.call("ACCEPT", TestFramework.accept(first, "t", "serve"));

      // Then
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("failed at call ACCEPT", "ArithmeticException");
      assertThat(victim.events().next().at("/rescind/offer_id")).isEqualTo(first.path("id"));
      JsonNode again = victim.events().offers().at("/offers/offers/0");
      assertThat(again.path("resources")).isEqualTo(first.path("resources"));
      String runsNothing = TestFramework.accept(again, "t", "").replace("'value': ''", "");
      assertThat(victim.call("ACCEPT", runsNothing).statusCode()).isEqualTo(202);
      assertThat(victim.update().path("message").asText()).isEqualTo("Executor terminated");
    }
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
