/**
 * The packaged bridge, on the JVM or native, between a real broker and a simulated Mesos cluster:
 * the contract as its users see it.
 */
package io.mesosbridge.it;
