package io.mesosbridge.kafka;

import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * A producer, and another one in its place when it neither writes nor answers for what it is given:
 * when a login or a certificate was refused before it had sent anything, since Kafka's producer
 * asks once for the id that it writes with, and never again where that is refused; when a broker
 * failed to give it an id, or another error was fatal to it; and when it splits a batch that is too
 * large into the same one again and again.
 */
final class RenewedProducer {

  private static final Logger LOG = Logger.getLogger(RenewedProducer.class);

  /** Hardly ever is a batch split for another reason: how well it is compressed is learnt soon. */
  private static final int MANY_SPLITS = 5;

  private static final int LOOKS_IN_A_ROW = 2;

  private final Producers producers;
  private final String name;
  private final Complaint complaint = new Complaint(LOG);
  private volatile Producer<byte[], byte[]> current;
  private volatile String broken;
  private boolean closed;
  private double splits;
  private int looksAtSplits;

  /** Makes the first one, which takes a while; the name is for the log. */
  RenewedProducer(Producers producers, String name) {
    this.producers = producers;
    this.name = name;
    this.current = producers.get();
  }

  /** The one to give records to. */
  Producer<byte[], byte[]> current() {
    return current;
  }

  /** Gives it a record: what may pass it calls back with, what it throws it throws for ever. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns all that it would tell
  void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    Producer<byte[], byte[]> its = current;
    try {
      its.send(record, callback);
    } catch (KafkaException | IllegalStateException refused) {
      // another one would not have the codec either, and one that was replaced is closed
      if (!KafkaTrouble.isOfCodec(refused) && its == current) {
        broken = KafkaTrouble.inWords(refused);
      }
      throw refused;
    }
  }

  /** Whether it tells what it does, so that {@link #look} may find something. */
  boolean tells() {
    return total("record-send-total") >= 0;
  }

  /** Has another one made if this one never writes. */
  synchronized void renewIfLost() {
    // one that has sent something has its id, and keeps it
    if (!closed && total("record-send-total") == 0 && total("failed-authentication-total") > 0) {
      renew("a login or a certificate was refused before it sent anything");
    } else if (!closed && broken != null) {
      renew("it takes nothing any more, as of an error that is fatal to it: Kafka " + broken);
    }
  }

  /** Has another one made if this one never writes what it has; to be called about each second. */
  synchronized void look() {
    renewIfLost();
    double now = total("batch-split-total");
    looksAtSplits = now - splits >= MANY_SPLITS ? looksAtSplits + 1 : 0;
    splits = now;
    if (!closed && looksAtSplits >= LOOKS_IN_A_ROW) {
      producers.shrinkBatches();
      renew(
          "it gets smaller batches, since a topic refuses those of several records. To have larger"
              + " ones, raise max.message.bytes of that topic and restart the bridge");
    }
  }

  /**
   * Where that fails it stays, to be looked at again. Blocks until this one is closed, for as long
   * as it waits for a broker that is silent, so that nothing of it comes after what the other is
   * given; each of its records is answered for by then.
   */
  private void renew(String why) {
    Producer<byte[], byte[]> lost = current;
    try {
      current = producers.get();
    } catch (KafkaException notYet) {
      complaint.because(
          "Producer %s cannot be made anew: Kafka %s"
              .formatted(name, KafkaTrouble.inWords(notYet)));
      return;
    }
    complaint.because("Producer %s is made anew: %s".formatted(name, why));
    broken = null;
    splits = 0;
    looksAtSplits = 0;
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
