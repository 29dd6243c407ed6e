package io.mesosbridge.app;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.Codecs;
import io.mesosbridge.kafka.FirstClients;
import io.mesosbridge.kafka.FirstClients.NotYetException;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.TopicKeeper;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.mesosbridge.kafka.TopicKeeper.UnusableTopicException;
import io.mesosbridge.kafka.TopicWatch;
import io.mesosbridge.kafka.TopicWatch.Recreated;
import io.mesosbridge.kafka.Topics;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Starts the bridge once Kafka has its topics, and stops it with the application. */
@Singleton
class Startup implements TopicWatch.Listener {

  private static final Logger LOG = Logger.getLogger(Startup.class);
  private static final long RETRY_MILLIS = 2_000;
  private static final long STOP_SECONDS = 5;

  private final Loop loop;
  private final Context context;
  private final FirstClients firstClients;
  private final TopicKeeper topicKeeper;
  private final TopicWatch topicWatch;
  private final KafkaClients clients;
  private volatile boolean stopping;
  private final Complaint complaint = new Complaint(LOG);

  Startup(
      Loop loop,
      Context context,
      KafkaClients clients,
      Topics topics,
      BridgeConfig config,
      Config keys) {
    this.loop = loop;
    this.context = context;
    this.clients = clients;
    this.firstClients = new FirstClients(clients, keys);
    this.topicKeeper = new TopicKeeper(clients, topics, config);
    this.topicWatch = new TopicWatch(clients, topics, config, this);
    config
        .placement()
        .strategy()
        .ifPresent(
            policy ->
                LOG.warnf(
                    "bridge.placement.strategy is deprecated; write bridge.placement.policy=%s",
                    policy.name().toLowerCase(Locale.ROOT)));
  }

  void onStart(@Observes StartupEvent event) {
    FatalErrors.watch();
    Codecs.tryAll();
    context.runOnContext(ignored -> ensureTopics());
  }

  private void ensureTopics() {
    context
        .<Void>executeBlocking(
            () -> {
              firstClients.tryOut();
              topicKeeper.ensure();
              return null;
            },
            false)
        .onSuccess(done -> begin())
        .onFailure(this::notYet);
  }

  private void begin() {
    complaint.over("Kafka answers, and its topics are there");
    topicWatch.start();
    loop.begin();
  }

  @Override
  public void recreated(Recreated topic) {
    loop.recreated(topic);
  }

  @Override
  public void missing(String why) {
    LOG.debugf("Without topics: %s", why); // the watch says so in the log once
  }

  @Override
  public void complete() {
    LOG.trace("All topics are there");
  }

  private void notYet(Throwable failure) {
    if (stopping) {
      return;
    }
    if (failure instanceof UnusableTopicException || failure instanceof ConfigurationException) {
      LOG.fatal(failure.getMessage());
      Quarkus.asyncExit(1);
      return;
    }
    boolean isInWords =
        failure instanceof TopicsMissingException || failure instanceof NotYetException;
    String why = isInWords ? failure.getMessage() : clients.inWords(failure);
    complaint.because("Not started yet: " + why);
    loop.missing(why);
    context.owner().setTimer(RETRY_MILLIS, timer -> ensureTopics());
  }

  void onStop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    clients.troubles().end();
    topicKeeper.giveUp();
    topicWatch.close();
    CompletableFuture<Void> stopped = loop.stop().toCompletionStage().toCompletableFuture();
    try {
      stopped.get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      LOG.warnf("Stopped without waiting any longer for Kafka: %s", late);
    }
  }
}
