package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Lets Kafka's clients and the connector say a thing once, and again after five minutes: each of
 * them complains at every attempt, which is several lines a second while Kafka is away. Quarkus
 * puts it before the console, see {@code quarkus.log.console.filter}.
 */
@LoggingFilter(name = "client-chatter")
public final class ClientChatter implements Filter {

  private static final long SILENCE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MOST_REMEMBERED = 500;
  private static final String CLIENTS = "org.apache.kafka.";
  private static final String CONNECTOR = "io.smallrye.reactive.messaging.kafka";

  private final LongSupplier nanos;
  private final Map<String, Long> said = new Recent<>(MOST_REMEMBERED);

  /** With the clock of the process; called by Quarkus. */
  public ClientChatter() {
    this(System::nanoTime);
  }

  ClientChatter(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    String logger = String.valueOf(line.getLoggerName());
    return !(logger.startsWith(CLIENTS) || logger.startsWith(CONNECTOR)) || isNew(textOf(line));
  }

  private synchronized boolean isNew(String text) {
    long now = nanos.getAsLong();
    Long before = said.get(text);
    if (before != null && now - before < SILENCE_NANOS) {
      return false;
    }
    said.remove(text);
    said.put(text, now);
    return true;
  }

  /** Correlation ids, offsets and ports make no other line. */
  private static String textOf(LogRecord line) {
    return Complaint.withoutNumbers(line.getMessage() + " " + line.getThrown());
  }
}
