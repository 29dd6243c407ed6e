package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.KafkaTrouble.ClientChatter;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Which lines of Kafka's clients reach the console. */
class ClientChatterTest {

  private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
  private static final String CONNECTOR = "io.smallrye.reactive.messaging.kafka";

  private long now = 1;
  private final ClientChatter chatter = new ClientChatter(() -> now);

  private boolean isHeard(String logger, String text, Throwable thrown) {
    LogRecord line = new LogRecord(Level.WARNING, text);
    line.setLoggerName(logger);
    line.setThrown(thrown);
    return chatter.isLoggable(line);
  }

  @Test
  void aLineThatDiffersInNumbersOnlyIsHeardOnce() {
    // Given
    isHeard(CLIENT, "Node 1 is away, correlation id 7", null);

    // When
    boolean again = isHeard(CLIENT, "Node 1 is away, correlation id 8", null);

    // Then
    assertThat(again).isFalse();
  }

  @Test
  void whatIsHeardIsHeardByEachHandlerOfTheLog() {
    // Given
    LogRecord line = new LogRecord(Level.WARNING, "Node 1 is away");
    line.setLoggerName(CLIENT);
    chatter.isLoggable(line);

    // When
    boolean inTheFileToo = chatter.isLoggable(line);

    // Then
    assertThat(inTheFileToo).isTrue();
  }

  @Test
  void anotherReasonIsHeard() {
    // Given
    isHeard(CONNECTOR, "Polling failed", new IllegalStateException("no password"));

    // When
    boolean other = isHeard(CONNECTOR, "Polling failed", new IllegalStateException("no TLS"));

    // Then
    assertThat(other).isTrue();
  }

  @Test
  void theSameIsHeardAgainAfterFiveMinutes() {
    // Given
    isHeard(CLIENT, "Node 1 is away", null);
    now += TimeUnit.MINUTES.toNanos(5);

    // When
    boolean later = isHeard(CLIENT, "Node 1 is away", null);

    // Then
    assertThat(later).isTrue();
  }

  @Test
  void everybodyElseMayRepeatHimself() {
    // Given
    isHeard("io.mesosbridge.state.StateReader", "The same", null);

    // When
    boolean again = isHeard("io.mesosbridge.state.StateReader", "The same", null);

    // Then
    assertThat(again).isTrue();
  }
}
