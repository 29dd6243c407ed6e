package io.mesosbridge.core.offer;

import java.time.Instant;

/**
 * A launch that awaits an offer.
 *
 * @param id the command's id
 * @param launch whatever is to be done once there is an offer
 * @param demand what it wants
 * @param sharing with which others it may share an offer
 * @param bytes how large it is
 * @param deadline when it is given up
 * @param <T> what a launch is to the caller
 */
public record WaitingLaunch<T>(
    String id, T launch, Demand demand, Sharing sharing, int bytes, Instant deadline) {}
