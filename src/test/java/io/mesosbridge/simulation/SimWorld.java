package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.mesos.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A Kafka, a Mesos and any number of bridges, on one clock and one queue of what is due when. */
public final class SimWorld implements AutoCloseable {

  /** When every world begins. */
  public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  public static final String COMMANDS = "mesos.commands";
  public static final String RESULTS = "mesos.command-results";
  public static final String STATE = "mesos.bridge-state";
  public static final String UPDATES = "mesos.task-updates";
  public static final String TASKS = "mesos.tasks";
  public static final String OFFERS = "mesos.offers";
  static final String CPUS_OF_AN_AGENT = "2";
  public static final String LAUNCHES = "mesos.launches";
  public static final String DEAD_LETTERS = "mesos.commands.dead-letter";

  /** All topics of the contract, that of the commands first. */
  public static final List<String> TOPICS =
      List.of(
          COMMANDS,
          RESULTS,
          STATE,
          UPDATES,
          TASKS,
          OFFERS,
          "mesos.operation-updates",
          "mesos.heartbeats",
          "mesos.events",
          LAUNCHES,
          DEAD_LETTERS);

  /** Those of which only the last record of each key is kept. */
  static final List<String> COMPACTED = List.of(STATE, TASKS, OFFERS, LAUNCHES);

  /** One place for a bridge, which runs, stands still or is down. */
  private static final class Instance {
    private SimProcess process;
    private SimBridge bridge;
    private int starts;

    private boolean isUp() {
      return process != null && !process.isDead();
    }
  }

  private final long seed;
  private final VirtualLoop loop;
  private final SimulatedCluster cluster;
  private final SimKafka kafka;
  private final Promises promises;
  private final Story story;
  private final SplittableRandom chance;
  private final SimBridge.Factory factory;
  private final List<Instance> instances = new ArrayList<>();

  /** What was read of a commit or a call too late to stop it: the first promise that it broke. */
  private String broken;

  private final WrittenCommands commands = new WrittenCommands(this);
  private final Reactions reactions = new Reactions(this);

  SimWorld(
      long seed, int instances, SimBridge.Factory factory, Promises promises, boolean withStory) {
    this.seed = seed;
    this.loop = new VirtualLoop(seed, BEGINNING);
    this.chance = new SplittableRandom(seed);
    this.story = new Story(withStory);
    story.clock(() -> "%8d".formatted(loop.nowMillis() - BEGINNING.toEpochMilli()));
    this.factory = factory;
    this.promises = promises;
    this.kafka = new SimKafka(loop, chance.nextLong());
    kafka.witness(reactions::landed);
    kafka
        .group()
        .witness((topic, partition, offset) -> note(promises.committed(this, topic, offset)));
    this.cluster =
        SimulatedCluster.builder()
            .loop(loop)
            .masters(2)
            .agents(2)
            .agentResources(
                "cpus:%s;mem:1024;disk:1024;ports:[31000-31009]".formatted(CPUS_OF_AN_AGENT))
            .allocationInterval(Duration.ofSeconds(2))
            .leaderDetection(Duration.ofSeconds(2))
            .updateRetry(Duration.ofSeconds(5))
            .start();
    TOPICS.forEach(topic -> kafka.create(topic, 1));
    for (int i = 0; i < instances; i++) {
      this.instances.add(new Instance());
    }
  }

  public VirtualLoop loop() {
    return loop;
  }

  public SimulatedCluster cluster() {
    return cluster;
  }

  public SimKafka kafka() {
    return kafka;
  }

  public Story story() {
    return story;
  }

  /** Of all chance in it. */
  long seed() {
    return seed;
  }

  /** Whether the framework is told that an agent is out of reach, or that its tasks are lost. */
  boolean isPartitionAware() {
    return seed % 4 != 0;
  }

  /** Whether the bridges ask for offers only while launches wait. */
  boolean hasOffersOnDemand() {
    return seed % 5 == 0;
  }

  /** Whether tasks outlive a restart of their agent. */
  boolean checkpoints() {
    return seed % 7 != 0;
  }

  /** Whether consumers acknowledge updates, by commands. */
  boolean doConsumersAcknowledge() {
    return seed % 6 == 0;
  }

