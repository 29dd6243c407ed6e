package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Recent;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.TopicKeeper.TopicCreation;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.mesosbridge.kafka.Topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds whether the topics are still there and still the same. One that was
 * deleted is made again; one that somebody else made again, often a broker that creates whatever a
 * client asks for, gets the contract's settings. Lives as long as the process, on a thread of its
 * own.
 */
public final class TopicWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TopicWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final int FORMER_IDS = 1_000;

  private final KafkaClients clients;
  private final Topics topics;
  private final BridgeConfig config;
  private final Listener listener;
  private final Complaint complaint = new Complaint(LOG);
  private final Map<String, Known> known = new HashMap<>();
  private final Map<Uuid, Boolean> former = new Recent<>(FORMER_IDS);
  private final Duration period;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "bridge-topic-watch");
  private volatile Admin asked;

  private record Known(Uuid id, int partitions, boolean gone) {

    private boolean isStill(Uuid now) {
      return id.equals(now) && !(gone && id.equals(Uuid.ZERO_UUID));
    }
  }

  /** Told of the topics, on the watch's thread. */
  public interface Listener {

    /** A topic was deleted and is there again, empty, with the contract's settings if possible. */
    void recreated(Recreated recreated);

    /** Topics are missing and cannot be made again, for this reason; told again every time. */
    void missing(String why);

    /** All topics were found. */
    void complete();
  }

  /**
   * A topic that is another one than before.
   *
   * @param topic which; what it ought to be
   * @param formerId of the topic that was deleted; zero when it was never seen
   * @param id of the topic that is there now
   * @param formerPartitions how many partitions the deleted one had; 0 when it was never seen
   * @param partitions how many it has now
   */
  public record Recreated(
      Topic topic, Uuid formerId, Uuid id, int formerPartitions, int partitions) {

    /** Whether a producer may hold records for partitions that will never be there again. */
    public boolean hasFewerPartitions() {
      return partitions < formerPartitions;
    }
  }

  /** A watch that does not look yet. */
  public TopicWatch(KafkaClients clients, Topics topics, BridgeConfig config, Listener listener) {
    this(clients, topics, config, listener, PERIOD);
  }

  /** One that looks that often. */
  TopicWatch(
      KafkaClients clients,
      Topics topics,
      BridgeConfig config,
      Listener listener,
      Duration period) {
    this.period = period;
    this.clients = clients;
    this.topics = topics;
    this.config = config;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /** Begins to look; what is there now is what is expected from here on. */
  public void start() {
    thread.start();
  }

  /** Stops; returns at once. */
  @Override
  public void close() {
    end.countDown();
    Admin admin = asked;
    if (admin != null) {
      KafkaClients.closeAtOnce(admin);
    }
  }

  private void run() {
    try {
      do {
        try (Admin admin = clients.admin("topic-watch")) {
          asked = admin;
          watch(admin);
        } catch (ExecutionException | RuntimeException | Error failure) {
          complain("Topics cannot be watched: " + clients.inWords(failure));
        }
      } while (!endsWithin(PERIOD));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(Admin admin) throws ExecutionException, InterruptedException {
    Duration pause = SOON;
    while (!endsWithin(pause)) {
      pause = round(admin) ? period : SOON;
    }
  }

  private void complain(String why) {
    if (end.getCount() > 0) {
      complaint.because(why);
    }
  }

  /** Whether the watch ended. */
  private boolean endsWithin(Duration duration) throws InterruptedException {
    return end.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether there is nothing to look at soon. */
  private boolean round(Admin admin) throws ExecutionException, InterruptedException {
    List<Topic> missing = new ArrayList<>();
    boolean hidden = false;
    var answers =
        admin.describeTopics(topics.all().stream().map(Topic::name).toList()).topicNameValues();
    for (Topic topic : topics.all()) {
      try {
        seen(admin, topic, answers.get(topic.name()).get());
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
          missing.add(gone(topic));
        } else if (failure.getCause() instanceof AuthorizationException) {
          hidden = true;
          complain("Topic " + topic.name() + " cannot be watched: " + clients.inWords(failure));
        } else {
          throw failure;
        }
      }
    }
    if (missing.isEmpty()) {
      if (hidden) {
        return true;
      }
      complaint.over("All topics are there");
      listener.complete();
      return true;
    }
    return !provide(admin, missing);
  }

  private Topic gone(Topic topic) {
    Known before = known.getOrDefault(topic.name(), new Known(Uuid.ZERO_UUID, 0, true));
    known.put(topic.name(), new Known(before.id, before.partitions, true));
    return topic;
  }

  private boolean provide(Admin admin, List<Topic> missing)
      throws ExecutionException, InterruptedException {
    String why =
        Topic.names(missing) + " were deleted, and bridge.topics.create=false: create them";
    if (config.topics().create()) {
      try {
        LOG.warnf("Of %s none is there any more: making them again", Topic.names(missing));
        new TopicCreation(config.topics(), clients.maxRecordBytes())
            .create(admin, missing.stream().map(this::asBefore).toList());
        return true;
      } catch (TopicsMissingException refused) {
        why = refused.getMessage();
      }
    }
    complain(why);
    listener.missing(why);
    return false;
  }

  /** With as many partitions as before: a producer may hold records for each of them. */
  private Topic asBefore(Topic topic) {
    Known before = known.get(topic.name());
    return topics.isSingle(topic)
        ? topic
        : topic.with(Math.max(before.partitions, topic.partitions()));
  }

  private void seen(Admin admin, Topic topic, TopicDescription description)
      throws ExecutionException, InterruptedException {
    Known before = known.get(topic.name());
    Uuid id = description.topicId();
    if (before == null || before.isStill(id)) {
      known.put(topic.name(), new Known(id, description.partitions().size(), false));
    } else if (!former.containsKey(id)) {
      int partitions = mend(admin, topic, description);
      if (!before.id.equals(Uuid.ZERO_UUID)) { // brokers before 2.8 tell no other one of any topic
        former.put(before.id, true);
      }
      known.put(topic.name(), new Known(id, partitions, false));
      LOG.warnf("Topic %s was deleted and is there again, empty", topic.name());
      listener.recreated(new Recreated(topic, before.id, id, before.partitions, partitions));
    }
  }

  /** Returns how many partitions it has. */
  private int mend(Admin admin, Topic topic, TopicDescription description)
      throws ExecutionException, InterruptedException {
    int partitions = description.partitions().size();
    if (!config.topics().create()) {
      return partitions;
    }
    try {
      boolean isDefault =
          new TopicSettings(admin, clients.maxRecordBytes()).mend(topic, description);
      int wanted = asBefore(topic).partitions();
      if (isDefault && partitions < wanted) {
        widen(admin, topic, wanted);
        return wanted;
      }
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof ApiException)
          || failure.getCause() instanceof RetriableException) {
        throw failure;
      }
      LOG.warnf(
          "Topic %s was made again by somebody else, and cannot be given its settings: Kafka %s."
              + " Set %s",
          topic.name(), KafkaTrouble.inWords(failure), topic.settings(clients.maxRecordBytes(), 0));
    }
    return partitions;
  }

  private static void widen(Admin admin, Topic topic, int partitions)
      throws ExecutionException, InterruptedException {
    try {
      admin
          .createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(partitions)))
          .all()
          .get();
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof InvalidPartitionsException)) {
        throw failure;
      }
      LOG.debugf("Another instance has widened topic %s", topic.name());
    }
  }
}
