package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Who of the group gets the topic of commands. */
class CommandAssignorTest {

  private static final String TOPIC = "mesos.commands";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  private final Map<String, Subscription> members = new TreeMap<>();

  private CommandAssignorTest owns(String member, TopicPartition... partitions) {
    members.put(
        member, new Subscription(List.of(TOPIC), null, List.of(partitions), 7, Optional.empty()));
    return this;
  }

  private List<TopicPartition> assigned(int partitions) {
    List<PartitionInfo> there =
        IntStream.range(0, partitions)
            .mapToObj(each -> new PartitionInfo(TOPIC, each, null, new Node[0], new Node[0]))
            .toList();
    Cluster cluster = new Cluster("cluster", List.of(), there, Set.of(), Set.of());
    List<TopicPartition> all = new ArrayList<>();
    new CommandAssignor()
        .assign(cluster, new GroupSubscription(members))
        .groupAssignment()
        .values()
        .forEach(its -> all.addAll(its.partitions()));
    return all;
  }

  @Test
  void whoOwnsAPartitionThatIsNotThereAnyMoreKeepsNobodyFromTheOneThatIs() {
    // Given
    owns("a", SECOND).owns("b", FIRST);

    // When
    List<TopicPartition> assigned = assigned(1);

    // Then
    assertThat(assigned).containsExactly(FIRST);
  }

  @Test
  void thePartitionStaysWithItsOwnerWhenOthersJoin() {
    // Given
    owns("a").owns("b", FIRST).owns("c");

    // When
    List<TopicPartition> assigned = assigned(1);

    // Then a partition that moves is nobody's until its owner has given it up
    assertThat(assigned).containsExactly(FIRST);
  }

  @Test
  void membersOfAnotherVersionUnderstandIt() {
    // When / Then
    assertThat(new CommandAssignor().name()).isEqualTo("cooperative-sticky");
  }
}
