package io.mesosbridge.events;

import io.mesosbridge.kafka.Publisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Decides what is dropped while Kafka is slow or away, so that memory stays bounded and the stream
 * is still read: first what nobody misses, last what Mesos sends again only when asked.
 */
public final class Shedding {

  private static final Logger LOG = Logger.getLogger(Shedding.class);

  /** An offer that waits longer than this for Kafka would be stale before anybody saw it. */
  private static final Duration KAFKA_IS_AWAY = Duration.ofSeconds(10);

  private final Publisher publisher;
  private final Notices notices;
  private final long max;
  private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> shed = new EnumMap<>(Kind.class);

  /** What can be dropped, in the order in which it is. */
  public enum Kind {
    HEARTBEATS(0),
    OFFERS(16),
    UPDATES_WITH_UUID(8),
    UPDATES_WITHOUT_UUID(8);

    private final int shareAbove;

    /** Dropped when more than the limit and this share of it await Kafka; 0 stands for none. */
    Kind(int shareAbove) {
      this.shareAbove = shareAbove;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private long threshold(long max) {
      return shareAbove == 0 ? max : max + max / shareAbove;
    }

    private boolean staleOnceKafkaIsAway() {
      return this == HEARTBEATS || this == OFFERS;
    }
  }

  /** Nothing is dropped until more than so many bytes await Kafka. */
  public Shedding(Publisher publisher, Notices notices, long max, MeterRegistry meters) {
    this.publisher = publisher;
    this.notices = notices;
    this.max = max;
    for (Kind kind : Kind.values()) {
      counters.put(kind, meters.counter("bridge.shed", "what", kind.label()));
    }
  }

  /** Whether one of these has to be dropped now; if so, it is counted. */
  public boolean sheds(Kind kind) {
    boolean tooMuch = publisher.inFlightBytes() > kind.threshold(max);
    if (!tooMuch && !(kind.staleOnceKafkaIsAway() && kafkaIsAway())) {
      return false;
    }
    if (shed.isEmpty()) {
      LOG.warnf(
          "Kafka is slow or away, %d bytes await it: dropping what Mesos will send again",
          publisher.inFlightBytes());
      notices.sheddingStarted(kind.label(), publisher.inFlightBytes());
    }
    shed.merge(kind, 1L, Long::sum);
    counters.get(kind).increment();
    return true;
  }

  /**
   * To be called from time to time: tells what was dropped once Kafka has caught up.
   *
   * @return how many of each kind were dropped; empty while dropping goes on or none was dropped
   */
  public Map<Kind, Long> stopIfKafkaIsBack() {
    if (shed.isEmpty() || publisher.inFlightBytes() > max / 2 || kafkaIsAway()) {
      return Map.of();
    }
    Map<Kind, Long> dropped = new EnumMap<>(shed);
    shed.clear();
    Map<String, Long> labelled = new LinkedHashMap<>();
    dropped.forEach((kind, count) -> labelled.put(kind.label(), count));
    LOG.infof("Kafka is back; dropped meanwhile: %s", labelled);
    notices.sheddingStopped(labelled);
    return dropped;
  }

  /** Whether something was dropped that has not been repaired yet. */
  public boolean isShedding() {
    return !shed.isEmpty();
  }

  private boolean kafkaIsAway() {
    return publisher.oldestWait().compareTo(KAFKA_IS_AWAY) > 0;
  }
}
