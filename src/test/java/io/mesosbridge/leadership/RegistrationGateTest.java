package io.mesosbridge.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationGateTest {

  private final List<Long> beyond = new ArrayList<>();
  private final RegistrationGate gate = new RegistrationGate(event -> beyond.add(event.sequence()));

  private void pass(long... sequences) {
    for (long sequence : sequences) {
      gate.pass(new EventRecord("s", sequence, Slice.of(new byte[0]), new Event.Heartbeat()));
    }
  }

  @Test
  void eventsPassUntilItIsClosedAndAgainInOrderOnceItIsOpened() {
    // Given
    pass(1);
    Runnable open = gate.close();
    pass(2, 3);
    List<Long> whileClosed = List.copyOf(beyond);

    // When
    open.run();

    // Then
    pass(4);
    assertThat(whileClosed).containsExactly(1L);
    assertThat(beyond).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void whatASubscriptionThatIsGoneLeftNeverPasses() {
    // Given
    Runnable open = gate.close();
    pass(1);

    // When
    gate.giveUp();

    // Then
    open.run();
    pass(2);
    assertThat(beyond).containsExactly(2L);
  }

  @Test
  void anOldKeyDoesNotOpenAGateThatWasClosedAgain() {
    // Given
    Runnable old = gate.close();
    Runnable current = gate.close();
    pass(1);

    // When
    old.run();

    // Then
    assertThat(beyond).isEmpty();
    current.run();
    assertThat(beyond).containsExactly(1L);
  }
}
