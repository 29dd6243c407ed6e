/**
 * Runs any number of bridges against a Kafka and a Mesos that are simulated, all on one clock and
 * one thread, through schedules of commands and faults that a seed decides on; and holds what comes
 * of it against the promises of the contract.
 *
 * <p>{@link io.mesosbridge.simulation.SimulationRunner} is the way in. What a bridge has of the
 * world is its {@link io.mesosbridge.simulation.SimProcess}; what the world has of a bridge is a
 * {@link io.mesosbridge.simulation.SimBridge}. Nothing here looks at a clock, and only {@link
 * io.mesosbridge.simulation.SimulationRunner} starts threads, one world each.
 */
package io.mesosbridge.simulation;
