package io.mesosbridge.chaos;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics tell of the task and the commands that a difference names, as they were written,
 * and what Kafka answered to whoever sent these commands.
 */
record Evidence(ChaosWorld world) {

  private static final List<String> TOPICS =
      List.of(
          ChaosWorld.UPDATES,
          ChaosWorld.TASKS,
          ChaosWorld.LAUNCHES,
          ChaosWorld.RESULTS,
          ChaosWorld.STATE);
  private static final int MOST_LETTERS = 700;

  /** One line a record. */
  String of(String difference) {
    Set<String> words = new HashSet<>(Arrays.asList(difference.split("[^A-Za-z0-9_.-]+")));
    Map<String, List<String>> commands = world.commander().sent();
    Set<String> names =
        words.stream()
            .filter(word -> word.startsWith(ChaosWorld.COMMANDS + "-")) // ids by position
            .collect(toCollection(HashSet::new));
    commands.forEach(
        (command, tasks) -> {
          if (words.contains(command) || tasks.stream().anyMatch(words::contains)) {
            names.add(command);
            names.addAll(tasks);
          }
        });
    Stream<String> sent =
        names.stream()
            .flatMap(
                name ->
                    world.commander().answers(name).stream()
                        .map(answer -> "command %s: %s".formatted(name, answer)));
    Stream<String> told =
        TOPICS.stream()
            .flatMap(topic -> world.topics().records(topic).stream())
            .filter(record -> record.key() != null && isNamed(record.key(), names))
            .sorted(comparingLong(ConsumerRecord::timestamp))
            .map(Evidence::line);
    return Stream.concat(sent, told).collect(Collectors.joining("\n  ", difference + "\n  ", ""));
  }

  private static boolean isNamed(String key, Set<String> names) {
    return Stream.of("", "command/", "launch/")
        .filter(key::startsWith)
        .anyMatch(prefix -> names.contains(key.substring(prefix.length())));
  }

  private static String line(ConsumerRecord<String, String> record) {
    String value = String.valueOf(record.value());
    return "%s %s@%d epoch %s %s: %s"
        .formatted(
            Instant.ofEpochMilli(record.timestamp()),
            record.topic(),
            record.offset(),
            Follower.header(record, "ce_epoch"),
            record.key(),
            value.substring(0, Math.min(MOST_LETTERS, value.length())));
  }
}
