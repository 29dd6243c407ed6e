package io.mesosbridge.kafka;

import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * A producer, and another one in its place when a login or a certificate was refused before it had
 * sent anything. Kafka's producer asks once for the id that it writes with; where that is refused
 * it never asks again, and what it is given from then on is neither written nor answered for.
 */
final class RenewedProducer {

  private static final Logger LOG = Logger.getLogger(RenewedProducer.class);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String name;
  private final Complaint complaint = new Complaint(LOG);
  private volatile Producer<byte[], byte[]> current;
  private boolean closed;

  /** Makes the first one, which takes a while; the name is for the log. */
  RenewedProducer(Supplier<Producer<byte[], byte[]>> producers, String name) {
    this.producers = producers;
    this.name = name;
    this.current = producers.get();
  }

  /** The one to give records to. */
  Producer<byte[], byte[]> current() {
    return current;
  }

  /** Whether it has sent nothing yet: one that did has its id, and keeps it. */
  boolean mayBeLost() {
    return total("record-send-total") == 0;
  }

  /**
   * Has another one made if this one never writes; where that fails it stays, to be looked at
   * again. Blocks until this one is closed, for as long as it waits for a broker that is silent, so
   * that nothing of it comes after what the other is given; each of its records is answered for by
   * then.
   */
  synchronized void renewIfLost() {
    if (closed || !mayBeLost() || total("failed-authentication-total") <= 0) {
      return;
    }
    Producer<byte[], byte[]> lost = current;
    try {
      current = producers.get();
    } catch (KafkaException notYet) {
      complaint.because(
          "Producer %s cannot be made anew: Kafka %s"
              .formatted(name, KafkaTrouble.inWords(notYet)));
      return;
    }
    complaint.because(
        "Producer %s is made anew: a login or a certificate was refused before it sent anything"
            .formatted(name));
    lost.close(Duration.ZERO);
  }

  /** Below zero when it does not count that. */
  private double total(String counter) {
    return current.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(counter))
        .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
        .max()
        .orElse(-1);
  }

  /** Closes it for good; what is not confirmed within that time is dropped. */
  synchronized void close(Duration patience) {
    closed = true;
    current.close(patience);
  }
}
