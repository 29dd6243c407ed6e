package io.mesosbridge.placement;

/**
 * A launch that got an offer, all of it: what it leaves is declined by accepting.
 *
 * @param launch what is to be done
 * @param offerId the offer to do it on
 */
public record Placed<T>(WaitingLaunch<T> launch, String offerId) {}
