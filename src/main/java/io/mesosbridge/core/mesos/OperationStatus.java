package io.mesosbridge.core.mesos;

/**
 * What routing needs of an operation's status.
 *
 * @param operationId the operation's id, or null when the framework gave none
 * @param state the state's name in Mesos, e.g. {@code OPERATION_FINISHED}
 * @param message what is said of it, or null
 * @param agentId the agent, or null
 * @param resourceProviderId the resource provider, or null
 * @param uuid the update's uuid in base64, or null; an object in the event, a string in its
 *     acknowledgement
 * @param json the {@code OperationStatus} object, verbatim
 */
public record OperationStatus(
    String operationId,
    String state,
    String message,
    String agentId,
    String resourceProviderId,
    String uuid,
    Slice json) {}
