/**
 * What the bridge remembers: framework, offers, live tasks, intents, results. Uses {@code kafka}
 * and what is right of it.
 */
package io.mesosbridge.state;
