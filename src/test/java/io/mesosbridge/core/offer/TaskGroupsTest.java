package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskGroupsTest {

  private final TaskGroups groups = new TaskGroups();

  private static AgentInfo agent(String id) {
    return new AgentInfo(id, id, Map.of("rack", "rack-of-" + id));
  }

  @ParameterizedTest
  @CsvSource({
    "web-7, web",
    "web.7, web",
    "eu-web-17, eu-web",
    "web, web",
    "web-, web-",
    "web-7a, web-7a",
    "7, 7",
    "-7, -7",
    "web-7.0, web-7"
  })
  void aTasksGroupIsItsIdWithoutItsNumber(String taskId, String group) {
    assertThat(TaskGroups.of(taskId)).isEqualTo(group);
  }

  @Test
  void aTaskThatIsLaunchedAndLivesIsOne() {
    // Given
    groups.launching("c1", List.of("web-1"), null, agent("s1"), List.of());

    // When
    groups.lives("web-1", "web", agent("s1"), Allocation.UNKNOWN);
    int both = groups.find("web").size();
    groups.settled("c1", List.of("web-1"));
    int living = groups.find("web").size();
    groups.ended("web-1");

    // Then
    assertThat(both).isEqualTo(1);
    assertThat(living).isEqualTo(1);
    assertThat(groups.find("web").size()).isZero();
    assertThat(groups.tasksOn("s1")).isZero();
  }

  @Test
  void askingForAGroupWithoutTasksLeavesNothing() {
    // Given
    GroupTally tally = groups.find("web").by("hostname");

    // When
    tally.add("host-1", 1);

    // Then
    assertThat(groups.find("web").by("hostname").values()).isZero();
    assertThat(new TaskGroups().find("db").by("hostname").values()).isZero();
  }

  @Test
  void theResultOfAnEarlierLaunchSettlesNoLaterOne() {
    // Given
    groups.launching("c1", List.of("web-1"), null, agent("s1"), List.of());
    groups.launching("c2", List.of("web-1"), null, agent("s2"), List.of());

    // When
    groups.settled("c1", List.of("web-1"));

    // Then
    assertThat(groups.tasksOn("s1")).isZero();
    assertThat(groups.tasksOn("s2")).isEqualTo(1);
  }

  @Test
  void whatATaskGetsChangesNothingForConstraints() {
    // Given
    groups.launching("c1", List.of("web-1"), null, agent("s1"), List.of());
    long before = groups.changes();

    // When
    Allocation allocation = new Allocation("web", "cpus:1", null);
    groups.launching("c1", List.of("web-1"), null, agent("s1"), List.of(allocation));

    // Then
    assertThat(groups.changes()).isEqualTo(before);
    assertThat(groups.placeOf("web-1", "c1").allocation()).isEqualTo(allocation);
  }

  @Test
  void rowsOfAnAgentShareWhatIsKnownOfIt() {
    // When
    TaskGroups.Place first =
        groups.lives("web-1", new String("web"), agent("s1"), Allocation.UNKNOWN);
    TaskGroups.Place second =
        groups.lives("web-2", new String("web"), agent("s1"), Allocation.UNKNOWN);

    // Then
    assertThat(second.agent()).isSameAs(first.agent());
    assertThat(second.group()).isSameAs(first.group());
  }

  /** Whatever happens, counts are those of the tasks that there are. */
  @Property
  void countsAreThoseOfWhatIsThere(@ForAll long seed) {
    // Given
    TaskGroups groups = new TaskGroups();
    Random random = new Random(seed);
    Map<String, String> living = new HashMap<>();
    Map<String, String> launched = new HashMap<>();
    groups.find("g0").by("rack");

    // When
    for (int i = 0; i < 200; i++) {
      String task = "g%d-%d".formatted(random.nextInt(2), random.nextInt(4));
      String agent = "s" + random.nextInt(3);
      switch (random.nextInt(4)) {
        case 0 -> {
          groups.lives(task, TaskGroups.of(task), agent(agent), Allocation.UNKNOWN);
          living.put(task, agent);
        }
        case 1 -> {
          groups.ended(task);
          living.remove(task);
        }
        case 2 -> {
          groups.launching("c-" + task, List.of(task), null, agent(agent), List.of());
          launched.put(task, agent);
        }
        default -> {
          groups.settled("c-" + task, List.of(task));
          launched.remove(task);
        }
      }
      groups.find("g" + random.nextInt(2)).by("rack");

      // Then
      Map<String, String> all = new HashMap<>(launched);
      all.putAll(living);
      for (String group : List.of("g0", "g1")) {
        List<String> racks = new ArrayList<>();
        all.forEach(
            (id, where) -> {
              if (id.startsWith(group)) {
                racks.add("rack-of-" + where);
              }
            });
        GroupTally tally = groups.find(group).by("rack");
        assertThat(groups.find(group).size()).isEqualTo(racks.size());
        assertThat(tally.values()).isEqualTo((int) racks.stream().distinct().count());
        int fewest = Integer.MAX_VALUE;
        for (String rack : racks) {
          int there = (int) racks.stream().filter(rack::equals).count();
          assertThat(tally.of(rack)).isEqualTo(there);
          fewest = Math.min(fewest, there);
        }
        assertThat(tally.fewest()).isEqualTo(racks.isEmpty() ? 0 : fewest);
      }
    }
  }
}
