/**
 * A command becomes a call: what the bridge knows is filled in, and what the master would answer
 * with a false report, or not at all, is refused. Pure, no input or output. Uses {@code language},
 * {@code offer}, {@code task} and the calls of {@code mesos}.
 */
package io.mesosbridge.core.preparation;
