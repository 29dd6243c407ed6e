package io.mesosbridge.core.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyRecordsTest {

  private final RecordedWire wire = new RecordedWire();

  @Test
  void whatElseComesBeforeSubscribedIsNobodysAndNotHandled() {
    // Given
    wire.subscribing();
    wire.subscription.opened(1, "stream-1", wire.now());
    List<String> texts =
        List.of(
            "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"early\"},"
                + "\"state\":\"TASK_RUNNING\",\"uuid\":\"dQ==\"}}}",
            "{\"type\":\"OFFERS\",\"offers\":{\"offers\":[{\"id\":{\"value\":\"EO\"},"
                + "\"agent_id\":{\"value\":\"S0\"}}]}}",
            "{\"type\":\"MESSAGE\",\"message\":{\"data\":\"AA==\"}}",
            "{\"typ\":1}");
    EventReader reader = new EventReader();

    // When
    List<Happening> early =
        texts.stream()
            .map(text -> reader.read(Event.Slice.of(text.getBytes(UTF_8))))
            .flatMap(event -> wire.record(event).stream())
            .toList();
    List<Happening> happened = wire.accept(new Event.Master("id", "m1", 5050, "1.5.0"));

    // Then
    assertThat(early).isEmpty();
    assertThat(happened)
        .extracting(Object::getClass)
        .containsExactly(Happening.Subscribed.class, Happening.Received.class);
  }
}
