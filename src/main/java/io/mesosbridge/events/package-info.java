/**
 * Master to Kafka: each event on its topic, acknowledged once Kafka has it. Uses {@code state} and
 * what is right of it.
 */
package io.mesosbridge.events;
