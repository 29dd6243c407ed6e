package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/** Warns of topics that lose records or pile them up; leaves them as they are. Blocks. */
final class CleanupPolicies {

  private static final Logger LOG = Logger.getLogger(CleanupPolicies.class);

  private final Admin admin;

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
    List<Topic> hidden = new ArrayList<>();
    for (Topic topic : present) {
      if (isHidden(topic, configs.get(resources.get(topic)))) {
        hidden.add(topic);
      }
    }
    if (!hidden.isEmpty()) {
      LOG.warnf(
          "Not checked whether cleanup.policy is right for %s: allow this user DescribeConfigs",
          Topic.names(hidden));
    }
  }

  private static boolean isHidden(Topic topic, KafkaFuture<Config> settings)
      throws ExecutionException, InterruptedException {
    try {
      warn(topic, settings.get().get(TopicConfig.CLEANUP_POLICY_CONFIG).value());
      return false;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof AuthorizationException) {
        return true;
      }
      throw failure;
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
