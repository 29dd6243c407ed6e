/**
 * What the bridge is and decides, without I/O, clock, thread or randomness: fed with what happened
 * and when, it says what follows. Uses {@code config} only.
 */
package io.mesosbridge.core;
