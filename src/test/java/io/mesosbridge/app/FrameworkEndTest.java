package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All the ways in which Mesos, an operator or another instance takes the framework away. */
class FrameworkEndTest {

  private SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(50)).start();
  private BridgeLab lab;

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void stopsWhenMesosRemovesTheFramework() {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    String frameworkId = bridge.snapshot().frameworkId();
    run(frameworkId);
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isOne());

    // When
    cluster.faults().removeFramework(frameworkId);

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().frameworkState()).isEqualTo("REMOVED");
    assertThat(bridge.snapshot().liveTasks()).isZero();
    eventually(() -> assertThat(lab.events.ofType("framework-removed")).hasSize(1));
    JsonNode kill = lab.carryOut("kill", "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"task-0\"}}");
    assertThat(kill.at("/error/code").asText()).isEqualTo("TORN_DOWN");
    assertThat(lab.carryOut("again", "{\"type\":\"SUBSCRIBE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
  }

  @Test
  void staysStoppedAfterARestart() {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    cluster.faults().removeFramework(bridge.snapshot().frameworkId());
    eventually(() -> assertThat(lab.state.values("framework")).last().asString().contains("REM"));
    bridge.kill();

    // When
    TestBridge successor = lab.bridge(BridgeLab.QUICK).lead();

    // Then
    eventually(() -> assertThat(successor.snapshot().state()).isEqualTo("STOPPED"));
  }

  @Test
  void knowsThatTheConfiguredFrameworkIsGoneThoughItNeverMetIt() {
    // Given
    Map<String, String> settings = Map.of("bridge.framework.id", "mine");
    try (BridgeLab before = new BridgeLab(cluster, settings)) {
      before.leader(BridgeLab.QUICK);
      cluster.faults().removeFramework("mine");
    }
    lab = new BridgeLab(cluster, settings);

    // When
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).lead();

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().frameworkState()).isEqualTo("REMOVED");
    assertThat(lab.carryOut("revive", "{\"type\":\"REVIVE\"}").at("/error/code").asText())
        .isEqualTo("TORN_DOWN");
    assertThat(lab.carryOut("again", "{\"type\":\"SUBSCRIBE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    assertThat(bridge.snapshot().frameworkId()).isNotEqualTo("mine");
  }

  @Test
  void registersAgainAfterARemovalWhenToldTo() {
    // Given
    lab = new BridgeLab(cluster, Map.of("bridge.framework.on-removed", "register-again"));
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    String removed = bridge.snapshot().frameworkId();
    run(removed);
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isOne());

    // When
    cluster.faults().removeFramework(removed);

    // Then
    eventually(() -> assertThat(bridge.snapshot().frameworkId()).isNotNull().isNotEqualTo(removed));
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
    assertThat(bridge.snapshot().liveTasks()).isZero();
    eventually(() -> assertThat(lab.events.ofType("framework-removed")).hasSize(1));
  }

  @Test
  void registersUnderANewIdWhenTheConfiguredOneIsUsedUp() {
    // Given
    lab = new BridgeLab(cluster, Map.of("bridge.framework.id", "shop"));
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    for (String round : new String[] {"first", "second"}) {
      lab.carryOut("end-" + round, "{\"type\":\"TEARDOWN\"}");
      if (round.equals("first")) {
        lab.carryOut("begin-" + round, "{\"type\":\"SUBSCRIBE\"}");
      }
    }
    bridge.kill();
    TestBridge successor = lab.bridge(BridgeLab.QUICK).lead();
    eventually(() -> assertThat(successor.snapshot().state()).isEqualTo("TORN_DOWN"));

    // When
    JsonNode result = lab.carryOut("third", "{\"type\":\"SUBSCRIBE\"}");

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(result.path("framework_id").asText()).isNotEqualTo("shop");
    eventually(() -> assertThat(successor.snapshot().state()).isEqualTo("SUBSCRIBED"));
  }

  @Test
  void stopsWhenAnOperatorTearsTheFrameworkDown() throws Exception {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    TestBridge bridge = lab.leader(BridgeLab.QUICK);

    // When
    post("/master/teardown", "frameworkId=" + bridge.snapshot().frameworkId());

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    eventually(() -> assertThat(lab.events.ofType("framework-removed")).hasSize(1));
    assertThat(bridge.count("bridge.reconnects", "cause", "end-of-stream")).isOne();
  }

  @Test
  void leavesTheFrameworkToTheInstanceThatTookItOver() {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).leadOnce();
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));

    // When
    TestBridge other = lab.leader(BridgeLab.QUICK);

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STANDBY"));
    assertThat(other.snapshot().state()).isEqualTo("SUBSCRIBED");
    eventually(
        () ->
            assertThat(lab.events.ofType("leader-resigned"))
                .last()
                .asString()
                .contains("another instance"));
    assertThat(lab.events.ofType("leader-elected")).hasSize(2);
  }

  @Test
  void doesNotFightForAFrameworkThatSomebodyElseWantsAsWell() throws Exception {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    String frameworkId = bridge.snapshot().frameworkId();

    // When
    for (int i = 0; i < 3; i++) {
      eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
      String streamId = bridge.snapshot().streamId();
      subscribeAsAStranger(frameworkId);
      eventually(() -> assertThat(bridge.snapshot().streamId()).isNotEqualTo(streamId));
    }

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().why()).contains("again and again", "same framework id");
    assertThat(bridge.snapshot().leader()).isFalse();
  }

  @Test
  void stopsWhenCredentialsAreRefused() {
    // Given
    cluster.close();
    cluster = SimulatedCluster.builder().credentials("bridge", "right").start();
    lab =
        new BridgeLab(
            cluster, Map.of("bridge.mesos.principal", "bridge", "bridge.mesos.secret", "wrong"));

    // When
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).lead();

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().why()).contains("refused", "401");
  }

  @Test
  void stopsWhenTheFrameworkInfoIsInvalid() {
    // Given
    lab = new BridgeLab(cluster, Map.of("bridge.framework.roles", "web,web"));

    // When
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).lead();

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().why()).contains("refused", "duplicate items: { web }");
  }

  private void run(String frameworkId) {
    cluster.faults().updates().addTasks(frameworkId, "task", 1, true);
  }

  private void post(String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(cluster.url() + path));
    HttpClient.newHttpClient()
        .send(
            request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
  }

  private void subscribeAsAStranger(String frameworkId) throws Exception {
    String call =
        """
        {"type":"SUBSCRIBE","framework_id":{"value":"$id"},"subscribe":{"framework_info":{
          "id":{"value":"$id"},"user":"root","name":"stranger","roles":["web"],
          "failover_timeout":604800.0,"capabilities":[{"type":"MULTI_ROLE"}]}}}
        """
            .replace("$id", frameworkId);
    var request =
        HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call));
    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
  }
}
