package io.mesosbridge.kafka;

import org.jboss.logging.Logger;

/**
 * Tells of a trouble that is met again at every attempt: once, again when its reason is another,
 * and when it is over. Safe for use by several threads.
 */
public final class Complaint {

  private final Logger log;
  private String told;

  /** Tells it in this log. */
  public Complaint(Logger log) {
    this.log = log;
  }

  /** The trouble is there, for this reason. */
  public synchronized void because(String reason) {
    String now = withoutNumbers(reason);
    if (!now.equals(told)) {
      told = now;
      log.warn(reason);
    }
  }

  /** The trouble is over, in these words. */
  public synchronized void over(String relief) {
    if (told != null) {
      told = null;
      log.info(relief);
    }
  }

  /** Times, counters and ports make no other reason. */
  static String withoutNumbers(String text) {
    return text.replaceAll("\\d+", "#");
  }
}
