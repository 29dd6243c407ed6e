package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.ResultIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResultIndexTest {

  @Test
  void forgetsTheOldestOfTooMany() {
    // Given
    ResultIndex index = new ResultIndex(3_000);

    // When
    for (int i = 0; i < 5_000; i++) {
      index.add("c-" + i, new Place(i % 3, i));
    }

    // Then
    assertThat(index.size()).isEqualTo(3_000);
    assertThat(index.find("c-1999")).isEmpty();
    assertThat(index.find("c-2000")).contains(new Place(2, 2_000));
    assertThat(index.find("c-4999")).contains(new Place(1, 4_999));
  }

  @Test
  void aForgottenResultMayBeAddedAgainAndOutlivesItsFormerPlace() {
    // Given
    ResultIndex index = new ResultIndex(2);
    index.add("c-1", new Place(0, 1));
    index.forget("c-1", new Place(0, 7));
    assertThat(index.find("c-1")).isPresent();
    index.forget("c-1", new Place(0, 1));
    assertThat(index.find("c-1")).isEmpty();

    // When
    index.add("c-1", new Place(0, 2));
    index.add("c-2", new Place(0, 3));

    // Then
    assertThat(index.find("c-1")).contains(new Place(0, 2));
    assertThat(index.find("c-2")).contains(new Place(0, 3));
  }

  @Test
  void knowsWhatAMapKnows() {
    // Given
    ResultIndex index = new ResultIndex(10_000);
    Map<String, Place> map = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(1);

    // When
    for (int i = 0; i < 8_000; i++) {
      String id = "c-" + random.nextInt(3_000);
      Place place = new Place(0, i);
      if (random.nextInt(4) == 0 && map.containsKey(id)) {
        index.forget(id, map.remove(id));
      } else {
        index.add(id, place);
        map.put(id, place);
      }
    }

    // Then
    assertThat(index.size()).isEqualTo(map.size());
    for (int i = 0; i < 3_000; i++) {
      assertThat(index.find("c-" + i).orElse(null)).isEqualTo(map.get("c-" + i));
    }
  }
}
