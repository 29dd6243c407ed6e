package io.mesosbridge.kafka;

import io.mesosbridge.kafka.CommandTopicWatch.Look;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Whether commands are read as far as they are there, and if not, why. The connector tries a poll
 * that fails again and tells nobody, so what is not read is polled here as well, to hear the
 * reason; what comes is left for the connector. Lives on the polling thread.
 */
final class CommandProgress {

  private static final Logger LOG = Logger.getLogger(CommandProgress.class);

  /** What a poll of its own may take; the connector's take as long. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final long STUCK_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LONG_STUCK_NANOS = Duration.ofSeconds(6).toNanos();
  private static final long HANGING_NANOS = Duration.ofSeconds(30).toNanos();

  private final LongSupplier nanos;
  private final Complaint unread;
  private final Complaint hanging;
  private final Complaint uncommitted;
  private volatile long unreadCommands;
  private long position = -1;
  private long stableEnd = -1;
  private long movedAt;
  private long stableAt;
  private long polledAt;
  private long committedAt;
  private boolean isPolling;

  CommandProgress(Troubles troubles, LongSupplier nanos) {
    this.nanos = nanos;
    this.unread = new Complaint(LOG, troubles);
    this.hanging = new Complaint(LOG, troubles);
    this.uncommitted = new Complaint(LOG, troubles);
    this.polledAt = nanos.getAsLong() - STUCK_NANOS;
    this.committedAt = nanos.getAsLong();
  }

  /** Whether what leaves a poll now is left for the connector. */
  boolean isPolling() {
    return isPolling;
  }

  /** How many commands were not read yet when the topic was looked at last; on any thread. */
  long unread() {
    return unreadCommands;
  }

  /** Nothing is read here, since this instance stands by; yet it has to be a member. */
  void standsBy(Consumer<?, ?> consumer) {
    unreadCommands = 0;
    position = -1;
    stableEnd = -1;
    hanging.over("This instance stands by, whatever waits for a transaction");
    committedAt = nanos.getAsLong();
    uncommitted.over("This instance stands by, and commits nothing");
    poll(consumer, "The group cannot be asked for commands");
  }

  /**
   * The topic was looked at.
   *
   * @param of the partition whose commands are read; null when none are
   * @param isReading whether there is room for what comes next
   */
  void looked(Consumer<?, ?> consumer, TopicPartition of, Look look, boolean isReading) {
    if (of == null) {
      return;
    }
    long now = nanos.getAsLong();
    long next = consumer.position(of, POLL);
    unreadCommands = Math.max(0, look.end() - next);
    if (next != position || !isReading) {
      position = next;
      movedAt = now;
    }
    if (look.stable() != stableEnd || look.stable() >= look.end()) {
      stableEnd = look.stable();
      stableAt = now;
      hanging.over("No transaction holds up " + of + " any more");
    } else if (now - stableAt >= HANGING_NANOS) {
      hanging.because(
          "Commands of %s wait: its last stable offset stands still at %d, below its end at %d,"
                  .formatted(of, stableEnd, look.end())
              + " since a transaction is open there; kafka-transactions.sh find-hanging shows it,"
              + " and abort ends it");
    }
    if (next >= look.stable() || !isReading) {
      unread.over("Commands of " + of + " are read again");
    } else if (now - movedAt >= STUCK_NANOS) {
      String what = "Commands of " + of + " from offset " + next + " on are not read";
      if (!poll(consumer, what) && now - movedAt >= LONG_STUCK_NANOS) {
        unread.because(what + ", and no poll tells why");
      }
    }
  }

  /**
   * What became of a commit; null when the group took it. A coordinator that moves to another
   * broker is silent for a moment, which is no trouble yet.
   */
  void committed(Exception failure) {
    long now = nanos.getAsLong();
    if (failure == null) {
      committedAt = now;
      uncommitted.over("The group takes commits again");
    } else if (!KafkaTrouble.isLossOfMembership(failure)
        && (!(failure instanceof RetriableException) || now - committedAt >= LONG_STUCK_NANOS)) {
      uncommitted.because(
          "The group took no commit, which is tried again: Kafka " + KafkaTrouble.inWords(failure));
    }
  }

  /**
   * Only while the connector polls as well, or nobody would see that it does not any more.
   *
   * @return whether the poll failed, or was none
   */
  private boolean poll(Consumer<?, ?> consumer, String what) {
    long now = nanos.getAsLong();
    if (secondsSincePoll(consumer) > (now - polledAt) / 1e9 - 1) {
      return true;
    }
    Map<TopicPartition, Long> before =
        reading(consumer).stream()
            .collect(Collectors.toMap(of -> of, of -> consumer.position(of, POLL)));
    isPolling = true;
    try {
      consumer.poll(POLL);
      if (before.isEmpty()) {
        unread.over("The group can be asked for commands again");
      }
    } catch (RuntimeException failure) {
      return failed(what, failure);
    } catch (Error failure) {
      if (!KafkaTrouble.isOfCodec(failure)) {
        throw failure;
      }
      return failed(what, failure);
    } finally {
      isPolling = false;
      polledAt = nanos.getAsLong();
      before.keySet().retainAll(reading(consumer));
      before.forEach(consumer::seek);
    }
    return false;
  }

  private boolean failed(String what, Throwable failure) {
    unread.because(what + ": Kafka " + KafkaTrouble.inWords(failure));
    return true;
  }

  private static Set<TopicPartition> reading(Consumer<?, ?> consumer) {
    return consumer.assignment().stream()
        .filter(of -> !consumer.paused().contains(of))
        .collect(Collectors.toSet());
  }

  /** Whole seconds since somebody polled it; below zero when nobody did, or it was not made yet. */
  static double secondsSincePoll(Consumer<?, ?> consumer) {
    return Optional.<Consumer<?, ?>>ofNullable(consumer).stream()
        .flatMap(made -> made.metrics().values().stream())
        .filter(metric -> metric.metricName().name().equals("last-poll-seconds-ago"))
        .map(Metric::metricValue)
        .mapToDouble(seconds -> ((Number) seconds).doubleValue())
        .max()
        .orElse(-1);
  }
}
