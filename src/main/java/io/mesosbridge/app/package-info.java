/**
 * Quarkus' edge: start and stop, the loop that runs the core, the connections of a term, health and
 * metrics, and copies of what the core knows for {@code api}. Uses everything else.
 */
package io.mesosbridge.app;
