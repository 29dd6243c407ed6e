package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The command topic by SmallRye Reactive Messaging: the end of its channel, and once a second a
 * look at the topic, at the membership and at the thread that polls. Lives on the bridge's context;
 * what has to happen on the polling thread is {@link CommandConsumer}'s.
 */
@ApplicationScoped
@Default
@Identifier(CommandChannel.COMMIT_STRATEGY)
public class CommandChannel
    implements CommandTopic,
        CommandHandover.Receiver,
        KafkaCommitHandler.Factory,
        ClientCustomizer<Map<String, Object>> {

  /** The value of {@code commit-strategy}. */
  static final String COMMIT_STRATEGY = "low-water-mark";

  private static final Logger LOG = Logger.getLogger(CommandChannel.class);
  private static final String NAME = "commands";
  private static final long BEAT_MILLIS = 1_000;

  /** A poll that takes longer was tried again in vain, or nobody polls. */
  private static final double POLL_IS_LATE_SECONDS = 5;

  /** Looks in a row that find it late: a process that was paused is late once. */
  private static final int LATE_LOOKS = 5;

  private final Context context;
  private final KafkaClients clients;
  private final Multi<Message<byte[]>> messages;
  private final TopicKeeper topicKeeper;
  private final CommandTopicWatch watch;
  private final String topic;
  private final CommandsInHand inHand;
  private final CommandHandover handover;
  private final Complaint unseen;
  private final Complaint waits;
  private volatile KafkaConsumer<?, ?> client;
  private volatile CommandConsumer consumer;
  private volatile CommandProgress progress;
  private volatile BiConsumer<Throwable, Boolean> reportFailure;
  private Listener listener;
  private boolean missing;
  private boolean looking;
  private boolean beating;
  private int lateLooks;
  private long timer;

  /** Is told of its consumer by the connector. */
  public CommandChannel(
      Context context,
      KafkaClients clients,
      Topics topics,
      BridgeConfig config,
      @Channel(NAME) Multi<Message<byte[]>> messages) {
    this.messages = messages;
    this.context = context;
    this.clients = clients;
    this.topicKeeper = new TopicKeeper(clients, topics, config);
    this.topic = topics.commands.name();
    this.watch = new CommandTopicWatch(context, clients, topic);
    this.inHand = new CommandsInHand(config.commands().maxInHandBytes());
    this.handover = new CommandHandover(context, inHand, this);
    this.unseen = new Complaint(LOG, clients.troubles());
    this.waits = new Complaint(LOG, clients.troubles());
  }

  @Override
  public Map<String, Object> customize(
      String channel, Config channelConfig, Map<String, Object> config) {
    if (channel.equals(NAME) && config.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
      CommandsInHand.Poll poll = records -> consumer.polled(records);
      config.put(CommandsInHand.Poll.KEY, poll);
    }
    return config;
  }

  @Override
  public KafkaCommitHandler create(
      KafkaConnectorIncomingConfiguration config,
      Vertx vertx,
      KafkaConsumer<?, ?> created,
      BiConsumer<Throwable, Boolean> report) {
    client = created;
    reportFailure = report;
    progress = new CommandProgress(clients.troubles(), System::nanoTime);
    consumer = new CommandConsumer(created, inHand, this::tell, progress);
    return consumer;
  }

  private void tell(java.util.function.Consumer<Listener> news) {
    context.runOnContext(ignored -> news.accept(listener));
  }

  /**
   * Makes the consumer, and has it join the group. What is in hand is bounded by pausing it, in
   * bytes, so the end of the channel takes whatever comes.
   */
  @Override
  public void listen(Listener newListener) {
    listener = newListener;
    messages
        .subscribe()
        .with(
            handover::arrived,
            failure ->
                context.runOnContext(ignored -> die("the command channel failed: " + failure)));
    beat();
  }

  @Override
  public void settle(long offset) {
    if (inHand.settled(offset)) {
      steer(consumer::regulate);
    }
  }

  @Override
  public void settleAsDeadLetter(long offset, String why) {
    inHand
        .message(offset)
        .ifPresent(
            message ->
                message
                    .nack(new UnreadableCommandException(why))
                    .whenComplete(
                        (nothing, failure) ->
                            context.runOnContext(ignored -> setAside(offset, message, failure))));
  }

  private void setAside(long offset, Message<byte[]> message, Throwable failure) {
    if (failure != null) {
      LOG.errorf(failure, "%s-0@%d is no command and cannot be put aside either", topic, offset);
    }
    if (inHand.holds(offset, message)) {
      settle(offset);
    }
  }

  @Override
  public long unread() {
    return progress == null ? 0 : progress.unread();
  }

  @Override
  public void forget() {
    if (inHand.forget()) {
      steer(consumer::rewind);
    }
  }

  @Override
  public void received(List<ConsumerRecord<byte[], byte[]>> commands) {
    listener.received(commands);
  }

  @Override
  public void isMissing() {
    steer(consumer::rewind);
  }

  private void beat() {
    // a periodic one makes up at once for all that a paused process has missed
    timer = context.owner().setTimer(BEAT_MILLIS, due -> beat());
    if (isPollingDead()) {
      die("nobody polls commands any more");
    } else {
      look();
      if (!beating) {
        beating = true;
        steer(consumer::beat)
            .onSuccess(done -> waits.over("Commands wait no longer"))
            .onComplete(done -> beating = false);
      }
    }
  }

  /** A commit that is taken proves membership, but a member that does not poll gets no command. */
  private boolean isPollingDead() {
    boolean isLate = CommandProgress.secondsSincePoll(client.unwrap()) >= POLL_IS_LATE_SECONDS;
    lateLooks = isLate ? lateLooks + 1 : 0;
    return lateLooks >= LATE_LOOKS;
  }

  /** Liveness goes down, and the group gives the commands to an instance that polls. */
  private void die(String why) {
    context.owner().cancelTimer(timer);
    inHand.close();
    if (listener != null) {
      listener.lost(why);
    }
    reportFailure.accept(new IllegalStateException(why), true);
  }

  private void look() {
    if (!looking) {
      looking = true;
      watch
          .look()
          .compose(look -> look.isPresent() ? looked(look.get()) : provideTopic())
          .onFailure(failure -> unseen.because(clients.inWords(failure)))
          .onComplete(done -> looking = false);
    }
  }

  private Future<Void> looked(CommandTopicWatch.Look look) {
    if (missing) {
      missing = false;
      listener.lost(topic + " is there again");
    }
    return onPollingThread(polled -> consumer.looked(polled, look))
        .onSuccess(done -> unseen.over("Kafka tells of " + topic + " again"));
  }

  /** Makes the topic again when it is gone; whether it is there shows the next look. */
  private Future<Void> provideTopic() {
    return onPollingThread(consumer::gone)
        .compose(told -> context.executeBlocking(this::ensureTopics, false))
        .onFailure(this::topicStaysAway);
  }

  private void topicStaysAway(Throwable failure) {
    if (failure instanceof TopicsMissingException) {
      missing = true;
      listener.missing(failure.getMessage());
    }
  }

  private Void ensureTopics() throws Exception {
    topicKeeper.ensure();
    return null;
  }

  /** What fails makes commands wait until a beat succeeds. */
  private Future<Void> steer(java.util.function.Consumer<Consumer<?, ?>> action) {
    return onPollingThread(action)
        .onFailure(failure -> waits.because("Commands wait: " + clients.inWords(failure)));
  }

  private Future<Void> onPollingThread(java.util.function.Consumer<Consumer<?, ?>> action) {
    Promise<Void> done = Promise.promise();
    client
        .runOnPollingThread(
            polled -> {
              action.accept(polled);
            })
        .subscribe()
        .with(
            nothing -> context.runOnContext(ignored -> done.complete()),
            failure -> context.runOnContext(ignored -> done.fail(failure)));
    return done.future();
  }

  @PreDestroy
  void close() {
    topicKeeper.giveUp();
    watch.close();
  }

  /** What the dead letter's headers say. */
  static final class UnreadableCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableCommandException(String message) {
      super(message, null, false, false);
    }
  }
}
