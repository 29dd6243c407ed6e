package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Topics and partitions that replies cannot go to. They are left alone for a while, since each
 * attempt makes all other replies wait for seconds; what one record or a Kafka that is away fails
 * with says nothing about its topic.
 */
final class LostTargets {

  private static final int MOST = 1_000;
  private static final long LEFT_ALONE_NANOS = 60_000_000_000L;

  private final Map<Target, Long> since = new Recent<>(MOST);

  /** The partition is null where Kafka is to choose. */
  private record Target(String topic, Integer partition) {
    private static Target of(ProducerRecord<?, ?> reply) {
      return new Target(reply.topic(), reply.partition());
    }
  }

  /** Whether this reply need not be tried now. */
  boolean has(ProducerRecord<?, ?> reply) {
    Long failed = since.get(Target.of(reply));
    return failed != null && System.nanoTime() - failed < LEFT_ALONE_NANOS;
  }

  void found(ProducerRecord<?, ?> reply) {
    since.remove(Target.of(reply));
  }

  void failed(ProducerRecord<?, ?> reply, Exception failure) {
    if (failure instanceof InvalidTopicException
        || failure instanceof AuthorizationException
        || isNotThere(failure)) {
      since.put(Target.of(reply), System.nanoTime());
    }
  }

  /** A producer tells of a partition that is not there in words only. */
  private static boolean isNotThere(Exception failure) {
    return failure instanceof TimeoutException
        && (failure.getCause() instanceof UnknownTopicOrPartitionException
            || String.valueOf(failure.getMessage()).startsWith("Partition "));
  }
}
