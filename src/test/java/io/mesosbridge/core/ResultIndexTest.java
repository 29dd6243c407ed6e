package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.ResultIndex;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultIndexTest {

  /** Their CRC-32 is the same, and so is their CRC-32C. */
  static final List<String> OF_ONE_HASH =
      List.of(
          "d".repeat(40),
          "ggefggefddegdefefeeegfefdggefeeedddddddd",
          "gdfgedfgfdefgeggggddfeggfgdfggddeddddddd");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 3_000})
  void anIdIsRecognisedAmongTheLastThatManyAndFewMore(int most) {
    // Given
    ResultIndex index = new ResultIndex(most);

    // When
    for (int i = 0; i < 5_000; i++) {
      index.add("c-" + i, new Place(i % 3, i));
    }

    // Then
    int kept = index.size();
    assertThat(kept).isBetween(most, most + (most - 1) / 16);
    for (int i = 0; i < 5_000; i++) {
      Place known = i < 5_000 - kept ? null : new Place(i % 3, i);
      assertThat(index.find("c-" + i).orElse(null)).isEqualTo(known);
    }
  }

  @Test
  void knowsWhatAMapKnowsAlsoOfIdsWithOneHash() {
    // Given
    int most = 2_000;
    ResultIndex index = new ResultIndex(most);
    Map<String, Place> map = new HashMap<>();
    List<String> order = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);

    // When
    for (int i = 0; i < 40_000; i++) {
      String id = "c-" + random.nextInt(6_000);
      if (i % 700 < OF_ONE_HASH.size()) {
        id = OF_ONE_HASH.get(i % 700);
      }
      Place place = new Place(random.nextInt(40), random.nextLong(1L << 40));
      index.add(id, place);
      map.put(id, place);
      order.add(id);

      // Then
      String recent = order.get(Math.max(0, i - random.nextInt(most)));
      assertThat(index.findAll(recent)).contains(map.get(recent));
      if (!OF_ONE_HASH.contains(recent)) {
        assertThat(index.find(recent)).contains(map.get(recent));
      }
    }
    assertThat(index.findAll("another")).isEmpty();
  }

  @Test
  void resultsThatMayBeTheCommandsAreToldTheLastOneFirst() {
    // Given
    ResultIndex index = new ResultIndex(1_000);

    // When
    OF_ONE_HASH.forEach(id -> index.add(id, new Place(id.length(), OF_ONE_HASH.indexOf(id))));
    for (int i = 0; i < 500; i++) { // several parts, each of which grows meanwhile
      index.add("c-" + i, new Place(0, i));
    }

    // Then
    assertThat(index.findAll(OF_ONE_HASH.get(1)))
        .containsExactly(new Place(40, 2), new Place(40, 1), new Place(40, 0));
  }

  @Test
  void oneIdThatIsRepeatedWithoutEndDrivesOutNoOther() {
    // Given
    ResultIndex index = new ResultIndex(100);
    index.add("first", new Place(0, 0));

    // When
    for (int i = 1; i <= 100_000; i++) {
      index.add("again", new Place(0, i));
    }

    // Then
    assertThat(index.find("first")).contains(new Place(0, 0));
    assertThat(index.findAll("again"))
        .containsExactly(new Place(0, 100_000), new Place(0, 99_999), new Place(0, 99_998));
  }

  @ParameterizedTest
  @CsvSource({"1000, 4000000", "300000, 4000000", "4000000, 4000000", "500000, 100000"})
  void aResultTakes16BytesAtMost(int results, int most) throws IllegalAccessException {
    // Given
    ResultIndex index = new ResultIndex(most);

    // When
    for (int i = 0; i < results; i++) {
      index.add("deploy-" + i, new Place(i % 3, i / 3));
    }

    // Then
    int bounded = Math.min(results, most);
    assertThat(bytesOfArrays(index)).isBetween(8L * bounded, 16L * bounded);
  }

  /** In the object, in what it consists of, and in what its collections have. */
  private static long bytesOfArrays(Object object) throws IllegalAccessException {
    if (object instanceof Iterable<?> all) {
      long bytes = 0;
      for (Object each : all) {
        bytes += bytesOfArrays(each);
      }
      return bytes;
    }
    if (object.getClass().isArray()) {
      int each = object instanceof long[] ? Long.BYTES : Integer.BYTES;
      return 16 + (long) each * Array.getLength(object);
    }
    long bytes = 0;
    if (object.getClass().getName().startsWith(ResultIndex.class.getName())) {
      for (Field field : object.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          bytes += bytesOfArrays(field.get(object));
        }
      }
    }
    return bytes;
  }
}
