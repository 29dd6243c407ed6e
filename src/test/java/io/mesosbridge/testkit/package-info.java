/**
 * What tests of the packaged bridge have in common: Kafka's side of it, its numbers, its status.
 * Knows the contract and the sandbox, and nothing of the bridge's code but its configuration.
 */
package io.mesosbridge.testkit;
