package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;

import io.mesosbridge.core.language.LogField;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Keeps what others wrote, such as ids, headers and the master's texts, from forging lines of the
 * log: control characters are escaped in what a line says and in what its exceptions say. Gives
 * lines the fields that JSON has of them. Vert.x' MDC would lose these on a context that is shared.
 */
public final class LogEscapes {

  private static final ExtFormatter FORM = new PatternFormatter("%s");
  private static final int LONGEST_FIELD = 1 << 10;

  /** Who tells of what fails at every attempt, such as a login or a server that is away. */
  private static final List<String> STACKLESS =
      List.of("org.apache.kafka.common.security.", "org.apache.zookeeper.", "org.apache.curator.");

  private static volatile String framework;

  private LogEscapes() {}

  /** Every line is about that framework from now on, unless it names another; null for none. */
  public static void framework(String id) {
    framework = id;
  }

  private static void addFields(ExtLogRecord line) {
    add(LogField.framework(framework), line);
    if (line.getParameters() != null) {
      for (Object parameter : line.getParameters()) {
        if (parameter instanceof LogField field) {
          add(field, line);
        }
      }
    }
  }

  private static void add(LogField field, ExtLogRecord line) {
    String id = field.id();
    if (id != null) {
      boolean isLong = id.length() > LONGEST_FIELD;
      line.putMdc(field.name(), escaped(isLong ? id.substring(0, LONGEST_FIELD) : id));
    }
  }

  /** Escapes what the line says, unless whoever writes it means the lines it consists of. */
  static void escape(LogRecord line) {
    synchronized (line) { // each handler may have a thread of its own
      escapeAlone(line);
    }
  }

  private static void escapeAlone(LogRecord line) {
    if (line instanceof ExtLogRecord ext) {
      addFields(ext);
    }
    String logger = String.valueOf(line.getLoggerName());
    if (logger.startsWith("io.quarkus.")
        || (logger.startsWith("org.apache.kafka.") && logger.endsWith("Config"))) {
      return;
    }
    if (line instanceof ExtLogRecord ext) {
      if (ext.getThrown() != null && STACKLESS.stream().anyMatch(logger::startsWith)) {
        shorten(ext);
      }
      String said = FORM.formatMessage(ext);
      if (said != null && hasControls(said)) {
        ext.setMessage(escaped(said), ExtLogRecord.FormatStyle.NO_FORMAT);
        ext.setParameters(null);
      }
    } else if (line.getMessage() != null) {
      line.setMessage(escaped(line.getMessage()));
    }
    Throwable thrown = line.getThrown();
    if (thrown != null
        && !endsTheProcess(thrown)
        && causes(thrown).anyMatch(cause -> hasControls(cause.toString()))) {
      line.setThrown(new Told(thrown));
    }
  }

  /** What fails at every attempt is a line each, without the stack. */
  private static void shorten(ExtLogRecord line) {
    Throwable thrown = line.getThrown();
    if (!endsTheProcess(thrown)) {
      String said = FORM.formatMessage(line) + ": " + KafkaTrouble.root(thrown);
      line.setMessage(said, ExtLogRecord.FormatStyle.NO_FORMAT);
      line.setParameters(null);
      line.setThrown(null);
    }
  }

  /** Whoever looks for such in the log, to end the process, has to find it. */
  private static boolean endsTheProcess(Throwable thrown) {
    return causes(thrown)
        .anyMatch(
            cause ->
                cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(100);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static String escaped(String text) {
    return text.chars().mapToObj(LogEscapes::escaped).collect(joining());
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          Character.isISOControl(character)
              ? "\\u%04x".formatted(character)
              : String.valueOf((char) character);
    };
  }

  /** What was thrown, as the log may show it. */
  @SuppressWarnings("OverrideThrowableToString") // the message names the class already
  private static final class Told extends Exception {

    private static final long serialVersionUID = 1L;

    private Told(Throwable thrown) {
      super(
          escaped(thrown.toString()),
          thrown.getCause() == null ? null : new Told(thrown.getCause()),
          false,
          true);
      setStackTrace(thrown.getStackTrace());
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}
