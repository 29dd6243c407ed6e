package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.testkit.Configs;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailStop;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The command channel with the connector that the service has, set up as the service does it. */
final class ChannelRig implements AutoCloseable, CommandTopic.Listener {

  private static final String PREFIX = "mp.messaging.incoming.commands.";

  final CommandChannel channel;
  final List<String> news = new CopyOnWriteArrayList<>();
  final List<Long> received = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final KafkaSource<byte[], byte[]> source;
  private final CommandTopicWatch watch;
  private final TopicPartition partition;
  private volatile boolean settling = true;
  private volatile Runnable atReceived = () -> {};
  volatile long confirmedAtNanos;
  final Troubles troubles;

  ChannelRig(SandboxBroker broker, String name, Map<String, String> changes) {
    this(Map.of("bootstrap.servers", broker.bootstrapServers()), name, changes);
  }

  /** Connected with these settings of a client. */
  ChannelRig(Map<String, Object> connection, String name, Map<String, String> changes) {
    Map<String, String> keys = Map.of("bridge.topics.prefix", name + ".", "bridge.group-id", name);
    BridgeConfig config = Configs.of(keys);
    KafkaClients clients = new KafkaClients(connection, config);
    troubles = clients.troubles();
    partition = new TopicPartition(name + ".commands", 0);
    watch = new CommandTopicWatch(context, clients, partition.topic());
    Multi<Message<byte[]>> messages = Multi.createFrom().deferred(this::messages);
    channel = new CommandChannel(context, clients, new Topics(config.topics()), config, messages);
    Map<String, String> settings = new HashMap<>(settingsOfTheService());
    settings.putAll(keys);
    settings.put("channel-name", "commands");
    connection.forEach((key, value) -> settings.put(key, value.toString()));
    settings.put("failure-strategy", "fail");
    settings.put(
        "session.timeout.ms", "60000"); // a busy machine is no reason to lose the partition
    settings.putAll(changes);
    ClientCustomizer<Map<String, Object>> customizer = channel;
    KafkaCommitHandler.Factory commits = channel;
    KafkaFailureHandler.Factory failures = new KafkaFailStop.Factory();
    source =
        new KafkaSource<>(
            new io.vertx.mutiny.core.Vertx(vertx),
            name,
            new KafkaConnectorIncomingConfiguration(
                new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withSources(new PropertiesConfigSource(settings, "channel", 400))
                    .build()),
            Beans.none(),
            Beans.of(commits),
            Beans.of(failures),
            Beans.none(),
            new NoEvents(),
            Beans.of(customizer),
            Beans.none(),
            -1);
    context.runOnContext(ignored -> channel.listen(this));
  }

  private Multi<Message<byte[]>> messages() {
    return source.getStream().map(record -> record);
  }

  private static Map<String, String> settingsOfTheService() {
    Properties properties = new Properties();
    try (InputStream file =
        Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> settings.put(name.substring(PREFIX.length()), properties.getProperty(name)));
    return settings;
  }

  /** From now on commands stay in hand. */
  void settleNothing() {
    settling = false;
  }

  /** From now on this happens whenever commands are handed over, on the context of the channel. */
  void whenReceived(Runnable task) {
    atReceived = task;
  }

  void settle(long offset) {
    context.runOnContext(ignored -> channel.settle(offset));
  }

  /** The thread that polls does this first. */
  void onPollingThread(Runnable task) {
    source
        .getConsumer()
        .runOnPollingThread(
            consumer -> {
              task.run();
            })
        .subscribe()
        .with(nothing -> {}, failure -> news.add("failed: " + failure));
  }

  CompletableFuture<Void> onContext(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          task.run();
          done.complete(null);
        });
    return done;
  }

  /** How many commands were polled. */
  long polled() {
    return source.getConsumer().unwrap().metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("records-consumed-total"))
        .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
        .max()
        .orElse(0);
  }

  /** How long ago somebody polled. */
  double secondsSincePoll() {
    return CommandProgress.secondsSincePoll(source.getConsumer().unwrap());
  }

  /** A setting of the consumer as it was made; empty for one that is left to Kafka's default. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(source.getConsumer().configuration().get(name))
        .map(Object::toString);
  }

  /** Looks at the topic as the channel does, and tells this one of it on the polling thread. */
  void look(CommandProgress progress) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        ignored ->
            watch
                .look()
                .onFailure(done::completeExceptionally)
                .onSuccess(
                    look ->
                        source
                            .getConsumer()
                            .runOnPollingThread(
                                consumer -> {
                                  progress.looked(consumer, partition, look.orElseThrow(), true);
                                })
                            .subscribe()
                            .with(done::complete, done::completeExceptionally)));
    done.join();
  }

  /** What the connector's part in liveness says. */
  boolean isAlive() {
    HealthReport.HealthReportBuilder builder = HealthReport.builder();
    source.isAlive(builder);
    return builder.build().isOk();
  }

  @Override
  public void assigned(Uuid topicId, int generation) {
    news.add("assigned");
  }

  @Override
  public void lost(String why) {
    news.add("lost: " + why);
  }

  @Override
  public void contested(String why) {
    news.add("contested: " + why);
  }

  @Override
  public void missing(String why) {
    news.add("missing: " + why);
  }

  @Override
  public void confirmed(long sentAtNanos) {
    confirmedAtNanos = sentAtNanos;
  }

  @Override
  public void deletedUnread(long atMost) {
    news.add("deleted: " + atMost);
  }

  @Override
  public void received(List<ConsumerRecord<byte[], byte[]>> commands) {
    atReceived.run();
    for (ConsumerRecord<byte[], byte[]> command : commands) {
      received.add(command.offset());
      if (settling) {
        channel.settle(command.offset());
      }
    }
  }

  @Override
  public void close() {
    source.closeQuietly();
    channel.close();
    watch.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Nobody wants to hear of clients. */
  private static final class NoEvents extends KafkaCDIEvents {

    @Override
    public Event<Consumer<?, ?>> consumer() {
      return new Unheard<>();
    }
  }

  private static final class Unheard<T> implements Event<T> {

    @Override
    public void fire(T event) {
      // nobody listens
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event) {
      return CompletableFuture.completedFuture(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
      return CompletableFuture.completedFuture(event);
    }

    @Override
    public Event<T> select(Annotation... qualifiers) {
      return this;
    }

    @Override
    public <U extends T> Event<U> select(Class<U> type, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
