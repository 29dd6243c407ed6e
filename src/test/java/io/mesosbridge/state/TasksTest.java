package io.mesosbridge.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final LiveTask ROW =
      new LiveTask(
          "web-1", "TASK_RUNNING", "agent-1", null, "u-1", "2030-01-31T12:00:00Z", "c-1", TRACE);

  private final InMemoryKafka kafka = new InMemoryKafka(new SimpleMeterRegistry(), false);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private final Tasks tasks = new Tasks(kafka.journal(), topics, Memories.none(topics));
  private final AtomicInteger told = new AtomicInteger();

  @AfterEach
  void close() {
    kafka.close();
  }

  private void put(LiveTask row) {
    kafka.run(() -> tasks.put(row, "u-1", told::incrementAndGet));
  }

  private void end() {
    kafka.run(() -> tasks.remove("web-1", "u-2", "c-1", "u-2", told::incrementAndGet));
  }

  private KafkaRecord last() {
    return kafka.written().get(kafka.written().size() - 1);
  }

  @Test
  void aRowIsToldOfOnceKafkaHasIt() {
    // Given
    put(ROW);
    assertThat(told).hasValue(0);

    // When
    kafka.confirmAll();

    // Then
    assertThat(told).hasValue(1);
    assertThat(last().json().path("command_id").asText()).isEqualTo("c-1");
    assertThat(last().value()).doesNotContain("traceparent").doesNotContain("executor_id");
    assertThat(last().headers()).containsEntry("traceparent", TRACE).containsEntry("ce_id", "u-1");
  }

  @Test
  void aTaskThatEndsLeavesATombstoneThatSaysWhoLaunchedIt() {
    // Given
    put(ROW);

    // When
    end();

    // Then
    assertThat(tasks.find("web-1")).isEmpty();
    assertThat(tasks.ended().endedBy("web-1", "u-2")).isTrue();
    assertThat(tasks.ended().launchedBy("web-1", "c-1")).isTrue();
    assertThat(last().value()).isNull();
    assertThat(last().headers()).containsEntry("mesos-command-id", "c-1");
  }

  @Test
  void aTaskThatLivesAgainHasNotEnded() {
    // Given
    put(ROW);
    end();

    // When
    put(ROW);

    // Then
    assertThat(tasks.ended().contains("web-1")).isFalse();
    assertThat(tasks.find("web-1")).contains(ROW);
  }

  @Test
  void whatAFormerLeaderWroteOverIsWrittenAgain() {
    // Given
    put(ROW);

    // When
    kafka.run(() -> tasks.rewrite("web-1"));

    // Then
    assertThat(kafka.written()).hasSize(2);
    assertThat(last().value()).isEqualTo(kafka.written().get(0).value());
  }

  @Test
  void aRowThatAFormerLeaderBroughtBackIsTakenOutAgain() {
    // Given
    put(ROW);
    end();

    // When
    kafka.run(() -> tasks.rewrite("web-1"));

    // Then
    assertThat(kafka.written()).hasSize(3);
    assertThat(last().value()).isNull();
    assertThat(last().headers()).containsEntry("ce_id", "u-2").containsKey("mesos-command-id");
  }

  @Test
  void theFrameworksEndTakesAllRowsOut() {
    // Given
    put(ROW);

    // When
    kafka.run(tasks::removeAll);

    // Then
    assertThat(tasks.all()).isEmpty();
    assertThat(last().value()).isNull();
  }
}
