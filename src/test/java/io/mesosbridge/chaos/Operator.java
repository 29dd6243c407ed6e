package io.mesosbridge.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.Patience;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/** What people with rights do to Kafka's topics and groups while bridges run. */
record Operator(ChaosWorld world) {

  private static final Logger LOG = Logger.getLogger(Operator.class);
  private static final List<String> DELETED =
      List.of(
          ChaosWorld.HEARTBEATS,
          ChaosWorld.EVENTS,
          ChaosWorld.OPERATIONS,
          ChaosWorld.OFFERS,
          ChaosWorld.TASKS,
          ChaosWorld.UPDATES,
          ChaosWorld.RESULTS,
          ChaosWorld.COMMANDS,
          ChaosWorld.STATE);
  private static final List<String> REFUSED =
      List.of(
          ChaosWorld.HEARTBEATS,
          ChaosWorld.EVENTS,
          ChaosWorld.OFFERS,
          ChaosWorld.TASKS,
          ChaosWorld.UPDATES,
          ChaosWorld.RESULTS,
          ChaosWorld.COMMANDS,
          ChaosWorld.STATE);

  /** What is too large for these may get lost, or is asked for again. */
  private static final List<String> TOO_SMALL =
      List.of(ChaosWorld.HEARTBEATS, ChaosWorld.EVENTS, ChaosWorld.UPDATES);

  /** Removes all members of the bridges' group. */
  void expelMembers() {
    try {
      world.admin().expel(ChaosWorld.GROUP);
    } catch (IllegalStateException nobody) {
      LOG.infof("Nobody to expel: %s", nobody.getMessage());
    }
  }

  /** Deletes a topic, and returns when a bridge has made it again. */
  void deleteTopic(Random luck) {
    String topic = any(DELETED, luck);
    LOG.infof("Deletes %s", topic);
    switch (topic) {
      case ChaosWorld.STATE -> world.bridges().undisturbed(this::deleteMemory);
      case ChaosWorld.TASKS -> world.bridges().undisturbed(this::deleteTasks);
      case ChaosWorld.RESULTS -> deleteResults();
      default -> delete(topic);
    }
    switch (topic) {
      case ChaosWorld.UPDATES -> world.forgiven().updates(world.cluster().ledger().updates());
      case ChaosWorld.COMMANDS -> world.forgiven().commands(world.commander().sent().keySet());
      case ChaosWorld.RESULTS -> {
        world.forgiven().results(world.commander().sent().keySet());
        world.forgiven().repeated(world.commander().repeated());
      }
      default -> {
        // the tables are written out anew, and nothing else has to be there again
      }
    }
    world.topics().recreated(topic);
  }

  /** Whoever leads writes its memory out anew; what nobody remembers is nowhere then. */
  private void deleteMemory() {
    if (world.bridges().leader().isPresent()) {
      delete(ChaosWorld.STATE);
      await("claim and framework are written out anew")
          .ignoreException(IllegalStateException.class)
          .until(() -> world.admin().end(ChaosWorld.STATE) > 1);
    }
  }

  /** The same: a launch of a task that lives is refused by whoever has its row. */
  private void deleteTasks() {
    long rows = world.topics().table(ChaosWorld.TASKS).size();
    if (world.bridges().leader().isPresent()) {
      delete(ChaosWorld.TASKS);
      AtomicLong before = new AtomicLong();
      await("ends and live tasks are written out anew")
          .ignoreException(IllegalStateException.class)
          .until(
              () -> {
                long end = world.admin().end(ChaosWorld.TASKS);
                return before.getAndSet(end) == end && end >= rows;
              });
    }
  }

  private void deleteResults() {
    JsonNode settled =
        ConsumedUpdate.parse(world.topics().table(ChaosWorld.STATE).getOrDefault("commands", "{}"));
    world
        .topics()
        .table(ChaosWorld.RESULTS)
        .forEach(
            (id, result) -> {
              if (!isAmong(settled, ConsumedUpdate.parse(result).at("/command/offset").asLong())) {
                world.forgiven().unsettled(id);
              }
            });
    delete(ChaosWorld.RESULTS);
  }

  /** Stretches of open and settled ones stand in turns above the offset below which all are. */
  private static boolean isAmong(JsonNode settled, long offset) {
    long at = settled.path("below").asLong();
    boolean isSettled = true;
    for (JsonNode stretch : settled.path("above")) {
      if (offset < at) {
        return isSettled;
      }
      at += stretch.asLong();
      isSettled = !isSettled;
    }
    return isSettled && offset < at;
  }

  private void delete(String topic) {
    Uuid before = world.admin().id(topic);
    world.admin().delete(topic);
    await(topic + " is made again")
        .atMost(
            Patience.PATIENCE.multipliedBy(5)) // bridges that are killed as they start make none
        .ignoreException(IllegalStateException.class)
        .until(() -> !world.admin().id(topic).equals(before));
  }

  /** Has Kafka refuse what is written to a topic, for now or as too large for good. */
  void refuse(Random luck) {
    if (luck.nextInt(3) == 0) {
      String topic = any(TOO_SMALL, luck);
      LOG.infof("Makes records of %s too large", topic);
      world.admin().change(topic, "max.message.bytes", "100");
    } else {
      String topic = any(REFUSED, luck);
      LOG.infof("Has %s lack replicas", topic);
      world.admin().change(topic, "min.insync.replicas", "2");
    }
  }

  /** Ends what was refused with that luck. */
  void allow(Random luck) {
    if (luck.nextInt(3) == 0) {
      world.admin().change(any(TOO_SMALL, luck), "max.message.bytes", "100000000");
    } else {
      world.admin().change(any(REFUSED, luck), "min.insync.replicas", "1");
    }
  }

  private static String any(List<String> topics, Random luck) {
    return topics.get(luck.nextInt(topics.size()));
  }
}
