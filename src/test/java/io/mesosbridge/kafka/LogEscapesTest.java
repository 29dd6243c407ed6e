package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.kafka.KafkaTrouble.ClientChatter;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.io.Reader;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aLoginThatFailsIsOneLineOfKafkasClientsWithoutTheStack() {
    // Given
    String retry = "org.apache.kafka.common.security.oauthbearer.internals.secured.Retry";
    ExtLogRecord line = line(retry, "it");
    line.setThrown(new IllegalStateException("failed", new ConnectException("Connection refused")));
    ExtLogRecord fatal = line(retry, "it");
    fatal.setThrown(new IllegalStateException("failed", new OutOfMemoryError()));

    // When
    new ClientChatter().isLoggable(line);
    new ClientChatter().isLoggable(fatal);

    // Then
    assertThat(said(line)).isEqualTo("Dropped it: java.net.ConnectException: Connection refused");
    assertThat(line.getThrown()).isNull();
    assertThat(fatal.getThrown()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.zookeeper.client.StaticHostProvider",
        "org.apache.curator.ConnectionState"
      })
  void zooKeeperThatIsAwayIsOneLineWithoutTheStackAndAgainByTime(String logger) {
    // Given
    ClientChatter chatter = new ClientChatter();
    ExtLogRecord line = line(logger, "it");
    line.setThrown(new UnknownHostException("no-such-host.invalid"));
    ExtLogRecord again = line(logger, "it");
    again.setThrown(new UnknownHostException("no-such-host.invalid"));

    // When
    boolean isTold = chatter.isLoggable(line);
    boolean isToldAgain = chatter.isLoggable(again);

    // Then
    assertThat(isTold).isTrue();
    assertThat(isToldAgain).isFalse();
    assertThat(said(line))
        .isEqualTo("Dropped it: java.net.UnknownHostException: no-such-host.invalid");
    assertThat(line.getThrown()).isNull();
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
  void anErrorForgesNoLineUnlessTheProcessIsToEndByIt() {
    // Given
    ExtLogRecord line = line("io.mesosbridge.app.Loop", "one");
    line.setThrown(new IllegalStateException("a", new AssertionError("b\nERROR c")));
    ExtLogRecord fatal = line("io.mesosbridge.app.Loop", "one");
    Throwable end = new IllegalStateException("a\nb", new OutOfMemoryError("Java heap space"));
    fatal.setThrown(end);

    // When
    new ClientChatter().isLoggable(line);
    new ClientChatter().isLoggable(fatal);

    // Then
    assertThat(line.getThrown().getCause()).hasToString("java.lang.AssertionError: b\\nERROR c");
    assertThat(fatal.getThrown()).isSameAs(end);
  }

  @Test
  void everyHandlerOfTheLogIsGuarded() throws Exception {
    // When
    Properties defaults = new Properties();
    try (Reader file =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      defaults.load(file);
    }

    // Then
    assertThat(List.of("console", "file", "syslog", "socket"))
        .allSatisfy(
            handler ->
                assertThat(defaults)
                    .containsEntry("quarkus.log.%s.filter".formatted(handler), "client-chatter"));
  }

  @Test
  void jsonLogsCarryFrameworkTaskAndCommandIdAsFields() throws Exception {
    // Given
    ExtLogRecord line = line("io.mesosbridge.core.Term", LogField.task("web\n1"));
    line.setParameters(
        new Object[] {line.getParameters()[0], LogField.command("c".repeat(5_000)), "other"});
    LogEscapes.framework("framework-1");

    // When
    new ClientChatter().isLoggable(line);
    new ClientChatter().isLoggable(line); // of another handler
    LogEscapes.framework(null);

    // Then
    JsonNode json = new ObjectMapper().readTree(new JsonFormatter().format(line));
    assertThat(json.at("/message").textValue()).isEqualTo("Dropped web\\n1");
    assertThat(json.at("/mdc/framework").textValue()).isEqualTo("framework-1");
    assertThat(json.at("/mdc/task").textValue()).isEqualTo("web\\n1");
    assertThat(json.at("/mdc/command").textValue()).isEqualTo("c".repeat(1_024));
    assertThat(json.at("/mdc")).hasSize(3);
  }

  @Test
  void aLineThatIsAboutNoTaskOrCommandHasNoSuchField() throws Exception {
    // Given
    ExtLogRecord line = line("io.mesosbridge.app.Loop", LogField.command(null));

    // When
    new ClientChatter().isLoggable(line);

    // Then
    JsonNode json = new ObjectMapper().readTree(new JsonFormatter().format(line));
    assertThat(json.at("/mdc").has("command")).isFalse();
    assertThat(json.at("/mdc").has("task")).isFalse();
    assertThat(json.at("/message").textValue()).isEqualTo("Dropped null");
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
