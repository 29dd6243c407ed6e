package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameworkUpdatesTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static HttpResponse<String> update(TestFramework framework, ObjectNode info) {
    info.set("id", SimJson.id(framework.id()));
    return framework.call("UPDATE_FRAMEWORK", "{'framework_info': " + info + "}");
  }

  @Test
  void aDroppedRoleHasItsOffersRescinded() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    String offer =
        SimJson.idIn(framework.events().offers().path("offers").path("offers").get(0), "id");
    ObjectNode info = TestFramework.info();
    info.putArray("roles").add("other");

    // When
    var answer = update(framework, info);

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(SimJson.idIn(framework.events().next("RESCIND").path("rescind"), "offer_id"))
        .isEqualTo(offer);
  }

  @Test
  void anExplicitCheckpointFalseIsTaken() {
    // Given
    ObjectNode info = TestFramework.info();
    info.remove("checkpoint");
    TestFramework framework = TestFramework.of(cluster, info);

    // When
    var answer = update(framework, info.deepCopy().put("checkpoint", false));

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(update(framework, info.deepCopy().put("checkpoint", true)).body())
        .isEqualTo(
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is unsupported;"
                + " attempted to update from 'false' to 'true'");
  }

  @Test
  void anotherPrincipalGetsTheRealText() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);

    // When
    var answer = update(framework, TestFramework.info().put("principal", "eve"));

    // Then
    assertThat(answer.body())
        .isEqualTo(
            "FrameworkInfo update is not valid: Changing framework's principal is not allowed.");
  }

  @Test
  void offersMayComeBeforeTheFirstHeartbeatOrAfterIt() {
    // Given
    Set<String> second = new HashSet<>();

    // When
    for (int i = 0; i < 200 && second.size() < 2; i++) {
      try (SimulatedCluster each = SimulatedCluster.builder().timeStandsStill().start()) {
        TestFramework.subscribe(each).events().offers();
        second.add(each.ledger().events().get(1).type());
      }
    }

    // Then
    assertThat(second).containsExactlyInAnyOrder("OFFERS", "HEARTBEAT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role_constraints': {'test': {}}} | | This simulated master knows no 'offer_constraints'",
        " | {'test': {'min_allocatable_resources': {}}} | This simulated master knows no"
            + " 'FrameworkInfo.offer_filters' (min_allocatable_resources)"
      })
  void whatIsNotSimulatedOfASubscriptionIsRefusedByName(
      String constraints, String filters, String reason) throws Exception {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    ObjectNode info = TestFramework.info();
    ObjectNode further = SimJson.object();
    if (filters != null) {
      info.set("offer_filters", SimJson.MAPPER.readTree(filters.replace('\'', '"')));
    } else {
      further.set("offer_constraints", SimJson.MAPPER.readTree(constraints.replace('\'', '"')));
    }

    // When
    EventStream refused = TestFramework.open(cluster, info, further);
    info.set("id", SimJson.id(framework.id()));
    further.set("framework_info", info);
    var updated = framework.call("UPDATE_FRAMEWORK", further.toString());

    // Then
    assertThat(refused.next().at("/error/message").asText()).isEqualTo(reason);
    assertThat(updated.statusCode()).isEqualTo(400);
    assertThat(updated.body()).endsWith(reason);
  }

  @Test
  void agentsRepeatUpdatesOnceTheyHearOfAChange() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("task", "sleep infinity");
    var starting = framework.update();
    Duration told = cluster.time();

    // When
    update(framework, TestFramework.info().put("name", "renamed"));

    // Then
    assertThat(framework.update()).isEqualTo(starting);
    assertThat(cluster.time()).isEqualTo(told);
  }
}