  /** How many places for bridges there are. */
  public int instances() {
    return instances.size();
  }

  /** Starts a bridge in that place, if none runs there. */
  public void start(int place) {
    Instance instance = instances.get(place);
    if (!instance.isUp()) {
      String name = "bridge-" + place + "." + ++instance.starts;
      instance.process = new SimProcess(this, name, chance.nextLong());
      instance.bridge = factory.in(instance.process);
      story.tell(() -> name + " starts");
      instance.bridge.start();
    }
  }

  /** Ends the process there, if one runs. */
  public void kill(int place) {
    Instance instance = instances.get(place);
    if (instance.isUp()) {
      story.tell(() -> instance.process.name() + " is killed: " + instance.bridge.state());
      instance.process.kill(chance.nextInt(4));
      instance.bridge.kill();
    }
  }

  public void pause(int place) {
    Instance instance = instances.get(place);
    if (instance.isUp()) {
      instance.process.pause();
    }
  }

  public void resume(int place) {
    Instance instance = instances.get(place);
    if (instance.isUp()) {
      instance.process.resume();
    }
  }

  /** The bridges that are up, those that stand still included. */
  public List<SimBridge> bridges() {
    return instances.stream().filter(Instance::isUp).map(instance -> instance.bridge).toList();
  }

  /** Their processes, in the same order. */
  public List<SimProcess> processes() {
    return instances.stream().filter(Instance::isUp).map(instance -> instance.process).toList();
  }

  /** The commands that were written. */
  public WrittenCommands commands() {
    return commands;
  }

  /** What follows from what bridges do. */
  Reactions reactions() {
    return reactions;
  }

  /** Where the process of that name runs; -1 for one that does not. */
  int place(String process) {
    for (int place = 0; place < instances.size(); place++) {
      Instance instance = instances.get(place);
      if (instance.isUp() && instance.process.name().equals(process)) {
        return place;
      }
    }
    return -1;
  }

  void called(SimProcess process, byte[] body) {
    reactions.called(process.name());
    commands.called(BridgePromises.markers(new String(body, UTF_8)));
    note(promises.called(this, process, body));
  }

  private void note(String found) {
    if (broken == null) {
      broken = found;
    }
  }

  /** Looks whether all promises hold at this moment; the first that is broken, or null. */
  String look() {
    note(promises.always(this));
    return broken;
  }

  /** Lets time pass; the first promise that was broken, or null. */
  String runUntil(long millis) {
    while (broken == null && loop.nextDue() <= millis) {
      loop.step();
    }
    if (broken == null) {
      loop.runUntil(millis);
    }
    return broken;
  }

  /** Ends all faults: everybody is up and goes on, and everything answers. */
  void calm() {
    reactions.calm();
    kafka.calm();
    TOPICS.forEach(topic -> kafka.create(topic, 1));
    cluster.faults().clear();
    for (int master = 0; master < cluster.urls().size(); master++) {
      cluster.faults().masters().restart(master);
    }
    if (!cluster.state().contains("\"leads\":true")) {
      cluster.faults().masters().elect(0);
    }
    AgentDuty.calm(this);
    for (int place = 0; place < instances.size(); place++) {
      start(place);
      resume(place);
      instances.get(place).process.comeBack();
    }
  }

  /** Whether one leads, all bridges rest, and no task waits for anything but its own end. */
  boolean isAtRest() {
    return unrest().isEmpty();
  }

  /** Who is not at rest, and what is not acknowledged; empty for nothing. */
  String unrest() {
    List<String> all = new ArrayList<>();
    if (bridges().stream().noneMatch(SimBridge::leads)) {
      all.add("nobody leads");
    }
    for (int i = 0; i < bridges().size(); i++) {
      if (!bridges().get(i).isAtRest() || processes().get(i).producer().bytesInFlight() > 0) {
        all.add(processes().get(i).name() + " " + bridges().get(i).state());
      }
    }
    if (!SimEvidence.hasForgotten(kafka)) {
      cluster
          .ledger()
          .unacknowledged()
          .forEach(update -> all.add(update.taskId() + " " + update.state() + " unacknowledged"));
    }
    return String.join(", ", all);
  }

  String audit() {
    return promises.atRest(this);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
