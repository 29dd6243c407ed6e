package io.mesosbridge.bench;

/**
 * One round: how fast, and what was used for one.
 *
 * @param cpuMicros of all processors together, by the whole process but its JIT compilers
 * @param compilerMicros by these
 * @param loopMicros by the event loop
 * @param bytes of heap, by the whole process
 * @param bytesByEvent of these, by threads that do the same for each, however fast they come
 */
record Measured(
    double perSecond,
    double cpuMicros,
    double compilerMicros,
    double loopMicros,
    double bytes,
    double bytesByEvent) {}
