/**
 * What tests have in common. For those of the packaged bridge: Kafka's side of it, its numbers, its
 * status; for those of its parts: a configuration, and a Kafka in memory.
 */
package io.mesosbridge.testkit;
