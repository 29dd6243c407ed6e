package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OfferChoiceTest {

  private static List<String> choices(Policy policy, String demand, int times) {
    TaskGroups tasks = new TaskGroups();
    FreeOffers free = new FreeOffers(tasks, Duration.ZERO);
    free.came(offer("tiny", "s1", "web", "cpus:0.5;mem:64"));
    free.came(offer("large", "s1", "web", "cpus:16;mem:4096"));
    free.came(offer("snug", "s2", "web", "cpus:2;mem:512"));
    free.came(offer("other", "s3", "web", "cpus:4;mem:512"));
    free.came(offer("gpus", "s4", "web", "cpus:1;mem:256;gpus:1"));
    free.read(TestOffers.NOW);
    Demand wanted = demand(demand);
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Content offer = free.choose(wanted, policy, 0, any -> true).orElseThrow();
      tasks.launching("c" + i, List.of("t" + i), null, offer.agent(), List.of());
      free.use(offer, wanted.on(offer).orElseThrow());
      chosen.add(offer.id());
    }
    return chosen;
  }

  @Test
  void packTakesTheOneThatLeavesLeast() {
    // Given
    Policy policy = Policy.PACK;

    // When
    List<String> chosen = choices(policy, "cpus:1;mem:256", 3);

    // Then
    assertThat(chosen).containsExactly("snug", "snug", "other");
  }

  @Test
  void spreadGoesRoundTheAgents() {
    // Given
    Policy policy = Policy.SPREAD;

    // When
    List<String> chosen = choices(policy, "cpus:1;mem:256", 4);

    // Then
    assertThat(chosen).containsExactly("tiny", "snug", "other", "tiny");
  }

  @ParameterizedTest
  @EnumSource
  void agentsWithGpusAreLeftToThoseWhoWantThemUnlessNothingElseIsThere(Policy policy) {
    // Given
    String nothing = "cpus:0.1;mem:200";

    // When
    List<String> chosen = choices(policy, nothing, 25);

    // Then
    assertThat(chosen.subList(0, 20)).doesNotContain("gpus");
    assertThat(chosen).last().isEqualTo("gpus");
    assertThat(choices(policy, "cpus:1;mem:256;gpus:1", 1)).containsExactly("gpus");
  }

  @Test
  void spreadCountsTheTasksThatThereAreNowNotWhenTheOfferCame() {
    // Given
    TaskGroups tasks = new TaskGroups();
    FreeOffers free = new FreeOffers(tasks, Duration.ZERO);
    tasks.lives("a", "a", AgentInfo.named("s1"), Allocation.UNKNOWN);
    tasks.lives("b", "b", AgentInfo.named("s1"), Allocation.UNKNOWN);
    tasks.lives("c", "c", AgentInfo.named("s2"), Allocation.UNKNOWN);
    free.came(offer("emptied", "s1", "web", "cpus:4;mem:512"));
    free.came(offer("filled", "s2", "web", "cpus:4;mem:512"));
    free.read(TestOffers.NOW);

    // When
    tasks.ended("a");
    tasks.ended("b");
    free.read(TestOffers.NOW);

    // Then
    assertThat(free.choose(demand("cpus:1;mem:256"), Policy.SPREAD, 0, any -> true))
        .hasValueSatisfying(offer -> assertThat(offer.id()).isEqualTo("emptied"));
  }
}
