package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Happening.Cause;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that says once more whose it is. */
class SecondSubscribedTest {

  private final RecordedWire wire = new RecordedWire();
  private final Subscription subscription = wire.subscription;

  @ParameterizedTest
  @CsvSource({"the-framework, SUBSCRIBED", "another, STOPPED", "'', STOPPED"})
  void aSecondSubscribedOfAnotherFrameworkEndsInStoppedAndIsPassedOnToNobody(
      String id, String label) {
    // Given
    wire.subscribed();

    // When
    List<Happening> second =
        wire.record(
            new Event.Subscribed(
                id, RecordedWire.HEARTBEAT, new Event.Master(null, null, 0, null)));
    List<Happening> behind = wire.record(new Event.Heartbeat());

    // Then
    assertThat(subscription.state().label()).isEqualTo(label);
    if (label.equals("STOPPED")) {
      assertThat(second).singleElement().isInstanceOf(Happening.Ended.class);
      Happening.Ended ended = (Happening.Ended) second.get(0);
      assertThat(ended.cause()).isEqualTo(Cause.REFUSED);
      assertThat(ended.stood()).isTrue();
      assertThat(ended.why())
          .isEqualTo("the master subscribed another framework in the stream of the-framework");
      assertThat(behind).isEmpty();
    } else {
      assertThat(second).singleElement().isInstanceOf(Happening.Received.class);
    }
  }
}
