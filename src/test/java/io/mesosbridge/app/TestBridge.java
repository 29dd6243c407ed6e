package io.mesosbridge.app;

import io.mesosbridge.app.Services.ServicesProducer;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.mesos.Timing;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.SubscriptionSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One instance of the bridge: the service's parts, put together as the service does it. */
final class TestBridge implements AutoCloseable {

  private static final int NOBODY = 1;

  final MortalClients clients;
  final Loop loop;
  final FaultyMeters meters = new FaultyMeters();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
  private final CommandLog commands;
  private volatile boolean dead;
  private final CommandLog.Reader reader;
  private final Context context;
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  TestBridge(
      SmallRyeConfig keys,
      Topics topics,
      Timing timing,
      CommandLog commands,
      Optional<Tracer> tracer) {
    BridgeConfig config = keys.getConfigMapping(BridgeConfig.class);
    context = ((VertxInternal) vertx).createEventLoopContext();
    context.exceptionHandler(uncaught::add);
    this.clients = new MortalClients(SharedBroker.bootstrapServers(), config);
    this.commands = commands;
    this.reader = commands.reader(context, config.commands().maxInHandBytes());
    Services services =
        ServicesProducer.services(
            ServicesProducer.instance(),
            context,
            config,
            keys,
            new PolicyInForce(config, meters),
            topics,
            clients,
            reader,
            new NoTls(),
            meters,
            tracer);
    this.loop = new Loop(withTiming(services, timing));
    loop.begin();
  }

  private Services withTiming(Services services, Timing timing) {
    var settings = services.settings();
    return new Services(
        services.instance(),
        services.context(),
        services.config(),
        services.policy(),
        services.topics(),
        services.clients(),
        services.commands(),
        services.frameworkInfo(),
        new SubscriptionSettings(
            settings.maxRecordSize(),
            settings.credentials(),
            options -> unlessDead(settings.http().apply(options)),
            timing),
        services.masters(),
        services.meters(),
        services.counters(),
        services.tracer());
  }

  /** While a dead one's connections are taken down, it must not make others. */
  private HttpClientOptions unlessDead(HttpClientOptions options) {
    return dead
        ? options.setProxyOptions(new ProxyOptions().setHost("127.0.0.1").setPort(NOBODY))
        : options;
  }

  /** The group gives it the partition, and goes on to say so. */
  TestBridge lead() {
    reader.own(true);
    return this;
  }

  /** The group gives it the partition, and never says so again. */
  TestBridge leadOnce() {
    reader.own(false);
    return this;
  }

  Snapshot snapshot() {
    try {
      return loop.snapshot().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("The bridge's event loop does not answer", e);
    }
  }

  double count(String meter, String... tags) {
    var counter = meters.find(meter).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  /** What nobody caught on the bridge's event loop. */
  List<Throwable> uncaught() {
    return List.copyOf(uncaught);
  }

  double pendingCalls() {
    var gauge = meters.find("bridge.calls.pending").gauge();
    return gauge == null ? 0 : gauge.value();
  }

  /** The process is gone from one moment to the next. */
  void kill() {
    dead = true;
    commands.disconnect();
    clients.die();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Numbers of which some may break, as nothing in the bridge foresees. */
  static final class FaultyMeters extends SimpleMeterRegistry {

    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    private record Fault(String meter, Runnable breaking) {}

    /** Once, that is what this counter does instead of counting, which is to throw. */
    void breakOnce(String meter, Runnable breaking) {
      faults.add(new Fault(meter, breaking));
    }

    @Override
    protected Counter newCounter(Meter.Id id) {
      return new CumulativeCounter(id) {
        @Override
        public void increment(double amount) {
          Fault next = faults.peek();
          if (next != null && next.meter().equals(id.getName()) && faults.remove(next)) {
            next.breaking().run();
          }
          super.increment(amount);
        }
      };
    }
  }

  private static final class NoTls implements TlsConfigurationRegistry {
    @Override
    public Optional<TlsConfiguration> get(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
      return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
      throw new UnsupportedOperationException(name);
    }
  }
}
