package io.mesosbridge.kafka;

import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** Makes a producer, which takes a while, and others in its place. */
public interface Producers extends Supplier<Producer<byte[], byte[]>> {

  /** Kafka takes each record, but not as many at once: the next one has smaller batches. */
  default void shrinkBatches() {
    // where there are no batches that could be smaller
  }
}
