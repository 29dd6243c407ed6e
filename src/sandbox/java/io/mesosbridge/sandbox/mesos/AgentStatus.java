package io.mesosbridge.sandbox.mesos;

/** How an agent stands with the leading master. */
enum AgentStatus {
  REGISTERED,
  /** Its connection broke a moment ago. */
  DISCONNECTED,
  /** Given up by the master's health check. */
  UNREACHABLE,
  /** Known to a new master, which has not heard of it yet. */
  RECOVERED,
  /** Declared gone for good by an operator. */
  GONE;

  /** Whether the leader knows what runs on it. */
  boolean isKnown() {
    return this == REGISTERED || this == DISCONNECTED;
  }

  /** Whether the leader does not wait for it, so that nothing more can be lost with it. */
  boolean isRemoved() {
    return this == UNREACHABLE || this == GONE;
  }
}
