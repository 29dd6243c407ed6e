/**
 * A simulated Mesos cluster that framework authors test against: masters with the v1 HTTP scheduler
 * API, agents, tasks and faults on demand. It behaves as the recorded traffic of a real master
 * does.
 *
 * <p>{@link io.mesosbridge.sandbox.mesos.SimulatedCluster} is the way in. Beside {@code
 * /api/v1/scheduler}, {@code /maintenance/schedule}, {@code /teardown}, {@code /redirect}, {@code
 * /version} and {@code /health}, each master's address has
 *
 * <ul>
 *   <li>{@code GET /sandbox/state}: masters, agents, tasks, frameworks and offers;
 *   <li>{@code GET /sandbox/faults}: every fault with its meaning and its fields;
 *   <li>{@code POST /sandbox/faults/<name>}: has it strike; its fields come as a JSON object. 200
 *       means that it is in place, 400 and 404 say what was wrong and what would be right.
 * </ul>
 *
 * <p>All state belongs to one event loop ({@link io.mesosbridge.sandbox.mesos.SimLoop}): a thread
 * of Vert.x with HTTP, whose public types may be used from any thread, or a {@link
 * io.mesosbridge.sandbox.mesos.VirtualLoop} whose time passes on demand, with {@link
 * io.mesosbridge.sandbox.mesos.SimConnection} for a door. The package uses Vert.x and Jackson and
 * knows neither Kafka nor the bridge.
 */
package io.mesosbridge.sandbox.mesos;
