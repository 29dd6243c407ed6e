package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.Topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jboss.logging.Logger;

/** Creates the topics that are missing and looks at those that are there. Blocks. */
public final class TopicKeeper {

  private static final Logger LOG = Logger.getLogger(TopicKeeper.class);

  private final KafkaClients clients;
  private final Topics topics;
  private final BridgeConfig config;
  private volatile Admin asked;

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
   */
  public void ensure()
      throws ExecutionException,
          InterruptedException,
          UnusableTopicException,
          TopicsMissingException {
    try (Admin admin = clients.admin("topics")) {
      asked = admin;
      Set<String> names = admin.listTopics().names().get();
      Predicate<Topic> there = topic -> names.contains(topic.name());
      provide(admin, topics.all().stream().filter(there.negate()).toList());
      if (there.test(topics.commands)) {
        checkCommandsPartition(admin);
      }
      checkGroup(admin);
      new TopicSettings(admin, clients.maxRecordBytes())
          .check(topics.all().stream().filter(there).toList());
    }
  }

  /** Ends what is being asked, which fails then; for an application that stops. */
  public void giveUp() {
    Admin admin = asked;
    if (admin != null) {
      admin.close(Duration.ZERO);
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
}
