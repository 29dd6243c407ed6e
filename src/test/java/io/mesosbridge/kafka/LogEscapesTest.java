package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.KafkaTrouble.ClientChatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Whether what others wrote can forge lines of the log. */
class LogEscapesTest {

  private static ExtLogRecord line(String logger, Object parameter) {
    ExtLogRecord line =
        new ExtLogRecord(
            Level.WARN,
            "Dropped %s",
            ExtLogRecord.FormatStyle.PRINTF,
            LogEscapesTest.class.getName());
    line.setLoggerName(logger);
    line.setParameters(new Object[] {parameter});
    return line;
  }

  private static String said(ExtLogRecord line) {
    return new PatternFormatter("%s").format(line);
  }

  @Test
  void controlCharactersAreEscapedInALogLine() {
    // Given
    ExtLogRecord line =
        line("io.mesosbridge.kafka.Replies", "a\nINFO all is well\r\t\u001b[2J\u0085%s");

    // When
    boolean isTold = new ClientChatter().isLoggable(line);

    // Then
    assertThat(isTold).isTrue();
    assertThat(said(line)).isEqualTo("Dropped a\\nINFO all is well\\r\\t\\u001b[2J\\u0085%s");
  }

  @Test
  void controlCharactersAreEscapedInAnExceptionToo() {
    // Given
    ExtLogRecord line = line("io.mesosbridge.app.Loop", "one");
    line.setThrown(new IllegalStateException("a", new IllegalArgumentException("b\nERROR c")));

    // When
    new ClientChatter().isLoggable(line);

    // Then
    assertThat(line.getThrown()).hasToString("java.lang.IllegalStateException: a");
    assertThat(line.getThrown().getCause())
        .hasToString("java.lang.IllegalArgumentException: b\\nERROR c");
    assertThat(line.getThrown().getStackTrace()).isNotEmpty();
  }

  @Test
  void aLineWithoutThemStaysAsItIs() {
    // Given
    ExtLogRecord line = line("io.mesosbridge.app.Loop", "web-é");
    Throwable thrown = new IllegalStateException("plain");
    line.setThrown(thrown);

    // When
    new ClientChatter().isLoggable(line);

    // Then
    assertThat(said(line)).isEqualTo("Dropped web-é");
    assertThat(line.getThrown()).isSameAs(thrown);
  }

  @Test
  void quarkusMayWriteSeveralLines() {
    // Given
    ExtLogRecord line = line("io.quarkus.runtime.Application", "a\nb");

    // When
    new ClientChatter().isLoggable(line);

    // Then
    assertThat(said(line)).isEqualTo("Dropped a\nb");
  }

  @Test
  void whoLooksForErrorsInTheLogFindsThem() {
    // Given
    ExtLogRecord line = line("io.mesosbridge.app.Loop", "one");
    Throwable fatal = new IllegalStateException("a\nb", new OutOfMemoryError("heap"));
    line.setThrown(fatal);

    // When
    new ClientChatter().isLoggable(line);

    // Then
    assertThat(line.getThrown()).isSameAs(fatal);
  }
}
