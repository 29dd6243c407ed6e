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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates topics; where Kafka refuses one, says what an operator can do about it. Blocks. */
final class TopicCreation {

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
              .map(entry -> Topic.names(entry.getValue()) + " cannot be created: " + entry.getKey())
              .collect(joining("; and ")));
    }
  }

  private NewTopic request(Topic topic, int replicas) {
    Optional<Short> wanted =
        config.replicationFactor().isPresent()
            ? Optional.of((short) config.replicationFactor().getAsInt())
            : Optional.empty();
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

  private String inWords(Throwable refusal) {
    if (refusal instanceof AuthorizationException) {
      return "this user may not; allow it Create on them, or create them and allow it Read and"
          + " Write";
    }
    if (refusal instanceof InvalidReplicationFactorException) {
      String factor =
          config.replicationFactor().isPresent()
              ? "bridge.topics.replication-factor=" + config.replicationFactor().getAsInt()
              : "bridge.topics.replication-factor is not set, so the broker's default counts, and"
                  + " it";
      return refusal.getMessage() + " " + factor + " may be at most the number of brokers";
    }
    return refusal.getMessage();
  }
}
