package io.mesosbridge.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics that a reader follows, and which ones these are: a topic that was deleted and made
 * anew has the same name, and once it is as long again, nothing else tells it from the former one.
 */
final class FollowedTopics {

  private final KafkaClients clients;
  private final String name;
  private final Set<String> names;
  private final Map<String, Uuid> ids = new HashMap<>();

  /**
   * Those topics.
   *
   * @param name of the client that asks for them
   */
  FollowedTopics(KafkaClients clients, String name, Set<String> names) {
    this.clients = clients;
    this.name = name;
    this.names = names;
  }

  /** Their names. */
  Set<String> names() {
    return names;
  }

  /** All partitions of all of them. */
  List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : names) {
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(partition.topic(), partition.partition()));
      }
      if (partitions.stream().noneMatch(partition -> partition.topic().equals(topic))) {
        throw new UnknownTopicOrPartitionException("there is no topic " + topic);
      }
    }
    return partitions;
  }

  /**
   * Those that are others than when this was asked before, which are to be read from their
   * beginning; none at first.
   */
  Set<String> madeAnew() {
    Map<String, Uuid> now = clients.topicIds(name, names);
    Set<String> others = new HashSet<>(ids.keySet());
    others.removeIf(topic -> now.get(topic).equals(ids.get(topic)));
    ids.putAll(now);
    return others;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
