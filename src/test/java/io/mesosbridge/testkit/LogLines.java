package io.mesosbridge.testkit;

import io.mesosbridge.core.language.LogField;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class logs while this is open, as {@code LEVEL message}. */
public final class LogLines extends ExtHandler implements AutoCloseable {

  private final PatternFormatter form = new PatternFormatter("%p %s");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> fields = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /** Listens to the logger of that class. */
  public LogLines(Class<?> type) {
    this(type.getName());
  }

  /** Listens to the logger of that name. */
  public LogLines(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
  }

  /** The lines so far. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  /** The fields of each line so far, as {@code command=c-1 task=web}. */
  public List<String> fields() {
    return List.copyOf(fields);
  }

  @Override
  protected void doPublish(ExtLogRecord line) {
    lines.add(form.format(line));
    Object[] parameters = line.getParameters();
    fields.add(
        Stream.of(parameters == null ? new Object[0] : parameters)
            .filter(parameter -> parameter instanceof LogField field && field.id() != null)
            .map(parameter -> ((LogField) parameter).name() + "=" + parameter)
            .collect(Collectors.joining(" ")));
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
