package io.mesosbridge.core.offer;

/**
 * A launch whose deadline passed before an offer fitted.
 *
 * @param message what it wanted, and what the nearest offer lacks
 */
public record Unplaced<T>(WaitingLaunch<T> launch, String message) {}
