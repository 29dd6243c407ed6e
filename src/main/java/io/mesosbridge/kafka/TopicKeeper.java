package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.mesosbridge.kafka.Topics.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jboss.logging.Logger;

/** Creates the topics that are missing and looks at those that are there. Blocks. */
public final class TopicKeeper {

  private static final Logger LOG = Logger.getLogger(TopicKeeper.class);

  private final KafkaClients clients;
  private final Topics topics;
  private final BridgeConfig config;
  private volatile Admin asked;
  private volatile boolean givenUp;

  /** Keeps these topics. */
  public TopicKeeper(KafkaClients clients, Topics topics, BridgeConfig config) {
    this.clients = clients;
    this.topics = topics;
    this.config = config;
  }

  /**
   * Makes sure that the bridge can work with the topics.
   *
   * @throws UnusableTopicException when an operator has to change a topic first
   * @throws TopicsMissingException when topics are missing and cannot be created; trying again
   *     helps once they are there or may be created
   * @throws ExecutionException when Kafka cannot be asked; trying again may help
   * @throws IllegalStateException after {@link #giveUp}
   */
  public void ensure()
      throws ExecutionException,
          InterruptedException,
          UnusableTopicException,
          TopicsMissingException {
    try (Admin admin = clients.admin("topics")) {
      asked = admin;
      if (givenUp) {
        throw new IllegalStateException("Kafka is not asked any more: the application stops");
      }
      Set<String> names = admin.listTopics().names().get();
      Predicate<Topic> there = topic -> names.contains(topic.name());
      provide(admin, topics.all().stream().filter(there.negate()).toList());
      if (there.test(topics.commands)) {
        checkCommandsPartition(admin);
      }
      checkGroup(admin);
      TopicSettings settings = new TopicSettings(admin, clients.maxRecordBytes());
      settings.check(topics.all().stream().filter(there).toList());
      clients.batches().atMost(settings.leastRoom());
    }
  }

  /** Ends what is being asked or will be, which fails then; for an application that stops. */
  public void giveUp() {
    givenUp = true;
    Admin admin = asked;
    if (admin != null) {
      KafkaClients.closeAtOnce(admin);
    }
  }

  private void provide(Admin admin, List<Topic> missing)
      throws ExecutionException, InterruptedException, TopicsMissingException {
    if (config.topics().create()) {
      new TopicCreation(config.topics(), clients.maxRecordBytes()).create(admin, missing);
    } else if (!missing.isEmpty()) {
      throw new TopicsMissingException(
          Topic.names(missing)
              + " are missing or hidden from this user, and bridge.topics.create=false: create them"
              + " and allow this user Read and Write");
    }
  }

  private void checkCommandsPartition(Admin admin)
      throws ExecutionException, InterruptedException, UnusableTopicException {
    String name = topics.commands.name();
    int partitions =
        admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size();
    if (partitions != 1) {
      throw new UnusableTopicException(
          "Topic "
              + name
              + " has "
              + partitions
              + " partitions, but the owner of its one partition leads: recreate it with exactly 1"
              + " partition, or set bridge.topics.prefix to one of its own");
    }
  }

  /** Who may not join the group would stand by for ever and call that ready. */
  private void checkGroup(Admin admin) throws ExecutionException, InterruptedException {
    String group = config.groupId();
    try {
      admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get();
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof GroupIdNotFoundException)) {
        throw failure;
      }
      LOG.debugf("Nobody has joined group %s yet", group);
    }
  }

  /** A topic that the bridge must not work with. */
  public static final class UnusableTopicException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTopicException(String message) {
      super(message);
    }
  }

  /** Topics that the bridge needs and does not have; the message says what to do. */
  public static final class TopicsMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    TopicsMissingException(String message) {
      super(message);
    }
  }

  /** Creates topics; where Kafka refuses one, says what an operator can do about it. Blocks. */
  static final class TopicCreation {

    private static final Logger LOG = Logger.getLogger(TopicCreation.class);

    private final BridgeConfig.Topics config;
    private final long maxRecordBytes;
    private final Map<String, List<Topic>> refused = new LinkedHashMap<>();

    TopicCreation(BridgeConfig.Topics config, long maxRecordBytes) {
      this.config = config;
      this.maxRecordBytes = maxRecordBytes;
    }

    void create(Admin admin, List<Topic> missing)
        throws ExecutionException, InterruptedException, TopicsMissingException {
      int replicas = replicas(admin, missing);
      List<NewTopic> requests = missing.stream().map(topic -> request(topic, replicas)).toList();
      Map<String, KafkaFuture<Void>> created = admin.createTopics(requests).values();
      for (Topic topic : missing) {
        await(topic, created.get(topic.name()));
      }
      if (!refused.isEmpty()) {
        throw new TopicsMissingException(
            refused.entrySet().stream()
                .map(
                    entry ->
                        Topic.names(entry.getValue()) + " cannot be created: " + entry.getKey())
                .collect(joining("; and ")));
      }
    }

    private NewTopic request(Topic topic, int replicas) {
      Optional<Short> wanted = config.replicationFactor().map(Integer::shortValue);
      return new NewTopic(topic.name(), Optional.of(topic.partitions()), wanted)
          .configs(topic.settings(maxRecordBytes, replicas));
    }

    /** How many replicas they will have; where the broker decides, it is asked first. */
    private int replicas(Admin admin, List<Topic> missing) throws InterruptedException {
      if (config.replicationFactor().isPresent() || missing.isEmpty()) {
        return config.replicationFactor().orElse(0);
      }
      NewTopic trial = request(missing.get(0), 0);
      try {
        return admin
            .createTopics(List.of(trial), new CreateTopicsOptions().validateOnly(true))
            .replicationFactor(trial.name())
            .get();
      } catch (ExecutionException notTold) {
        LOG.debugf("The broker does not tell its default replication factor: %s", notTold);
        return 0;
      }
    }

    private void await(Topic topic, KafkaFuture<Void> created)
        throws ExecutionException, InterruptedException {
      try {
        created.get();
        LOG.infof("Created topic %s", topic.name());
      } catch (ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof TopicExistsException) {
          LOG.debugf("Another instance created topic %s", topic.name());
        } else if (cause instanceof ApiException && !(cause instanceof RetriableException)) {
          refused.computeIfAbsent(inWords(cause), reason -> new ArrayList<>()).add(topic);
        } else {
          throw failure;
        }
      }
    }

    String inWords(Throwable refusal) {
      if (refusal instanceof UnsupportedVersionException) {
        return "a broker before 2.4 knows no replication factor of its own: set"
            + " bridge.topics.replication-factor, for example to 3";
      }
      if (refusal instanceof AuthorizationException) {
        return "this user may not; allow it Create on them, or create them and allow it Read and"
            + " Write";
      }
      if (refusal instanceof InvalidReplicationFactorException) {
        String factor =
            config
                .replicationFactor()
                .map(set -> "bridge.topics.replication-factor=" + set)
                .orElse(
                    "bridge.topics.replication-factor is not set, so the broker's default counts,"
                        + " and it");
        return refusal.getMessage() + " " + factor + " may be at most the number of brokers";
      }
      return refusal.getMessage();
    }
  }
}
