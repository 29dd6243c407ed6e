package io.mesosbridge.sandbox.kafka;

import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * Keeps hundreds of lines about each broker's start out of test logs and the sandbox's terminal.
 */
final class QuietLogs {

  /** Held, because a logger that nobody holds forgets its level. */
  private static final List<Logger> LOGGERS =
      List.of(logger("kafka"), logger("org.apache.kafka"), logger("state.change.logger"));

  private QuietLogs() {}

  static void ofKafka() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  private static Logger logger(String name) {
    return LogContext.getLogContext().getLogger(name);
  }
}
