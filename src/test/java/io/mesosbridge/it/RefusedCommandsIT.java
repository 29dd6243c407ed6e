package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A command that cannot be carried out gets its result and harms no other; replies reach whoever
 * asked.
 */
class RefusedCommandsIT {

  private static final String REVIVE = "{\"type\":\"REVIVE\"}";

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge =
        world
            .bridge(
                "refused",
                with ->
                    with.with(
                        "bridge.commands.allowed", "LAUNCH,KILL,REVIVE,DECLINE,ACCEPT,MESSAGE"))
            .awaitReady();
    bridge.run("there-1", "sleep 100000", "TASK_RUNNING");
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"type":"LUNCH"} | UNKNOWN_TYPE | /type | did you mean LAUNCH?
          {"type":"TEARDOWN"} | NOT_ALLOWED | /type | bridge.commands.allowed
          {"type":"KILL","kill":{}} | INVALID | /kill/task_id | "task_id": "web-1"
          {"type":"REVIVE","framework_id":"other"} | FRAMEWORK_MISMATCH | /framework_id | other
          {"type":"REVIVE","expires_at":"2020-01-01T00:00:00Z"} | EXPIRED | /expires_at | 2020
          {"type":"DECLINE","decline":{"offer_ids":["nope"]}} | UNKNOWN_OFFER | /decline/offer_ids/0 | nope
          {"type":"LAUNCH","launch":{"offer_ids":["OFFER"],"task_infos":[{"task_id":"there-1"}]}} | DUPLICATE_TASK | /launch/task_infos/0/task_id | TASK_RUNNING
          {"type":"LAUNCH","launch":{"offer_ids":["OFFER"],"task_infos":[{"task_id":"big-1","resources":"cpus:100"}]}} | INSUFFICIENT_RESOURCES | /launch/task_infos/0/resources | lacks cpus
          {"type":"LAUNCH","deadline":"PT1S","launch":{"task_infos":[{"task_id":"big-2","resources":"cpus:100"}]}} | NO_FIT | | cpus
          """)
  void aBadCommandIsToldWhatIsWrongAndWhere(
      String command, String code, String field, String message) {
    // Given
    String sent = command.replace("OFFER", bridge.awaitOffer().id());

    // When
    JsonNode result = bridge.carryOut(sent);

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("REJECTED");
    assertThat(result.at("/error/code").asText()).as("%s", result).isEqualTo(code);
    assertThat(result.at("/error/field").textValue()).isEqualTo(field);
    assertThat(result.at("/error/message").asText()).contains(message);
    assertThat(result.path("http_status").isNull()).isTrue();
  }

  @Test
  void aRefusalByTheMasterIsPassedOnWithItsStatusAndText() {
    // Given
    world.mesos().faults().answerNextCalls(1, "REVIVE", 400, "Not today");

    // When
    JsonNode result = bridge.carryOut(REVIVE);

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(result.path("http_status").asInt()).isEqualTo(400);
    assertThat(result.at("/error/code").asText()).isEqualTo("REFUSED_BY_MASTER");
    assertThat(result.at("/error/message").asText()).contains("400", "Not today");
  }

  @Test
  void aRecordThatIsNoCommandGoesToTheDeadLettersAndTheNextIsCarriedOut() {
    // Given
    String noJson = "KILL web-1";

    // When
    long offset = bridge.sendRaw(noJson.getBytes(UTF_8), Map.of("mine", "kept".getBytes(UTF_8)));

    // Then
    KafkaRecord letter =
        bridge.awaitRecord("commands.dead-letter", record -> noJson.equals(record.value()));
    assertThat(letter.key()).isEqualTo("any");
    assertThat(letter.headers())
        .containsEntry("mine", "kept")
        .containsEntry("dead-letter-topic", "refused.commands")
        .containsEntry("dead-letter-partition", "0")
        .containsEntry("dead-letter-offset", Long.toString(offset))
        .hasEntrySatisfying("dead-letter-reason", why -> assertThat(why).contains("JSON"));
    JsonNode result = bridge.awaitResult("refused.commands-0-" + offset).json();
    assertThat(result.at("/error/code").asText()).isEqualTo("MALFORMED");
    assertThat(result.at("/command/offset").asLong()).isEqualTo(offset);
    assertThat(bridge.carryOut(REVIVE).path("outcome").asText()).isEqualTo("ACCEPTED");
  }

  @Test
  void aRecordThatIsNoCommandMayBeAsLargeAsTheTopicTakes() {
    // Given
    byte[] noJson = new byte[2 << 20];
    Arrays.fill(noJson, (byte) 'x');

    // When
    long offset = bridge.sendRaw(noJson, Map.of());

    // Then
    KafkaRecord letter =
        bridge.awaitRecord(
            "commands.dead-letter",
            record -> Long.toString(offset).equals(record.header("dead-letter-offset")));
    assertThat(letter.value()).hasSize(noJson.length);
    assertThat(bridge.carryOut(REVIVE).path("outcome").asText()).isEqualTo("ACCEPTED");
  }

  @Test
  void aDeadLetterThatKafkaRefusesHarmsNoOther() {
    // Given
    String letters = "refused.commands.dead-letter";
    String before = world.admin().setting(letters, "max.message.bytes");
    world.admin().change(letters, "max.message.bytes", "10000");

    // When
    bridge.sendRaw(new byte[20_000], Map.of());

    // Then
    long offset = bridge.sendRaw("KILL web-2".getBytes(UTF_8), Map.of());
    bridge.awaitRecord(
        "commands.dead-letter",
        record -> Long.toString(offset).equals(record.header("dead-letter-offset")));
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> world.admin().committed("refused", "refused.commands") > offset);
    world.admin().change(letters, "max.message.bytes", before);
  }

  @Test
  void theHeadersIdServesACommandThatNamesNone() {
    // When
    bridge.sendRaw(REVIVE.getBytes(UTF_8), Map.of("ce_id", "from-header".getBytes(UTF_8)));

    // Then
    assertThat(bridge.awaitResult("from-header").json().path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({
    "REPLY_TOPIC, REPLY_CORRELATION_ID, REPLY_PARTITION",
    "kafka_replyTopic, kafka_correlationId, kafka_replyPartition"
  })
  void theResultGoesToTheTopicThatTheRequesterNamed(
      String topic, String correlation, String partition) {
    // Given
    String replies = "replies-" + topic.replace('_', '-');
    world.admin().create(replies, 1, Map.of());
    Map<String, byte[]> headers =
        Map.of(
            "ce_id",
            topic.getBytes(UTF_8),
            topic,
            replies.getBytes(UTF_8),
            correlation,
            "question-7".getBytes(UTF_8),
            partition,
            ByteBuffer.allocate(4).putInt(0).array());

    // When
    bridge.sendRaw(REVIVE.getBytes(UTF_8), headers);

    // Then
    KafkaRecord reply = world.admin().awaitRecord(replies);
    assertThat(reply.value()).isEqualTo(bridge.awaitResult(topic).value());
    assertThat(reply.headers())
        .doesNotContainKey(topic)
        .containsEntry(correlation, "question-7")
        .containsKey(partition);
  }

  @Test
  void aReplyTopicThatDoesNotExistHarmsNobody() {
    // Given
    Map<String, byte[]> headers =
        Map.of("ce_id", "lost".getBytes(UTF_8), "REPLY_TOPIC", "no-such-topic".getBytes(UTF_8));

    // When
    bridge.sendRaw(REVIVE.getBytes(UTF_8), headers);

    // Then
    assertThat(bridge.awaitResult("lost").json().path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.carryOut(REVIVE).path("outcome").asText()).isEqualTo("ACCEPTED");
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.metric("bridge_replies_failed_total") == 1);
  }
}
