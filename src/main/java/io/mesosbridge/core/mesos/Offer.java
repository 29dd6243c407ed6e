package io.mesosbridge.core.mesos;

/**
 * What routing needs of an offer.
 *
 * @param id the offer's id
 * @param agentId the agent whose resources are offered
 * @param json the {@code Offer} object, verbatim
 */
public record Offer(String id, String agentId, Slice json) {}
