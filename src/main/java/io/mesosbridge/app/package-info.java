/**
 * Quarkus' edge: start and stop, the loop that runs the core, the connections of a term, status,
 * health and metrics. Uses everything else.
 */
package io.mesosbridge.app;
