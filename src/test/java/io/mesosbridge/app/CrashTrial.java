package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.List;
import java.util.Set;

/** One command around which a bridge dies, and what is to become of it. */
final class CrashTrial {

  private final CrashCase crashCase;
  private final String id;
  private final Succession bridges;
  private final BridgeLab lab;
  private final SimulatedCluster cluster;
  private final String framework;
  private final long callsBefore;
  private final String json;
  private long offset;

  CrashTrial(Succession bridges, CrashCase crashCase, String id) {
    this.bridges = bridges;
    this.lab = bridges.lab();
    this.cluster = lab.cluster;
    this.framework = bridges.leader().snapshot().frameworkId();
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
    eventually(() -> assertThat(offers()).hasSize(bridges.leader().snapshot().outstandingOffers()));
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

  String id() {
    return id;
  }

  void send() {
    offset = lab.commands.add(json.replaceFirst("\\{", "{\"id\":\"" + id + "\","));
  }

  /** Whether Kafka may commit it. */
  boolean isSettled() {
    return lab.commands.isSettled(offset);
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
    eventually(() -> assertThat(isSettled()).as("is settled").isTrue());
    eventually(
        () -> assertThat(lab.state.values(StateKeys.intent(id))).satisfies(this::isForgotten));
    hadTheRightEffect(outcome);
    assertThat(lab.result(id)).isEqualTo(result);
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
            .isEqualTo(bridges.leader().snapshot().frameworkId())
            .isNotEqualTo(framework);
      }
      case KILL -> eventually(() -> assertThat(liveTasks()).doesNotContain(id + "-0"));
      default -> {
        leads("SUBSCRIBED");
        assertThat(bridges.leader().snapshot().frameworkId()).isEqualTo(framework);
      }
    }
  }

  private void touchesNoLaterFramework() {
    leads("TORN_DOWN");
    lab.carryOut("after-" + id, "{\"type\":\"SUBSCRIBE\"}");
    String later = bridges.leader().snapshot().frameworkId();
    bridges.crash();
    leads("SUBSCRIBED");
    eventually(() -> assertThat(bridges.leader().snapshot().commandsWaiting()).isZero());
    assertThat(bridges.leader().snapshot().frameworkId()).isEqualTo(later).isNotEqualTo(framework);
    assertThat(cluster.ledger().calls("TEARDOWN"))
        .extracting(Ledger.Call::frameworkId)
        .doesNotContain(later);
  }

  private void leads(String state) {
    eventually(() -> assertThat(bridges.leader().snapshot().state()).isEqualTo(state));
  }

  private List<String> liveTasks() {
    return cluster.ledger().liveTasks().stream().map(Ledger.LiveTask::taskId).toList();
  }
}
