/**
 * A simulated Mesos cluster that framework authors test against: masters with the v1 HTTP scheduler
 * API, agents, tasks and faults on demand. It behaves as the recorded traffic of a real master
 * does.
 *
 * <p>All state belongs to one event loop ({@code Loop}); the public types may be used from any
 * thread. The package uses Vert.x and Jackson and knows neither Kafka nor the bridge.
 */
package io.mesosbridge.sandbox.mesos;
