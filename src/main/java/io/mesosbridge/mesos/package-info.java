/**
 * Speaks to the Mesos master: finds the leader, carries out on sockets and timers what {@code
 * core.mesos.Subscription} wants, and tells it what came of that; all on one Vert.x context. Knows
 * nothing of Kafka; uses {@code core} and {@code config}.
 */
package io.mesosbridge.mesos;
