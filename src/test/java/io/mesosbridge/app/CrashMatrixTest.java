package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final String ROLES = "web,quiet";

  private SimulatedCluster cluster;
  private Succession bridges;

  /** Whether the last case left behind what the next one needs. */
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
    close();
    cluster.close();
  }

  @ParameterizedTest
  @MethodSource("casesWithIntent")
  void diesBeforeTheIntentIsWritten(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    bridges.leader().clients.dieAt(Fate.atIntent(bridges.lab().topics, trial.id(), false));

    // When
    trial.send();
    bridges.crashOnceFulfilled();

    // Then
    becomes(trial, crashCase.outcomeOfNothing());
  }

  @ParameterizedTest
  @MethodSource("casesWithIntent")
  void diesBeforeTheCallLeaves(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    bridges.leader().clients.dieAt(Fate.atIntent(bridges.lab().topics, trial.id(), true));

    // When
    trial.send();
    bridges.crashOnceFulfilled();

    // Then
    becomes(trial, crashCase.outcomeOfIntent());
  }

  @ParameterizedTest
  @EnumSource
  void diesWithTheCallOnItsWay(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    cluster.faults().dropNextCalls(1, crashCase.call(), false);

    // When
    trial.send();
    eventually(() -> assertThat(trial.calls()).isPositive());
    bridges.crash();

    // Then
    becomes(trial, crashCase.outcomeOfIntent());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheMastersAnswerArrives(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    cluster.faults().dropNextCalls(1, crashCase.call(), true);

    // When
    trial.send();
    eventually(() -> assertThat(trial.calls()).isPositive());
    bridges.crash();

    // Then
    becomes(trial, crashCase.outcomeOfCall());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheResultIsWritten(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    bridges.leader().clients.dieAt(Fate.atResult(bridges.lab().topics, trial.id(), false));

    // When
    trial.send();
    bridges.crashOnceFulfilled();

    // Then
    becomes(trial, crashCase.outcomeOfCall());
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeItLearnsThatTheResultIsWritten(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);
    bridges.leader().clients.dieAt(Fate.atResult(bridges.lab().topics, trial.id(), true));

    // When
    trial.send();
    bridges.crashOnceFulfilled();

    // Then
    becomes(trial, "ACCEPTED");
  }

  @ParameterizedTest
  @EnumSource
  void diesBeforeTheOffsetIsCommitted(CrashCase crashCase) throws Exception {
    // Given
    CrashTrial trial = prepare(crashCase);

    // When
    trial.send();
    eventually(() -> assertThat(trial.isSettled()).isTrue());
    bridges.crash();

    // Then
    becomes(trial, "ACCEPTED");
  }

  static List<CrashCase> casesWithIntent() {
    return List.of(CrashCase.values()).stream().filter(CrashCase::hasIntent).toList();
  }

  private CrashTrial prepare(CrashCase crashCase) throws Exception {
    if (!sound) {
      close();
      cluster.faults().clear();
      bridges = new Succession(new BridgeLab(cluster, Map.of("bridge.framework.roles", ROLES)));
    }
    sound = false;
    String id = crashCase.name().toLowerCase(Locale.ROOT) + "-" + ++cases;
    bridges.bringAbout(crashCase != CrashCase.SUBSCRIBE, "setup-" + id);
    return new CrashTrial(bridges, crashCase, id);
  }

  private void becomes(CrashTrial trial, String outcome) {
    trial.becomes(outcome);
    sound = true;
  }

  private void close() throws Exception {
    if (bridges != null) {
      bridges.lab().close();
    }
  }
}
