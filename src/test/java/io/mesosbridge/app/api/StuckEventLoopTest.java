package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.app.StuckLoop;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who asks while the bridge's event loop is stuck is told so, and does not wait for ever. */
class StuckEventLoopTest {

  @Test
  void whereTheInstanceAndACommandStandAndWhatTheTablesHave() {
    try (StuckLoop stuck = new StuckLoop()) {
      // Given
      Topics topics = new Topics(Configs.of(Map.of()).topics());

      // When
      Stream<Uni<?>> asked =
          Stream.of(
              new StatusResource(stuck.loop, "here", "1").status(),
              new CommandLookup(stuck.loop, null, topics).find("c-1"),
              stuck.copies.now());
      List<? extends CompletableFuture<?>> answers =
          asked.map(Uni::subscribeAsCompletionStage).toList();

      // Then
      assertThat(answers)
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .failsWithin(PATIENCE)
                      .withThrowableThat()
                      .withCauseInstanceOf(TimeoutException.class));
    }
  }
}
