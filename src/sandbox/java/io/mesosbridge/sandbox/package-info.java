/**
 * A Mesos cluster, a Kafka broker and the bridge in one terminal: for trying out, for tests and for
 * benchmarks; never part of a production artifact.
 */
package io.mesosbridge.sandbox;
