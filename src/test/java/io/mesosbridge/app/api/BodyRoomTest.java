package io.mesosbridge.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.app.api.Problem.ProblemException;
import org.junit.jupiter.api.Test;

/** Which bodies may be read beside each other. */
class BodyRoomTest {

  private final BodyRoom room = new BodyRoom(100, 60);

  @Test
  void eachTakesTwiceItsLengthUntilThereIsNoneLeft() {
    // Given
    Runnable first = room.take(25L);
    room.take(20L);

    // Then
    assertThatThrownBy(() -> room.take(6L)).isInstanceOf(ProblemException.class);
    assertThat(room.take(5L)).isNotNull();

    // When
    first.run();

    // Then
    assertThat(room.take(25L)).isNotNull();
  }

  @Test
  void whatIsLargerThanAllOfItIsReadAloneAndSoIsWhatMayBe() {
    // Given
    Runnable unsaid = room.take(null);

    // Then
    assertThatThrownBy(() -> room.take(1L)).isInstanceOf(ProblemException.class);

    // When
    unsaid.run();

    // Then
    room.take(51L).run();
    assertThat(room.take(1L)).isNotNull();
  }
}
