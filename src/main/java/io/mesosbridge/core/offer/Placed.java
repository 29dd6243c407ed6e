package io.mesosbridge.core.offer;

import java.util.List;

/**
 * Launches that got an offer, all of it, to be accepted once for all of them: what they leave is
 * declined by accepting.
 *
 * @param launches what is to be done, first come first; at least one
 * @param offerId the offer to do it on
 */
public record Placed<T>(List<WaitingLaunch<T>> launches, String offerId) {}
