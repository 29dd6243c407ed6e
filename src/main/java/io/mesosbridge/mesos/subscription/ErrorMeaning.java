package io.mesosbridge.mesos.subscription;

/** What an ERROR of the stream asks for. Source: {@code Master::subscribe} of Mesos. */
enum ErrorMeaning {
  /** Leave the framework to the instance that has it now. */
  FAILED_OVER,
  /** The framework is gone for good. */
  REMOVED,
  /** The framework must be described otherwise, or have other rights. */
  REFUSED,
  /** Try again. */
  TEMPORARY;

  /** The meaning of an ERROR that came before or after SUBSCRIBED. */
  static ErrorMeaning of(String message, boolean subscribed) {
    return switch (message) {
      case "Framework failed over" -> FAILED_OVER;
      case "Framework has been removed" -> REMOVED;
      default -> subscribed || message.startsWith("Authorization failure") ? TEMPORARY : REFUSED;
    };
  }
}
