/**
 * Holds the subscription at the leading master and sends the calls that belong to it, all on one
 * Vert.x context. Uses {@code config}, and {@code master}, {@code recordio}, {@code event} and
 * {@code call} of {@code mesos}.
 */
package io.mesosbridge.mesos.subscription;
