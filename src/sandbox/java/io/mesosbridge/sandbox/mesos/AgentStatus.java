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
  GONE
}
