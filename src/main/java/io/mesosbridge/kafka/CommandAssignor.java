package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's cooperative assignor, but it leaves members nothing that is not there any more. Whoever
 * owned the second partition of a topic that was made anew with one claims it at the next
 * assignment still; Kafka's takes such a member for served, may then find nobody for the partition
 * that is there, and fails for ever.
 */
@RegisterForReflection // Kafka makes it by its name
public final class CommandAssignor extends CooperativeStickyAssignor {

  @Override
  public Map<String, List<TopicPartition>> assignPartitions(
      Map<String, List<PartitionInfo>> partitionsOfTopics,
      Map<String, Subscription> subscriptions) {
    Set<TopicPartition> there =
        partitionsOfTopics.values().stream()
            .flatMap(List::stream)
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .collect(toSet());
    return super.assignPartitions(
        partitionsOfTopics,
        subscriptions.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, member -> claiming(there, member.getValue()))));
  }

  private static Subscription claiming(Set<TopicPartition> there, Subscription member) {
    Subscription claiming =
        new Subscription(
            member.topics(),
            member.userData(),
            member.ownedPartitions().stream().filter(there::contains).toList(),
            member.generationId().orElse(DEFAULT_GENERATION),
            member.rackId());
    claiming.setGroupInstanceId(member.groupInstanceId());
    return claiming;
  }
}
