package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.TermFixture;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge makes of a launch and an offer of reserved resources, judged by the cluster. */
class PlacedOnReservationsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agentResources("cpus(eng):1;cpus(eng/web):1;cpus:1;mem:1024;disk:1024")
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.of(cluster, info());
  private final TermFixture bridge = TermFixture.with().successor(info());

  private static ObjectNode info() {
    ObjectNode info = TestFramework.info("RESERVATION_REFINEMENT", "SHARED_RESOURCES");
    info.putArray("roles").add("eng/web");
    return info;
  }

  @AfterEach
  void stop() {
    framework.close();
    cluster.close();
  }

  private void place(String... tasks) {
    bridge.subscribe(framework.id());
    for (String task : tasks) {
      bridge.command(
          "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[%s]}}"
              .formatted(task.replace('\'', '"')));
    }
    bridge.event(framework.events().offers().toString());
    JsonNode accept = JsonTree.read(bridge.seen().calls("ACCEPT").get(0).call().toString());
    framework.call("ACCEPT", accept.path("accept").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpus:1;mem:32",
        "cpus(eng):1;mem:32",
        "cpus(eng/web):1;mem:32",
        "cpus(eng):0.5;cpus(eng/web):0.5;cpus:1;mem:32"
      })
  void aTaskRunsOnWhatIsReservedForItsRoleOrOneAbove(String resources) {
    // When
    place("{'task_id':'a','command':{'value':'x'},'resources':'%s'}".formatted(resources));

    // Then
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_RUNNING");
  }
}
