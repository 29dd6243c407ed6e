package io.mesosbridge.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;

/**
 * A consumer of updates that acknowledges each by a command, where bridges leave that to consumers.
 * It looks after a while whether Mesos has heard of it, and writes the command once more if not.
 */
final class Acknowledger {

  private static final String OPERATION_UPDATES = "mesos.operation-updates";
  private static final int LONGEST_MILLIS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimWorld world;

  Acknowledger(SimWorld world) {
    this.world = world;
  }

  void landed(String topic, SimRecord record) {
    boolean isTasks = topic.equals(SimWorld.UPDATES);
    if (!isTasks && !topic.equals(OPERATION_UPDATES)) {
      return;
    }
    JsonNode status = JsonTree.read(SimEvidence.text(record));
    String uuid = status.at(isTasks ? "/uuid" : "/uuid/value").asText();
    if (uuid.isEmpty()) {
      return;
    }
    String subject =
        isTasks
            ? "\"task_id\":\"%s\"".formatted(status.at("/task_id/value").asText())
            : "\"operation_id\":\"%s\"".formatted(status.at("/operation_id/value").asText());
    String type = isTasks ? "ACKNOWLEDGE" : "ACKNOWLEDGE_OPERATION_STATUS";
    String body =
        "\"agent_id\":\"%s\",%s,\"uuid\":\"%s\""
            .formatted(status.at("/agent_id/value").asText(), subject, uuid);
    int chance = uuid.hashCode(); // of the world's seed, as each uuid is
    int millis = Math.floorMod(chance >> 2, chance % 4 == 0 ? LONGEST_MILLIS : 10);
    world.loop().after(Duration.ofMillis(millis), () -> write(type, body, uuid));
  }

  private void write(String type, String body, String uuid) {
    world.commands().write(type, body);
    world
        .loop()
        .after(
            PATIENCE,
            () -> {
              if (world.cluster().ledger().unacknowledged().stream()
                  .anyMatch(update -> uuid.equals(update.uuid()))) {
                write(type, body, uuid);
              }
            });
  }
}
