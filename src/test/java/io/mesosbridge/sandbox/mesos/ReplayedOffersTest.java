package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replay tells of offers that differ from those that were recorded. */
class ReplayedOffersTest {

  private static final String SCENARIO = "idle-heartbeats";

  private final List<JsonNode> steps = new ArrayList<>(Exchange.read(SCENARIO).steps());

  private void replay() {
    try (SimulatedCluster cluster = Scenario.start(SCENARIO)) {
      new CaptureReplay(new Exchange(SCENARIO, steps), cluster).run();
    }
  }

  private static boolean hasOffers(JsonNode step) {
    return step.path("record").asText().contains("\"OFFERS\"");
  }

  @Test
  void anOffersEventThatWasNotRecordedIsTold() {
    // Given
    steps.removeIf(ReplayedOffersTest::hasOffers);

    // Then
    assertThatThrownBy(this::replay)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("offers that were not recorded");
  }

  @Test
  void anOfferOfAnotherValueIsTold() {
    // Given
    steps.stream()
        .filter(ReplayedOffersTest::hasOffers)
        .forEach(
            step ->
                ((ObjectNode) step)
                    .put("record", step.path("record").asText().replace("2048", "2047")));

    // Then
    assertThatThrownBy(this::replay)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2047")
        .hasMessageContaining("2048");
  }
}
