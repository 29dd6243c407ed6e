package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.kafka.ProducerThread.Handoff;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandoffTest {

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Integer> received = new ArrayList<>();
  private boolean isShutDown;
  private final Handoff<Integer> handoff = new Handoff<>(tasks::add, this::receive);

  @Test
  void handsOverInOrderWithOneWakeUp() {
    // When
    List.of(1, 2, 3).forEach(handoff::offer);

    // Then
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(received).containsExactly(1, 2, 3);
  }

  @Test
  void goesOnAfterAnItemThatItsReceiverFailsOn() {
    // Given
    List.of(1, -1, 2).forEach(handoff::offer);

    // When
    assertThatThrownBy(tasks.remove()::run).hasMessage("negative");

    // Then
    tasks.remove().run();
    assertThat(received).containsExactly(1, 2);
  }

  @Test
  void whoeverElseWaitsHasItsTurnAmongManyItems() {
    // Given
    List<Integer> many = IntStream.range(0, 3 * Handoff.MOST_AT_ONCE).boxed().toList();
    many.forEach(handoff::offer);
    List<Integer> before = new ArrayList<>();
    tasks.add(() -> before.addAll(received));

    // When
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }

    // Then
    assertThat(before).hasSize(Handoff.MOST_AT_ONCE);
    assertThat(received).isEqualTo(many);
  }

  @Test
  void whatIsLeftAfterTheEndIsDropped() {
    // Given
    Handoff<Integer> ending = new Handoff<>(this::executeOnce, this::receive);
    IntStream.range(0, 2 * Handoff.MOST_AT_ONCE).forEach(ending::offer);

    // When
    tasks.remove().run();

    // Then
    ending.offer(0);
    assertThat(received).hasSize(Handoff.MOST_AT_ONCE);
  }

  @Test
  void theEndHidesNothingThatTheReceiverFailsOn() {
    // Given
    Handoff<Integer> ending = new Handoff<>(this::executeOnce, this::receive);
    List.of(-1, 1).forEach(ending::offer);

    // When
    assertThatThrownBy(tasks.remove()::run).hasMessage("negative");

    // Then
    assertThat(received).isEmpty();
  }

  private void executeOnce(Runnable task) {
    if (isShutDown) {
      throw new RejectedExecutionException("shut down");
    }
    isShutDown = true;
    tasks.add(task);
  }

  private void receive(int item) {
    if (item < 0) {
      throw new IllegalArgumentException("negative");
    }
    received.add(item);
  }
}
