package io.mesosbridge.sandbox.mesos;

import io.mesosbridge.sandbox.mesos.ClusterConfig.Attribute;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import io.mesosbridge.sandbox.net.Certificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes a simulated cluster; what is not set is as in a real one, or else as said here. */
public final class ClusterBuilder {

  private static final Duration ENDLESS = Duration.ofDays(100_000);

  private final List<String> furtherAgents = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private int agents = 1;
  private String agentResources = "cpus:4;mem:4096;disk:8192;ports:[31000-32000]";
  private Duration heartbeatInterval = Duration.ofSeconds(15);
  private Duration allocationInterval = Duration.ofSeconds(1);
  private Duration updateRetry = Duration.ofSeconds(10);
  private Duration defaultTaskDuration = ENDLESS;
  private Duration launchDelay = Duration.ofMillis(20);
  private Duration launchJitter = Duration.ZERO;
  private Duration killDelay = Duration.ofMillis(20);
  private Duration reregistration = Duration.ofMillis(200);
  private Duration leaderDetection = Duration.ofSeconds(10);
  private Duration offerTimeout = ENDLESS;
  private int masters = 1;
  private int port;
  private Certificate certificate;
  private Path clients;
  private String principal;
  private String secret;
  private double speed = 1;
  private VirtualLoop time;
  private boolean http = true;
  private int ledgerCapacity = 100_000;
  private SimVersion version = SimVersion.NEWEST;

  ClusterBuilder() {}

  /** How many agents have {@link #agentResources}; 1 by default. */
  public ClusterBuilder agents(int number) {
    this.agents = number;
    return this;
  }

  /**
   * What each of those agents has, such as {@code cpus:4;mem:4096;disk:8192;ports:[31000-32000]}.
   *
   * @throws IllegalArgumentException when the text is no resource list
   */
  public ClusterBuilder agentResources(String resources) {
    this.agentResources = checked(resources);
    return this;
  }

  /** A further agent with resources of its own. */
  public ClusterBuilder agent(String resources) {
    furtherAgents.add(checked(resources));
    return this;
  }

  private static String checked(String resources) {
    return SimResources.parse(resources).isEmpty() ? "" : resources;
  }

  /** An attribute of every agent: a SCALAR when the value is a number, else a TEXT. */
  public ClusterBuilder attribute(String name, String value) {
    attributes.add(new Attribute(name, value));
    return this;
  }

  /** 15 s by default; told to frameworks. */
  public ClusterBuilder heartbeatInterval(Duration interval) {
    this.heartbeatInterval = interval;
    return this;
  }

  /** 1 s by default. */
  public ClusterBuilder allocationInterval(Duration interval) {
    this.allocationInterval = interval;
    return this;
  }

  /** When an update is repeated first, 10 s by default; then twice as late each time, up to 60. */
  public ClusterBuilder updateRetry(Duration first) {
    this.updateRetry = first;
    return this;
  }

  /** How long a command runs that is no sleep, exit or echo; endless by default. */
  public ClusterBuilder defaultTaskDuration(Duration duration) {
    this.defaultTaskDuration = duration;
    return this;
  }

  /** From a launch to TASK_STARTING; 20 ms by default. */
  public ClusterBuilder launchDelay(Duration delay) {
    return launchDelay(delay, delay);
  }

  /** The same between two bounds, another for each task: a real agent takes 0.8 to 1.1 s. */
  public ClusterBuilder launchDelay(Duration least, Duration most) {
    this.launchDelay = least;
    this.launchJitter = most.minus(least);
    return this;
  }

  /** From a kill to TASK_KILLED; 20 ms by default. */
  public ClusterBuilder killDelay(Duration delay) {
    this.killDelay = delay;
    return this;
  }

  /** How long agents take to register with a new leader; 200 ms by default. */
  public ClusterBuilder reregistration(Duration delay) {
    this.reregistration = delay;
    return this;
  }

  /** How long the other masters redirect to a dead leader; 10 s by default. */
  public ClusterBuilder leaderDetection(Duration delay) {
    this.leaderDetection = delay;
    return this;
  }

  /** How many masters there are, the first of which leads; 1 by default. */
  public ClusterBuilder masters(int number) {
    this.masters = number;
    return this;
  }

  /** The port of the first master, those of others follow it; 0, the default, for any. */
  public ClusterBuilder port(int number) {
    this.port = number;
    return this;
  }

  /** All masters speak TLS and show this certificate; they speak plain HTTP by default. */
  public ClusterBuilder certificate(Certificate shown) {
    this.certificate = shown;
    return this;
  }

  /** With TLS, only who shows a certificate of this authority is served; everybody by default. */
  public ClusterBuilder clients(Path authority) {
    this.clients = authority;
    return this;
  }

  /** Frameworks must authenticate themselves with these; nobody has to by default. */
  public ClusterBuilder credentials(String name, String password) {
    this.principal = name;
    this.secret = password;
    return this;
  }

  /** When an offer is rescinded; never by default. */
  public ClusterBuilder offerTimeout(Duration timeout) {
    this.offerTimeout = timeout;
    return this;
  }

  /** How many seconds of tasks, filters, health checks and failover time-outs pass in one. */
  public ClusterBuilder speed(double factor) {
    this.speed = factor;
    return this;
  }

  /** Nothing is due before {@link SimulatedCluster#passTimeUntil} lets time pass. */
  public ClusterBuilder timeStandsStill() {
    this.time = new VirtualLoop(0, Instant.EPOCH);
    return this;
  }

  /** Runs on that loop, without HTTP: masters are reached by {@link SimulatedCluster#connect}. */
  public ClusterBuilder loop(VirtualLoop virtual) {
    this.time = virtual;
    this.http = false;
    return this;
  }

  /** How many calls and how many events the ledger keeps; 100,000 of each by default. */
  public ClusterBuilder ledgerCapacity(int entries) {
    this.ledgerCapacity = entries;
    return this;
  }

  /**
   * As strict as which Mesos the masters are, such as {@code 1.3.0}; 1.12.0 by default.
   *
   * @throws IllegalArgumentException when it is none from 1.0.0 to 1.12.x
   */
  public ClusterBuilder version(String mesos) {
    this.version = SimVersion.parse(mesos);
    return this;
  }

  /**
   * Starts the cluster, on 127.0.0.1 unless it has a loop of its own.
   *
   * @throws IllegalStateException when a port is taken
   */
  public SimulatedCluster start() {
    List<String> all = new ArrayList<>(Collections.nCopies(agents, agentResources));
    all.addAll(furtherAgents);
    return new SimulatedCluster(
        new Cluster(
            new ClusterConfig(
                all,
                attributes,
                heartbeatInterval,
                allocationInterval,
                updateRetry,
                defaultTaskDuration,
                launchDelay,
                launchJitter,
                killDelay,
                reregistration,
                leaderDetection,
                masters,
                port,
                certificate,
                clients,
                principal,
                secret,
                offerTimeout,
                speed,
                time,
                http,
                ledgerCapacity,
                version)));
  }
}
