/**
 * Drives Apache Mesos from Kafka; see the packages below, from {@code api} down to {@code config}.
 */
package io.mesosbridge;
