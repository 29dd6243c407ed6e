package io.mesosbridge.kafka;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Tells of a table whose keys do not stand in the partitions where Kafka's partitioner puts them,
 * once: since partitions were added, or since somebody else wrote it, a key has records in two of
 * them, which have no order and are not compacted together. Belongs to one thread.
 */
final class KeyPlaces {

  private static final Logger LOG = Logger.getLogger(KeyPlaces.class);

  private final String unkeyed;
  private final Set<String> told = new HashSet<>();
  private Map<String, Long> partitions = Map.of();

  /**
   * Looks at all topics but one.
   *
   * @param unkeyed the one whose records all go to one partition, whatever their key
   */
  KeyPlaces(String unkeyed) {
    this.unkeyed = unkeyed;
  }

  /** The topics have these partitions. */
  void among(Collection<TopicPartition> all) {
    partitions = all.stream().collect(groupingBy(TopicPartition::topic, counting()));
  }

  /** A record was read. */
  void look(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    int number = partitions.getOrDefault(topic, 1L).intValue();
    if (number > 1 && !topic.equals(unkeyed) && !told.contains(topic)) {
      int right = BuiltInPartitioner.partitionForKey(record.key(), number);
      if (record.partition() != right) {
        told.add(topic);
        LOG.warnf(
            "Keys of %s are spread over its partitions: %s stands in partition %d, and of %d that"
                + " of its key is %d, so that its records have no order: partitions are not to be"
                + " added, nor others to write there; the tables of offers and tasks are written"
                + " out anew when their topic is deleted while a bridge leads",
            topic,
            new String(record.key(), StandardCharsets.UTF_8),
            record.partition(),
            number,
            right);
      }
    }
  }
}
