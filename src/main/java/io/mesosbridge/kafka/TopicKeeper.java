package io.mesosbridge.kafka;

import io.mesosbridge.config.TopicsConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates the topics that are missing and looks at those that are there. Blocks. */
public final class TopicKeeper {

  private static final Logger LOG = Logger.getLogger(TopicKeeper.class);

  private final KafkaClients clients;
  private final Topics topics;
  private final TopicsConfig config;

  /** Keeps these topics. */
  public TopicKeeper(KafkaClients clients, Topics topics, TopicsConfig config) {
    this.clients = clients;
    this.topics = topics;
    this.config = config;
  }

  /**
   * Makes sure that the bridge can work with the topics.
   *
   * @throws UnusableTopicException when an operator has to change a topic first
   * @throws ExecutionException when Kafka cannot be asked; trying again may help
   */
  public void ensure() throws ExecutionException, InterruptedException, UnusableTopicException {
    try (Admin admin = clients.admin("topics")) {
      Set<String> present = admin.listTopics().names().get();
      if (config.create()) {
        create(admin, topics.all().stream().filter(t -> !present.contains(t.name())).toList());
      }
      if (present.contains(topics.commands.name())) {
        checkCommandsPartition(admin);
      }
      warnOfCleanupPolicies(
          admin, topics.all().stream().filter(t -> present.contains(t.name())).toList());
    }
  }

  private void create(Admin admin, List<Topic> missing)
      throws ExecutionException, InterruptedException {
    List<NewTopic> requests = new ArrayList<>();
    for (Topic topic : missing) {
      Optional<Short> replicas =
          config.replicationFactor().isPresent()
              ? Optional.of((short) config.replicationFactor().getAsInt())
              : Optional.empty();
      requests.add(
          new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas)
              .configs(topic.settings(clients.maxRecordBytes())));
    }
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(requests).values().entrySet()) {
      try {
        created.getValue().get();
        LOG.infof("Created topic %s", created.getKey());
      } catch (ExecutionException failure) {
        if (!(failure.getCause() instanceof TopicExistsException)) {
          throw failure;
        }
        LOG.debugf("Another instance created topic %s", created.getKey());
      }
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

  private void warnOfCleanupPolicies(Admin admin, List<Topic> present)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Topic> byResource = new HashMap<>();
    present.forEach(
        topic ->
            byResource.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic));
    var configs = admin.describeConfigs(byResource.keySet()).all().get();
    byResource.forEach(
        (resource, topic) -> {
          String policy = configs.get(resource).get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
          if (!topic.cleanupPolicy().equals(policy)) {
            LOG.warnf(
                "Topic %s has cleanup.policy=%s, but %s is right for it: its records may vanish or"
                    + " pile up",
                topic.name(), policy, topic.cleanupPolicy());
          }
        });
  }

  /** A topic that the bridge must not work with. */
  public static final class UnusableTopicException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTopicException(String message) {
      super(message);
    }
  }
}
