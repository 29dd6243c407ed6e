package io.mesosbridge.kafka;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The command channel of a user who may read no longer, by a real broker. */
class CommandTroubleTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;

  @Test
  void whateverWasMendedIsTriedAgainWithinFiveSeconds() throws IOException {
    // Given
    Properties settings = new Properties();

    // When
    try (InputStream file = Codecs.class.getResourceAsStream("/application.properties")) {
      settings.load(file);
    }

    // Then polls that fail, of whatever reason, and connections that fail, as by a login
    String commands = "mp.messaging.incoming.commands.";
    assertThat(Integer.valueOf(settings.getProperty(commands + "retry-max-wait")))
        .isLessThanOrEqualTo(5);
    assertThat(Integer.valueOf(settings.getProperty(commands + "reconnect.backoff.max.ms")))
        .isLessThanOrEqualTo(5_000);
  }

  @Test
  void readThatIsDeniedWhileItLeadsIsToldAndCommandsComeAgainOnceItIsAllowed() {
    // Given
    ADMIN.allow(SecuredBroker.USER, TOPIC, "denied.", READ, WRITE, CREATE);
    ADMIN.allow(SecuredBroker.USER, GROUP, "denied", READ);
    Map<String, Object> secured = SecuredBroker.secured(Map.of());
    try (ChannelRig rig = new ChannelRig(secured, "denied", Map.of());
        var producer =
            new KafkaProducer<>(
                SecuredBroker.open(), new ByteArraySerializer(), new ByteArraySerializer())) {
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.news.contains("assigned"));

      // When
      var denied = ADMIN.deny(SecuredBroker.USER, "denied.commands", READ);

      // Then
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.troubles.lasting().orElse("").contains("[denied.commands]"));
      assertThat(rig.troubles.lasting().orElseThrow()).contains("allow this user Read");
      var sent = producer.send(new ProducerRecord<>("denied.commands", new byte[] {1}));
      await().atMost(TestedBridge.PATIENCE).until(sent::isDone);
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> rig.troubles.lasting().orElse("").contains("from offset 0 on are not read"));

      ADMIN.undo(denied);
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.received.equals(List.of(0L)));
      await().atMost(TestedBridge.PATIENCE).until(() -> rig.troubles.lasting().isEmpty());
      assertThat(rig.news).containsExactly("assigned");
    }
  }
}
