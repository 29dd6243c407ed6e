package io.mesosbridge.leadership;

import static io.mesosbridge.leadership.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.state.Keys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bridge dies at each step between a command's arrival and its commit, and Kafka hands the
 * command to the next one. One bridge after the other leads, all in the same topics.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CrashMatrixTest {

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge leader;
  private boolean sound;
  private int cases;

  @BeforeAll
  void startCluster() {
    cluster =
        SimulatedCluster.builder()
            .agents(2)
            .agentResources("cpus:1000;mem:1000000;disk:1000000;ports:[31000-32000]")
            .allocationInterval(Duration.ofMillis(20))
            .start();
  }

  @AfterAll
  void stopCluster() throws Exception {
    lab.close();
    cluster.close();
  }

  @ParameterizedTest
  @MethodSource("casesWithIntent")
  void diesBeforeTheIntentIsWritten(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    leader.clients.dieAt(Fate.atIntent(lab.topics, command.id, false));

    // When
    command.send();
    crashOnceDead();

    // Then
    command.becomes(crashCase.outcomeOfNothing());
  }

  @ParameterizedTest
  @MethodSource("casesWithIntent")
  void diesBeforeTheCallLeaves(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    leader.clients.dieAt(Fate.atIntent(lab.topics, command.id, true));

    // When
    command.send();
    crashOnceDead();

    // Then
    command.becomes(crashCase.outcomeOfIntent());
  }

  @ParameterizedTest
  @EnumSource
  void diesWithTheCallOnItsWay(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    cluster.faults().dropNextCalls(1, crashCase.call(), false);

    // When
    command.send();
    crashOnceCalled(command);

    // Then
    command.becomes(crashCase.outcomeOfIntent());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheMastersAnswerArrives(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    cluster.faults().dropNextCalls(1, crashCase.call(), true);

    // When
    command.send();
    crashOnceCalled(command);

    // Then
    command.becomes(crashCase.outcomeOfCall());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheResultIsWritten(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    leader.clients.dieAt(Fate.atResult(lab.topics, command.id, false));

    // When
    command.send();
    crashOnceDead();

    // Then
    command.becomes(crashCase.outcomeOfCall());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeItLearnsThatTheResultIsWritten(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);
    leader.clients.dieAt(Fate.atResult(lab.topics, command.id, true));

    // When
    command.send();
    crashOnceDead();

    // Then
    command.becomes("ACCEPTED");
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheOffsetIsCommitted(CrashCase crashCase) throws Exception {
    // Given
    Command command = prepare(crashCase);

    // When
    command.send();
    eventually(() -> assertThat(lab.commands.isSettled(command.offset)).isTrue());
    crash();

    // Then
    command.becomes("ACCEPTED");
  }

  static List<CrashCase> casesWithIntent() {
    return List.of(CrashCase.values()).stream().filter(CrashCase::hasIntent).toList();
  }

  private Command prepare(CrashCase crashCase) throws Exception {
    if (!sound) {
      if (lab != null) {
        lab.close();
      }
      cluster.faults().clear();
      lab = new BridgeLab(cluster, Map.of("bridge.framework.roles", "web,quiet"));
      leader = lab.leader(BridgeLab.QUICK);
    }
    sound = false;
    String id = crashCase.name().toLowerCase(java.util.Locale.ROOT) + "-" + ++cases;
    eventually(() -> assertThat(leader.snapshot().state()).isIn("SUBSCRIBED", "TORN_DOWN"));
    boolean isGone = leader.snapshot().frameworkState().equals("TORN_DOWN");
    if (isGone && crashCase != CrashCase.SUBSCRIBE) {
      lab.carryOut("setup-" + id, "{\"type\":\"SUBSCRIBE\"}");
    } else if (!isGone && crashCase == CrashCase.SUBSCRIBE) {
      lab.carryOut("setup-" + id, "{\"type\":\"TEARDOWN\"}");
    }
    Command command = new Command(crashCase, id);
    lab.commands.commit();
    return command;
  }

  private void crashOnceDead() {
    eventually(() -> assertThat(leader.clients.isFulfilled()).as("the bridge died").isTrue());
    crash();
  }

  private void crashOnceCalled(Command command) {
    eventually(() -> assertThat(command.calls()).isPositive());
    crash();
  }

  private void crash() {
    leader.kill();
    leader = lab.bridge(BridgeLab.QUICK).lead();
  }

  /** The command that a case is about. */
  private final class Command {

    private final CrashCase crashCase;
    private final String id;
    private final String framework = leader.snapshot().frameworkId();
    private final long callsBefore;
    private final String json;
    private long offset;

    private Command(CrashCase crashCase, String id) {
      this.crashCase = crashCase;
      this.id = id;
      String offer = crashCase.usesOffer() ? offer() : null;
      if (crashCase == CrashCase.KILL) {
        run(id);
      }
      json = crashCase.command(id, offer, cluster.agentIds().get(0));
      callsBefore = cluster.ledger().calls(crashCase.call()).size();
    }

    private String offer() {
      eventually(() -> assertThat(offers()).hasSize(leader.snapshot().outstandingOffers()));
      return offers().iterator().next();
    }

    private Set<String> offers() {
      Set<String> offers = cluster.ledger().outstandingOffers().getOrDefault(framework, Set.of());
      assertThat(offers).as("outstanding offers").isNotEmpty();
      return offers;
    }

    private void run(String taskId) {
      cluster.faults().updates().addTasks(framework, taskId, 1, true);
    }

    void send() {
      offset = lab.commands.add(json.replaceFirst("\\{", "{\"id\":\"" + id + "\","));
    }

    long calls() {
      return cluster.ledger().calls(crashCase.call()).size() - callsBefore;
    }

    void becomes(String outcome) {
      JsonNode result = lab.result(id);
      assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo(outcome);
      if (outcome.equals("REJECTED")) {
        assertThat(result.at("/error/code").asText()).isEqualTo("OFFER_GONE");
      }
      eventually(() -> assertThat(lab.commands.isSettled(offset)).as("is settled").isTrue());
      eventually(() -> assertThat(lab.state.values(Keys.intent(id))).satisfies(this::isForgotten));
      hadTheRightEffect(outcome);
      assertThat(lab.result(id)).isEqualTo(result);
      sound = true;
    }

    private void isForgotten(List<? extends String> intents) {
      assertThat(intents.isEmpty() || intents.get(intents.size() - 1) == null).isTrue();
    }

    private void hadTheRightEffect(String outcome) {
      if (crashCase.launches()) {
        assertThat(cluster.ledger().launchesPerTask().getOrDefault(id, 0))
            .as("launches")
            .isEqualTo(outcome.equals("ACCEPTED") ? 1 : 0);
      }
      if (crashCase.isSentOnce()) {
        assertThat(calls()).as("calls").isLessThanOrEqualTo(1);
      }
      switch (crashCase) {
        case TEARDOWN -> touchesNoLaterFramework();
        case SUBSCRIBE -> {
          leads("SUBSCRIBED");
          assertThat(lab.result(id).path("framework_id").asText())
              .isEqualTo(leader.snapshot().frameworkId())
              .isNotEqualTo(framework);
        }
        case KILL -> eventually(() -> assertThat(liveTasks()).doesNotContain(id + "-0"));
        default -> {
          leads("SUBSCRIBED");
          assertThat(leader.snapshot().frameworkId()).isEqualTo(framework);
        }
      }
    }

    private void touchesNoLaterFramework() {
      leads("TORN_DOWN");
      lab.carryOut("after-" + id, "{\"type\":\"SUBSCRIBE\"}");
      String later = leader.snapshot().frameworkId();
      leader.kill();
      leader = lab.leader(BridgeLab.QUICK);
      eventually(() -> assertThat(leader.snapshot().commandsWaiting()).isZero());
      assertThat(leader.snapshot().frameworkId()).isEqualTo(later).isNotEqualTo(framework);
      assertThat(cluster.ledger().calls("TEARDOWN"))
          .extracting(Ledger.Call::frameworkId)
          .doesNotContain(later);
    }

    private void leads(String state) {
      eventually(() -> assertThat(leader.snapshot().state()).isEqualTo(state));
    }

    private List<String> liveTasks() {
      return cluster.ledger().liveTasks().stream().map(Ledger.LiveTask::taskId).toList();
    }
  }
}
