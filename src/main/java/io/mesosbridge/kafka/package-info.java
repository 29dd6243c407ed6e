/**
 * The Kafka side that all else stands on: clients, topics, the publisher and its headers. Uses
 * {@code mesos} and {@code config}.
 */
package io.mesosbridge.kafka;
