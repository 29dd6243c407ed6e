/**
 * A command becomes a call: what the bridge knows is filled in, and what the master would answer
 * with a false report, or not at all, is refused. Pure, no input or output. Uses {@code
 * commands.language}, {@code placement} and {@code state}.
 */
package io.mesosbridge.core.preparation;
