package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.net.Certificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a simulated cluster is made.
 *
 * @param agents the resources of each agent in Mesos' text form
 * @param attributes of every agent
 * @param updateRetry the first interval after which an agent repeats an update; it doubles to sixty
 *     times this
 * @param launchDelay from a launch to TASK_STARTING, at least
 * @param launchJitter how much longer that takes at most
 * @param killDelay from a kill to TASK_KILLED
 * @param reregistration how long an agent takes to find a new leader
 * @param leaderDetection how long the other masters take to notice that the leader is gone
 * @param port of the first master, the others follow; 0 for any
 * @param certificate of all masters; null for plain HTTP
 * @param clients who may connect, by the PEM file of their authority; null for everybody
 * @param principal null for no authentication
 * @param offerTimeout endless by default
 * @param speed how many seconds of tasks, filters and failover time-outs pass in one second
 * @param time passes on demand; null for the clock's
 * @param http whether masters listen; else the cluster runs on {@code time} itself and is reached
 *     by {@link SimConnection} only
 * @param ledgerCapacity how many calls and how many events the ledger keeps
 * @param version as which the masters behave
 */
record ClusterConfig(
    List<String> agents,
    List<Attribute> attributes,
    Duration heartbeatInterval,
    Duration allocationInterval,
    Duration updateRetry,
    Duration defaultTaskDuration,
    Duration launchDelay,
    Duration launchJitter,
    Duration killDelay,
    Duration reregistration,
    Duration leaderDetection,
    int masters,
    int port,
    Certificate certificate,
    Path clients,
    String principal,
    String secret,
    Duration offerTimeout,
    double speed,
    VirtualLoop time,
    boolean http,
    int ledgerCapacity,
    SimVersion version) {

  record Attribute(String name, String value) {}

  /** A duration named in seconds by a call or a command, in the cluster's time. */
  Duration simulated(double seconds) {
    double millis = seconds * 1000 / speed;
    return millis >= SimLoop.FOREVER.toMillis()
        ? SimLoop.FOREVER
        : Duration.ofMillis((long) Math.ceil(millis));
  }

  /** What basic authentication must carry; null when there is none. */
  String credentials() {
    return principal == null ? null : principal + ":" + secret;
  }
}
