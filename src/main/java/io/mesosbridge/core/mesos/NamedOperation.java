package io.mesosbridge.core.mesos;

/**
 * An operation that carries an id, so that Mesos can be asked what became of it.
 *
 * @param operationId its id, which no other operation of the framework should have
 * @param agentId the agent, or null where it is not known
 * @param resourceProviderId whose resources it is about, or null for the agent's own
 */
public record NamedOperation(String operationId, String agentId, String resourceProviderId) {

  /** The same on that agent. */
  public NamedOperation on(String newAgentId) {
    return new NamedOperation(operationId, newAgentId, resourceProviderId);
  }
}
