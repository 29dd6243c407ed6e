/**
 * Speaks to the Mesos master: finds the leader, holds the subscription, sends the calls. Knows
 * nothing of Kafka; uses {@code config} only.
 */
package io.mesosbridge.mesos;
