package io.mesosbridge.core.offer;

/**
 * An offer that can still be accepted.
 *
 * @param id the offer's id
 * @param agentId the agent whose resources are offered
 * @param json the {@code Offer} object, verbatim, an array of its own
 * @param receivedAtNanos {@link System#nanoTime()} of its arrival
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared with Kafka's producer, not copied
public record OutstandingOffer(String id, String agentId, byte[] json, long receivedAtNanos) {}
