/**
 * Kafka to master: a command becomes a call and always gets a result. Uses {@code placement} and
 * what is right of it.
 */
package io.mesosbridge.commands;
