package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.LogLines;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** Brokers that are not quite as Kafka's. */
class CleanupPoliciesTest {

  private static final List<Topic> TOPICS = List.of(Topic.compacted("offers", 1));

  @Test
  void aBrokerThatDoesNotTellIsTakenAsItIs() throws Exception {
    // Given
    var settings = KafkaFuture.completedFuture(new Config(List.of()));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .containsExactly(
            "WARN Not checked whether cleanup.policy is right for topics offers: the broker does"
                + " not tell it");
  }

  @Test
  void aBrokerThatRefusesToTellIsTakenAsItIs() throws Exception {
    // Given
    KafkaFutureImpl<Config> settings = new KafkaFutureImpl<>();
    settings.completeExceptionally(new InvalidRequestException("not here"));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("WARN Not checked whether cleanup.policy is right for topics offers: Kafka ")
        .contains("not here");
  }

  private static List<String> check(KafkaFuture<Config> settings) throws Exception {
    try (LogLines log = new LogLines(CleanupPolicies.class);
        Answering admin = new Answering(settings)) {
      new CleanupPolicies(admin).check(TOPICS);
      return log.all();
    }
  }

  private static final class Answering extends ForwardingAdmin {
    private final KafkaFuture<Config> settings;

    private Answering(KafkaFuture<Config> settings) {
      super(Map.of("bootstrap.servers", "127.0.0.1:1"));
      this.settings = settings;
    }

    @Override
    public DescribeConfigsResult describeConfigs(
        Collection<ConfigResource> resources, DescribeConfigsOptions options) {
      return new Told(resources.stream().collect(toMap(resource -> resource, any -> settings)));
    }
  }

  private static final class Told extends DescribeConfigsResult {
    private Told(Map<ConfigResource, KafkaFuture<Config>> settings) {
      super(settings);
    }
  }
}
