package io.mesosbridge.kafka;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What of one producer's records is counted. */
public final class WriterMetrics {

  private final Counter refused;
  private final Timer confirmed;

  /** Of the producer of that name; made once more, it goes on where the former one was. */
  public WriterMetrics(String producer, MeterRegistry meters) {
    refused =
        Counter.builder("bridge.publish.failures")
            .description("Records that Kafka refused, each time, or that were given up")
            .tag("producer", producer)
            .register(meters);
    confirmed =
        Timer.builder("bridge.publish.confirmations")
            .description("From a record's being written until Kafka has it")
            .tag("producer", producer)
            .register(meters);
  }

  void refused() {
    refused.increment();
  }

  void confirmed(long afterNanos) {
    confirmed.record(afterNanos, NANOSECONDS);
  }
}
