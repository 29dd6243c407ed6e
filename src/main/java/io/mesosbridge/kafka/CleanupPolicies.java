package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/** Warns of topics that lose records or pile them up; leaves them as they are. Blocks. */
final class CleanupPolicies {

  private static final Logger LOG = Logger.getLogger(CleanupPolicies.class);

  private final Admin admin;
  private final Map<String, List<Topic>> unchecked = new LinkedHashMap<>();

  CleanupPolicies(Admin admin) {
    this.admin = admin;
  }

  void check(List<Topic> present) throws ExecutionException, InterruptedException {
    Map<Topic, ConfigResource> resources =
        present.stream()
            .collect(
                toMap(
                    topic -> topic,
                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name())));
    var configs = admin.describeConfigs(resources.values()).values();
    for (Topic topic : present) {
      check(topic, configs.get(resources.get(topic)));
    }
    unchecked.forEach(
        (why, topics) ->
            LOG.warnf(
                "Not checked whether cleanup.policy is right for %s: %s",
                Topic.names(topics), why));
  }

  private void check(Topic topic, KafkaFuture<Config> settings)
      throws ExecutionException, InterruptedException {
    try {
      check(topic, settings.get().get(TopicConfig.CLEANUP_POLICY_CONFIG));
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof ApiException)) {
        throw failure;
      }
      leave(
          topic,
          failure.getCause() instanceof AuthorizationException
              ? "allow this user DescribeConfigs"
              : "Kafka " + KafkaTrouble.inWords(failure));
    }
  }

  private void leave(Topic topic, String why) {
    unchecked.computeIfAbsent(why, reason -> new ArrayList<>()).add(topic);
  }

  private void check(Topic topic, ConfigEntry policy) {
    if (policy == null) {
      leave(topic, "the broker does not tell it");
    } else {
      warn(topic, policy.value());
    }
  }

  private static void warn(Topic topic, String policy) {
    if (!topic.cleanupPolicy().equals(policy)) {
      LOG.warnf(
          "Topic %s has cleanup.policy=%s, but %s is right for it: its records may vanish or"
              + " pile up",
          topic.name(), policy, topic.cleanupPolicy());
    }
  }
}
