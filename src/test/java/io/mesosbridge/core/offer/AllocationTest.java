package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.testkit.JsonTree;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of what a task has. */
class AllocationTest {

  private static final JsonNode NONE = MissingNode.getInstance();

  private static JsonNode with(JsonNode resources) {
    return ((ObjectNode) JsonTree.read("{}")).set("resources", resources);
  }

  private static JsonNode with(String resources) {
    return with(ResourceFormat.parse(resources));
  }

  private static Allocation of(int number) {
    return new Allocation("web", "cpus:" + number, null);
  }

  @Test
  void itIsWrittenAsMesosWritesItWhateverItIsReservedFor() {
    // When
    Allocation allocation =
        Allocation.of(with("cpus:0.10;cpus(web):1;ports:[31000-31001,31005-31005];mem:32"), NONE);

    // Then
    assertThat(allocation)
        .isEqualTo(new Allocation(null, "cpus:1.1;ports:[31000-31001,31005-31005];mem:32", null));
  }

  @Test
  void theRoleIsTheOneThatItsResourcesAreAllocatedTo() {
    // Given
    JsonNode resources =
        JsonTree.read(
            """
            [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1},
              "allocation_info": {"role": "web"}}]
            """);

    // When
    Allocation allocation = Allocation.of(with(resources), with("mem:32"));

    // Then
    assertThat(allocation).isEqualTo(new Allocation("web", "cpus:1", "mem:32"));
  }

  @Test
  void inALongTextHowManyThereAreStandsForRanges() {
    // Given
    String ports =
        IntStream.range(0, 100)
            .mapToObj(i -> (31000 + 2 * i) + "-" + (31000 + 2 * i))
            .collect(Collectors.joining(",", "[", "]"));

    // When
    Allocation allocation = Allocation.of(with("cpus:1;ports:" + ports + ";mem:32"), NONE);

    // Then
    assertThat(allocation.resources()).isEqualTo("cpus:1;ports:100;mem:32");
  }

  @Test
  void whatThereIsNothingOfIsLeftOut() {
    // When
    Allocation allocation = Allocation.of(with("cpus:0;mem:32"), with("cpus:0"));

    // Then
    assertThat(allocation).isEqualTo(new Allocation(null, "mem:32", ""));
  }

  @Test
  void oneStandsForAllThatAreAlike() {
    // When
    List<Allocation> brief = Allocation.inBrief(Collections.nCopies(100_000, of(1)));

    // Then
    assertThat(brief).containsExactly(of(1));
    assertThat(Allocation.at(99_999, brief)).isEqualTo(of(1));
  }

  @Test
  void thoseThatDifferAreToldApartUnlessThereAreTooMany() {
    // Given
    List<Allocation> many = IntStream.range(0, 1_001).mapToObj(AllocationTest::of).toList();

    // When
    List<Allocation> few = Allocation.inBrief(many.subList(0, 1_000));

    // Then
    assertThat(Allocation.at(999, few)).isEqualTo(of(999));
    assertThat(Allocation.at(0, Allocation.inBrief(many))).isEqualTo(Allocation.UNKNOWN);
  }
}
