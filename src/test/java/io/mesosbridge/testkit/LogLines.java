package io.mesosbridge.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class logs while this is open, as {@code LEVEL message}. */
public final class LogLines extends Handler implements AutoCloseable {

  private final PatternFormatter form = new PatternFormatter("%p %s");
  private final List<String> lines = new CopyOnWriteArrayList<>();
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

  @Override
  public void publish(LogRecord line) {
    lines.add(form.format(line));
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
