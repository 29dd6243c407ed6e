/**
 * What is refused at start although each value is within its key's constraints: unknown keys and
 * names, and what does not fit together, all told at once. Uses {@code config} and nothing else of
 * the bridge.
 */
package io.mesosbridge.config.check;
