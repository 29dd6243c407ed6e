package io.mesosbridge.app.api;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

/** What a reader of events gets of what it has not taken. */
class EventQueueTest {

  private final AtomicInteger ended = new AtomicInteger();
  private final EventQueue queue =
      new EventQueue(SseImpl.INSTANCE, any -> true, ended::incrementAndGet);

  @Test
  void whoIsCutOffHasTheStreamEndSoThatItComesBack() {
    // Given
    AssertSubscriber<OutboundSseEvent> reader =
        EventsResource.watched(queue).subscribe().withSubscriber(AssertSubscriber.create(10));
    queue.begun("here");

    // When
    queue.overrun();

    // Then
    reader.awaitCompletion(PATIENCE);
    assertThat(reader.getItems()).extracting(OutboundSseEvent::getId).containsExactly("here");
    assertThat(ended).hasValue(1);
  }

  @Test
  void whoLeavesIsTakenOutOnce() {
    // Given
    AssertSubscriber<OutboundSseEvent> reader =
        EventsResource.watched(queue).subscribe().withSubscriber(AssertSubscriber.create(10));

    // When
    reader.cancel();

    // Then
    assertThat(queue.isOver()).isTrue();
    assertThat(ended).hasValue(1);
  }

  @Test
  void whereToGoOnTakesRoomAsWell() {
    // Given
    String ofManyPartitions = "x".repeat(4_000);

    // When
    for (int i = 0; i < 1_000; i++) {
      queue.begun(ofManyPartitions);
    }

    // Then
    assertThat(queue.hasRoom()).isFalse();
  }

  @Test
  void whereToGoOnIsNotBehindAnEventThatComesMeanwhile() {
    // Given
    Runnable[] meanwhile = {() -> {}};
    Sse sse =
        new SseImpl() {
          @Override
          public OutboundSseEvent.Builder newEventBuilder() {
            Runnable first = meanwhile[0];
            meanwhile[0] = () -> {};
            first.run();
            return super.newEventBuilder();
          }
        };
    EventQueue busy = new EventQueue(sse, any -> true, ended::incrementAndGet);
    busy.events()
        .onItem()
        .invoke(busy::taken)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(1));
    busy.begun("0");

    // When
    meanwhile[0] = () -> busy.begun("1");

    // Then
    assertThat(busy.stillHere().orElseThrow().getId()).isEqualTo("0");
    assertThat(busy.stillHere()).isEmpty();
  }

  @Test
  void whereToGoOnIsBeforeAnEventUntilThatIsThere() {
    // Given
    List<String> meanwhile = new ArrayList<>();
    EventQueue[] queues = new EventQueue[1];
    queues[0] =
        new EventQueue(
            SseImpl.INSTANCE,
            any -> {
              meanwhile.add(queues[0].stillHere().orElseThrow().getId());
              return false;
            },
            ended::incrementAndGet);
    queues[0]
        .events()
        .subscribe()
        .with(
            event -> {
              queues[0].taken(event);
              meanwhile.add(queues[0].stillHere().orElseThrow().getId() + " at " + event.getId());
            });

    // When
    queues[0].begun("0");
    queues[0].event(null, "1");

    // Then
    assertThat(meanwhile).containsExactly("null at 0", "0");
    assertThat(queues[0].stillHere().orElseThrow().getId()).isEqualTo("1");
  }
}
