/**
 * The three promises under fire: the packaged bridge as processes of its own between a simulated
 * Mesos and a real Kafka, struck by everything that can befall them, and held against the cluster's
 * own ledger afterwards. Uses the sandbox and nothing of the bridge.
 */
package io.mesosbridge.chaos;
