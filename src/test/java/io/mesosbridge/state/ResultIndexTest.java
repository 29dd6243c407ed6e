package io.mesosbridge.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.state.ResultIndex.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResultIndexTest {

  private final ResultIndex index = new ResultIndex(Duration.ofMillis(100));

  @Test
  void keepsTheFirstResultOfACommand() {
    // When
    index.add("a", new Place(0, 1, 1_000));
    index.add("a", new Place(0, 2, 1_050));

    // Then
    assertThat(index.find("a")).contains(new Place(0, 1, 1_000));
  }

  @Test
  void forgetsWhatKafkaKeepsNoLonger() {
    // Given
    index.add("a", new Place(0, 1, 1_000));
    index.add("b", new Place(0, 2, 1_050));

    // When
    index.add("a", new Place(0, 3, 1_120));

    // Then
    assertThat(index.find("a")).contains(new Place(0, 3, 1_120));
    assertThat(index.find("b")).isPresent();
    assertThat(index.size()).isEqualTo(2);
  }
}
