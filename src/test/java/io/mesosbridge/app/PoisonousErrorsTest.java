package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors that leave the virtual machine as it was are no other than exceptions to the loop. */
@SuppressWarnings("try") // what it closes may say that the test was interrupted
class PoisonousErrorsTest {

  private static final List<Error> ERRORS =
      List.of(
          new StackOverflowError("for a test"),
          new NoClassDefFoundError("for a test"),
          new AssertionError("for a test"));

  @Test
  void aCommandUnderWhichTwoTermsEndedByAnErrorGoesToTheDeadLetters() throws Exception {
    // Given
    try (SimulatedCluster cluster = BridgeLab.quickCluster();
        BridgeLab lab = new BridgeLab(cluster, Map.of())) {
      TestBridge bridge = lab.leader(BridgeLab.QUICK);
      for (Error error : ERRORS) {
        for (int term = 0; term < 2; term++) {
          bridge.meters.breakOnce(
              "bridge.commands",
              () -> {
                throw error;
              });
        }

        // When
        String id = error.getClass().getSimpleName();
        long offset = lab.commands.add("{\"id\":\"%s\",\"type\":\"REVIVE\"}".formatted(id));

        // Then
        JsonNode result = lab.result(id);
        assertThat(result.path("outcome").asText()).isEqualTo("UNCERTAIN");
        assertThat(result.at("/error/code").asText()).isEqualTo("INTERNAL");
        eventually(() -> assertThat(lab.commands.isDeadLetter(offset)).isTrue());
        eventually(() -> assertThat(resigned(lab, id)).hasSize(2));
      }
      assertThat(bridge.uncaught()).isEmpty();
    }
  }

  private static List<String> resigned(BridgeLab lab, String error) {
    return lab.events.ofType("leader-resigned").stream()
        .filter(notice -> notice.contains(error))
        .toList();
  }
}
