/**
 * What is refused at start, with all problems told at once. Uses {@code config} and nothing else of
 * the bridge.
 */
package io.mesosbridge.config.check;
