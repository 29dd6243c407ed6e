package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.app.StuckLoop;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks while the bridge's event loop is stuck is told so, and does not wait for ever. */
class StuckEventLoopTest {

  private final StuckLoop stuck = new StuckLoop();

  @AfterEach
  void close() {
    stuck.close();
  }

  @Test
  void whereTheInstanceStands() {
    fails(new StatusResource(stuck.loop, "here", "1").status());
  }

  @Test
  void whereACommandStands() {
    // Given
    Topics topics = new Topics(Configs.of(Map.of()).topics());

    // Then
    fails(new CommandLookup(stuck.loop, null, topics).find("c-1"));
  }

  private static void fails(Uni<?> answer) {
    assertThat(answer.subscribeAsCompletionStage())
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
  }
}
