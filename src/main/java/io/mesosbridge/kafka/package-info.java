/**
 * The Kafka side that all else stands on: clients, topics, the publisher and its headers, and a map
 * of bounded size. Uses {@code mesos} and {@code config}.
 */
package io.mesosbridge.kafka;
