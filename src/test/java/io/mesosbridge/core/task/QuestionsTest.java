package io.mesosbridge.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of questions that wait for an answer, of which there may be very many. */
class QuestionsTest {

  private static final int BATCH = 90_000;

  private final Questions questions = new Questions();

  private static long allocated() {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return thread.getCurrentThreadAllocatedBytes();
  }

  @Test
  void aReconcileOfVeryManyTasksLeavesFewBytesOfEach() {
    // Given
    String[] ids = IntStream.range(0, BATCH).mapToObj(i -> "task-" + i).toArray(String[]::new);

    // When
    long before = allocated();
    for (String id : ids) {
      questions.asked(id, true);
    }
    long bytes = allocated() - before;

    // Then
    assertThat(bytes / BATCH).isLessThan(50);
    assertThat(questions.isWanted("task-0")).isTrue();
    assertThat(questions.isWanted("task-" + BATCH)).isFalse();
  }

  @Test
  void whatWasAskedLongestAgoIsForgotten() {
    // When
    IntStream.range(0, 300_000).forEach(i -> questions.asked("task-" + i, true));

    // Then
    assertThat(questions.isWanted("task-0")).isFalse();
    assertThat(questions.isWanted("task-100000")).isTrue();
    assertThat(questions.isWanted("task-299999")).isTrue();
  }

  /** The same as if each were kept by its id. */
  @Test
  void nothingIsMistakenForAnotherWhateverComesAndGoes() {
    // Given
    Random random = new Random(9);
    Map<String, Integer> open = new HashMap<>();
    Map<String, Integer> late = new HashMap<>();
    Set<String> wanted = new HashSet<>();

    for (int i = 0; i < 200_000; i++) {
      String id = "t-" + random.nextInt(500);

      // When
      switch (i % 5_000 == 4_999 ? 6 : random.nextInt(6)) {
        case 0 -> {
          questions.asked(id, false);
          open.merge(id, 1, Integer::sum);
        }
        case 1 -> {
          questions.asked(id, true);
          open.merge(id, 1, Integer::sum);
          wanted.add(id);
        }
        case 2 -> {
          questions.launching(id);
          if (open.containsKey(id)) {
            late.put(id, open.get(id));
          }
        }
        case 3 -> {
          questions.answered(id);
          open.computeIfPresent(id, (any, n) -> n == 1 ? null : n - 1);
          late.computeIfPresent(id, (any, n) -> n == 1 ? null : n - 1);
        }
        case 4 -> {
          questions.told(id);
          wanted.remove(id);
        }
        case 5 -> {
          questions.ended(id);
          late.remove(id);
        }
        default -> {
          questions.subscribed();
          open.clear();
          late.clear();
        }
      }

      // Then
      assertThat(questions.isLate(id)).isEqualTo(late.containsKey(id));
      assertThat(questions.isWanted(id)).isEqualTo(wanted.contains(id));
    }
  }
}
