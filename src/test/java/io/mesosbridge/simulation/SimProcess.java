package io.mesosbridge.simulation;

import io.mesosbridge.core.Now;
import io.mesosbridge.sandbox.mesos.SimConnection;
import io.mesosbridge.sandbox.mesos.SimExchange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A process in which a bridge runs, and all that it has of the world. While it stands still, what
 * happens to it queues up; once it is dead, nothing reaches it.
 */
public final class SimProcess implements Mailbox {

  private static final long NANOS = 1_000_000L;
  private static final int LATENCY_MILLIS = 5;
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final SimWorld world;
  private final String name;
  private final RandomGenerator random;
  private final Deque<Runnable> inbox = new ArrayDeque<>();
  private final List<SimConsumer> consumers = new ArrayList<>();
  private final List<SimReader> readers = new ArrayList<>();
  private final List<SimConnection> connections = new ArrayList<>();
  private SimProducer producer;
  private final List<Runnable> untilBack = new ArrayList<>();
  private boolean cutOff;
  private boolean paused;
  private boolean draining;
  private boolean dead;

  SimProcess(SimWorld world, String name, long seed) {
    this.world = world;
    this.name = name;
    this.random = new SplittableRandom(seed);
    this.producer = new SimProducer(world.kafka(), this, name);
  }

  /** Told from all others, also those of the same instance before it. */
  public String name() {
    return name;
  }

  public Now now() {
    long millis = world.loop().nowMillis();
    return new Now(millis * NANOS, millis);
  }

  /** The process' own chance. */
  public RandomGenerator random() {
    return random;
  }

  SimWorld world() {
    return world;
  }

  /** The brokers as an administrator sees them: topics, their ids, partitions and ends. */
  public SimKafka kafka() {
    return world.kafka();
  }

  public SimProducer producer() {
    return producer;
  }

  /**
   * Abandons the producer for a new one that never gives up a record, as for each term of a leader.
   *
   * @param left how many records of each topic had left the old one already
   */
  public SimProducer renewProducer(int left) {
    producer.kill(left);
    producer = new SimProducer(world.kafka(), this, name, FOR_EVER);
    return producer;
  }

  /** The URL of a master. */
  public String masterUrl(int master) {
    return world.cluster().urls().get(master);
  }

  /** Reads a partition from that offset on. */
  public SimReader reader(String topic, int partition, long position, SimReader.Listener listener) {
    SimReader reader = new SimReader(world.kafka(), this, topic, partition, position, listener);
    readers.add(reader);
    return reader;
  }

  /** Joins the consumer group on a topic. */
  public SimConsumer consumer(String topic, SimConsumer.Listener listener) {
    SimConsumer consumer = new SimConsumer(world.kafka(), this, name, topic, listener);
    consumers.add(consumer);
    return consumer;
  }

  /** How many masters there are. */
  public int masters() {
    return world.cluster().urls().size();
  }

  /** The number of the master at that URL, or at the address in a redirect; -1 for none. */
  public int masterAt(String url) {
    List<String> urls = world.cluster().urls();
    for (int i = 0; i < urls.size(); i++) {
      if (url.contains(urls.get(i).substring(urls.get(i).indexOf("//")))) {
        return i;
      }
    }
    return -1;
  }

  /** A connection to a master; what comes of it comes as the process takes it. */
  public Line connect(int master) {
    Duration latency = Duration.ofMillis(1 + random.nextInt(LATENCY_MILLIS));
    SimConnection connection = world.cluster().connect(master, latency);
    connections.add(connection);
    return new Line(connection);
  }

  /** Has that done after a while; returns what takes it back. */
  public Runnable after(Duration delay, Runnable action) {
    boolean[] cancelled = {false};
    long timer =
        world
            .loop()
            .after(
                delay,
                () ->
                    deliver(
                        () -> {
                          if (!cancelled[0]) {
                            action.run();
                          }
                        }));
    return () -> {
      cancelled[0] = true;
      world.loop().cancel(timer);
    };
  }

  /** Adds to the story, if anybody wants to hear it. */
  public void tell(Supplier<String> what) {
    world.story().tell(() -> name + " " + what.get());
  }

  @Override
  public void deliver(Runnable input) {
    if (dead) {
      return;
    }
    if (paused || draining) {
      inbox.add(input);
    } else {
      input.run();
    }
  }

  @Override
  public void deliverFromAfar(Runnable input) {
    if (cutOff) {
      untilBack.add(input);
    } else {
      deliver(input);
    }
  }

  @Override
  public boolean reaches(String topic) {
    return !cutOff || !topic.equals(SimWorld.STATE);
  }

  /**
   * The process hears nothing of the masters, nor of the broker that leads {@link SimWorld#STATE}
   * and coordinates the group, which expels it.
   */
  void cutOff() {
    if (!cutOff && !dead) {
      cutOff = true;
      consumers.forEach(consumer -> world.kafka().group().expel(consumer.member()));
    }
  }

  /** What did not come through comes now. */
  void comeBack() {
    if (cutOff) {
      cutOff = false;
      List.copyOf(untilBack).forEach(this::deliver);
      untilBack.clear();
      world.kafka().weatherChanged();
    }
  }

  boolean isPaused() {
    return paused;
  }

  boolean isDead() {
    return dead;
  }

  void pause() {
    if (!paused && !dead) {
      paused = true;
      consumers.forEach(consumer -> world.kafka().group().silent(consumer.member()));
    }
  }

  /** Goes on: takes first what has queued up, in order. */
  void resume() {
    if (paused && !dead) {
      paused = false;
      consumers.forEach(consumer -> world.kafka().group().heard(consumer.member()));
      if (!draining) {
        draining = true;
        world.loop().later(this::drain);
      }
    }
  }

  private void drain() {
    while (!paused && !dead && !inbox.isEmpty()) {
      inbox.remove().run();
    }
    draining = false;
  }

  /**
   * The process dies; what it has sent to masters still arrives.
   *
   * @param left how many records of each topic had left it already
   */
  void kill(int left) {
    dead = true;
    cutOff = false;
    inbox.clear();
    untilBack.clear();
    producer.kill(left);
    readers.forEach(SimReader::close);
    consumers.forEach(SimConsumer::dead);
    consumers.forEach(consumer -> world.kafka().group().silent(consumer.member()));
    connections.forEach(SimConnection::close);
  }

  /** A connection to a master, on which requests leave and are answered in order. */
  public final class Line {

    private static final String PATH = "/api/v1/scheduler";

    private final SimConnection connection;

    private Line(SimConnection connection) {
      this.connection = connection;
    }

    /**
     * Sends a scheduler call.
     *
     * @param headers without the content type, which is JSON
     */
    public void post(Map<String, String> headers, byte[] body, SimExchange exchange) {
      if (dead) {
        return;
      }
      Map<String, String> all = new HashMap<>(headers);
      all.put("Content-Type", "application/json");
      world.called(SimProcess.this, body);
      connection.post(PATH, all, body, new SimDelivery(SimProcess.this, exchange));
    }

    /** Asks for the master's version. */
    public void version(SimExchange exchange) {
      if (!dead) {
        connection.post(
            "/version", Map.of(), new byte[0], new SimDelivery(SimProcess.this, exchange));
      }
    }

    public void close() {
      connection.close();
      connections.remove(connection);
    }
  }
}
