package io.mesosbridge.mesos.recordio;

/** The stream cannot be read any further, because it no longer tells where records begin. */
public final class BrokenStreamException extends Exception {

  /** What broke the stream. */
  public enum Problem {
    /** A record's header is no decimal length. */
    GARBAGE,
    /** A record's header announces more than is accepted. */
    TOO_LARGE
  }

  private final Problem problem;

  BrokenStreamException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What broke the stream. */
  public Problem problem() {
    return problem;
  }
}
