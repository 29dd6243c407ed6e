package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimMastersTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .masters(3)
          .leaderDetection(Duration.ofMillis(400))
          .reregistration(Duration.ofMillis(300))
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> probe(int master) {
    URI uri = URI.create(cluster.urls().get(master) + "/api/v1/scheduler");
    return TestFramework.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void theOthersRedirectToADeadLeaderUntilTheyNotice() {
    // Given
    String old = cluster.url();

    // When
    cluster.faults().masters().killLeader();

    // Then
    assertThat(probe(1).statusCode()).isEqualTo(307);
    assertThat(probe(1).headers().firstValue("Location"))
        .contains(old.replace("http:", "") + "/master/api/v1/scheduler");
    cluster.passTimeUntil(() -> cluster.url().equals(cluster.urls().get(1)));
    assertThat(probe(2).headers().firstValue("Location").orElseThrow())
        .startsWith(cluster.url().replace("http:", ""));
  }

  @Test
  void aNewLeaderLearnsOfTasksAndFrameworksFromAgents() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("survivor", "sleep 1000");
    framework.update();

    // When
    cluster.faults().masters().changeLeader();

    // Then
    cluster.passTimeUntil(() -> cluster.url().equals(cluster.urls().get(1)));
    TestFramework again = framework.resubscribe();
    assertThat(again.id()).isEqualTo(framework.id());
    assertThat(again.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(again.acknowledged()).isEqualTo("TASK_RUNNING");
    again.call("RECONCILE", "{'tasks': []}");
    assertThat(again.update().path("message").asText())
        .isEqualTo("Reconciliation: Latest task state");
  }

  @Test
  void noQuestionIsAnsweredWhileAnAgentHasNotComeBack() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    cluster.faults().masters().elect(2);
    TestFramework again = framework.resubscribe();

    // When
    again.call("RECONCILE", "{'tasks': [{'task_id': {'value': 'unknown'}}]}");

    // Then
    again.events().offers();
    assertThat(again.events().unread()).isNull();
    again.call("RECONCILE", "{'tasks': [{'task_id': {'value': 'unknown'}}]}");
    assertThat(again.update().path("state").asText()).isEqualTo("TASK_LOST");
  }

  @Test
  void aDisconnectedAgentThatANewLeaderHasNotHeardOfIsWaitedFor() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("survivor", "sleep 1000");
    String agent = framework.update().at("/agent_id/value").asText();
    cluster.faults().masters().elect(2);
    cluster.faults().agents().disconnect(agent);
    TestFramework again = framework.resubscribe();

    // When
    again.call(
        "RECONCILE",
        "{'tasks': [{'task_id': {'value': 'survivor'}, 'agent_id': {'value': '%s'}}]}"
            .formatted(agent));
    cluster.faults().agents().bringBack(agent);

    // Then
    assertThat(again.acknowledged()).isEqualTo("TASK_STARTING");
  }

  @Test
  void withoutALeaderAllMastersSaySo() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);

    // When
    cluster.faults().masters().leaderAway();

    // Then
    assertThat(framework.events().endsProperly()).isFalse();
    assertThat(probe(0).statusCode()).isEqualTo(503);
    assertThat(probe(2).body()).isEqualTo("No leader elected");
  }

  @Test
  void aKilledMasterComesBackAsAFollower() {
    // Given
    cluster.faults().masters().killLeader();
    cluster.passTimeUntil(() -> cluster.url().equals(cluster.urls().get(1)));

    // When
    cluster.faults().masters().restart(0);

    // Then
    assertThat(probe(0).statusCode()).isEqualTo(307);
  }

  @Test
  void aMasterMayComeBackTheMomentItDied() {
    for (int time = 0; time < 100; time++) {
      // Given
      cluster.faults().masters().elect(0);
      cluster.faults().masters().killLeader();

      // When
      cluster.faults().masters().restart(0);

      // Then
      assertThat(probe(0).statusCode()).isIn(307, 503);
    }
  }

  @Test
  void aTakenPortIsSaidSo() {
    // Given
    int taken = URI.create(cluster.url()).getPort();

    // When
    ClusterBuilder second = SimulatedCluster.builder().port(taken);

    // Then
    assertThatThrownBy(second::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot listen on 127.0.0.1:" + taken + "; free the port, or use port 0");
  }

  @Test
  void theLastMasterLeadsAgainOnceItIsRestarted() {
    // Given
    for (int master = 0; master < 3; master++) {
      cluster.faults().masters().elect(master);
      cluster.faults().masters().killLeader();
    }
    await().until(() -> cluster.state().indexOf("\"up\":true") < 0);

    // When
    cluster.faults().masters().restart(1);
    cluster.passTimeUntil(() -> probe(1).statusCode() == 405);

    // Then
    assertThat(cluster.url()).isEqualTo(cluster.urls().get(1));
  }

  @Test
  void aRecoveringLeaderRefusesEveryCall() {
    // Given
    cluster.faults().masters().recoverFor(Duration.ofMillis(500));

    // When
    var refused = probe(0);

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("Master has not finished recovery");
    cluster.passTimeUntil(() -> probe(0).statusCode() == 405);
  }

  @Test
  void aLongerRecoveryIsNotOverWithTheOneBefore() {
    // Given
    cluster.faults().masters().recoverFor(Duration.ofMillis(500));
    Duration later = cluster.time().plusSeconds(5);

    // When
    cluster.faults().masters().recoverFor(Duration.ofSeconds(60));

    // Then
    cluster.passTimeUntil(() -> cluster.time().compareTo(later) > 0);
    assertThat(probe(0).statusCode()).isEqualTo(503);
  }

  @Test
  void whileNobodyLeadsTheLastLeaderIsKnown() {
    // Given
    cluster.faults().masters().elect(1);

    // When
    cluster.faults().masters().leaderAway();

    // Then
    assertThat(cluster.url()).isEqualTo(cluster.urls().get(1));
    cluster.faults().masters().changeVersion("1.9.0");
    assertThat(probe(1).statusCode()).isEqualTo(405);
  }

  @Test
  void aDeadMasterCannotLead() {
    // Given
    cluster.faults().masters().killLeader();
    MasterFaults faults = cluster.faults().masters();

    // When
    ThrowingCallable elected = () -> faults.elect(0);

    // Then
    assertThatThrownBy(elected)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("is down and cannot lead; restart it first");
    assertThatThrownBy(() -> faults.changeVersion("1.9.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
