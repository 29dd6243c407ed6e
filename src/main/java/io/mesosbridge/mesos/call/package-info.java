/**
 * What a master is told: calls, in order, on one connection, and what became of them. Uses {@code
 * event} for what acknowledgements name.
 */
package io.mesosbridge.mesos.call;
