package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger.SentEvent;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands in the topics: the master's bytes, and headers that say what they are. */
class RecordsIT {

  private static final String RESERVE =
      """
      {"type":"ACCEPT","accept":{"offer_ids":["%s"],"operations":[
       {"type":"RESERVE","id":"reserve-1","reserve":{"resources":[
        {"name":"disk","type":"SCALAR","scalar":{"value":64},
         "reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}""";

  private static Instant began;
  private static QuickWorld world;
  private static TestedBridge bridge;
  private static String commandId;
  private static ConsumedOffer used;
  private static String streamId;
  private static String frameworkId;

  @BeforeAll
  static void oneSubscriptionWithAllKindsOfRecords() {
    began = Instant.now();
    world = QuickWorld.quick();
    bridge =
        world.bridge("records", with -> with.with("bridge.framework.roles", "web")).awaitReady();
    used = bridge.awaitOffer();
    commandId = bridge.send(TestedBridge.launch(used, "task-1", "sleep 2"));
    bridge.awaitUpdate("task-1", "TASK_FINISHED");
    bridge.run("task-2", "sleep 10000", "TASK_RUNNING");
    bridge.carryOut(RESERVE.formatted(bridge.awaitOffer("disk", 64).id()));
    bridge.awaitRecord("operation-updates", update -> update.key().equals("reserve-1"));
    String agentId =
        bridge.awaitUpdate("task-2", "TASK_RUNNING").json().at("/agent_id/value").asText();
    world.mesos().faults().agents().planMaintenance(agentId, began, java.time.Duration.ofHours(1));
    bridge.awaitRecord("events", event -> type(event).equals("INVERSE_OFFERS"));
    world.mesos().faults().agents().lose(agentId);
    bridge.awaitRecord("events", event -> type(event).equals("FAILURE"));
    bridge.awaitUpdate("task-2", "TASK_UNREACHABLE");
    bridge.awaitRecord("heartbeats", any -> true);
    streamId = bridge.status().path("stream_id").asText();
    frameworkId = bridge.frameworkId();
  }

  private static String type(KafkaRecord record) {
    return record.header("ce_type").replace("org.apache.mesos.v1.scheduler.", "");
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  private static Stream<KafkaRecord> records(String... topics) {
    return Stream.of(topics).flatMap(topic -> bridge.records(topic).stream());
  }

  @Test
  void everyRecordIsACloudEventOfTheFramework() {
    // When
    List<KafkaRecord> written =
        records(
                "offers",
                "task-updates",
                "tasks",
                "operation-updates",
                "heartbeats",
                "events",
                "command-results",
                "bridge-state")
            .filter(record -> record.header("ce_streamid") != null)
            .toList();

    // Then
    assertThat(written)
        .isNotEmpty()
        .allSatisfy(
            record -> {
              assertThat(record.header("content-type")).isEqualTo("application/json");
              assertThat(record.header("ce_specversion")).isEqualTo("1.0");
              assertThat(record.header("ce_type")).isNotBlank();
              assertThat(record.header("ce_id")).isNotBlank();
              assertThat(record.header("ce_source")).isEqualTo("/mesos/" + frameworkId);
              assertThat(record.header("ce_subject")).isEqualTo(record.key());
              assertThat(record.header("ce_streamid")).isEqualTo(streamId);
              assertThat(Long.parseLong(record.header("ce_sequence"))).isNotNegative();
              assertThat(OffsetDateTime.parse(record.header("ce_time")).toInstant())
                  .isBetween(began, Instant.now());
            });
    assertThat(written).extracting(KafkaRecord::topic).contains("offers", "tasks", "events");
  }

  @Test
  void everyRecordOfAnEventTellsItsNumberInTheSubscription() {
    // When
    List<KafkaRecord> events =
        records("offers", "task-updates", "operation-updates", "heartbeats", "events")
            .filter(record -> type(record).matches("[A-Z_]+"))
            .toList();

    // Then
    List<SentEvent> sent = // looked at later, since all the while there are more of both
        world.mesos().ledger().events().stream()
            .filter(event -> event.streamId().equals(streamId))
            .toList();
    assertThat(events)
        .allSatisfy(
            record -> {
              int sequence = Integer.parseInt(record.header("ce_sequence"));
              SentEvent event = sent.get(sequence - 1);
              assertThat(event.type()).isEqualTo(type(record));
              assertThat(event.json()).contains(record.value());
            });
  }

  @Test
  void eventsAreWholeAndVerbatimAndInTheirOrder() {
    // When
    List<String> values =
        records("events").filter(e -> type(e).matches("[A-Z_]+")).map(KafkaRecord::value).toList();

    // Then
    Set<String> elsewhere = Set.of("OFFERS", "UPDATE", "UPDATE_OPERATION_STATUS", "HEARTBEAT");
    assertThat(values)
        .isNotEmpty()
        .isEqualTo(
            world.mesos().ledger().events().stream()
                .filter(event -> !elsewhere.contains(event.type()))
                .map(SentEvent::json)
                .limit(values.size())
                .toList());
    assertThat(records("events"))
        .filteredOn(event -> type(event).matches("[A-Z_]+"))
        .allSatisfy(
            event -> {
              assertThat(event.key()).isEqualTo(frameworkId);
              assertThat(event.header("ce_id"))
                  .isEqualTo(streamId + "/" + event.header("ce_sequence"));
            });
    assertThat(records("events").map(RecordsIT::type).toList())
        .contains("SUBSCRIBED", "RESCIND", "INVERSE_OFFERS", "FAILURE", "io.mesosbridge.connected");
  }

  @Test
  void eachUpdateIsTheMastersBytesUnderItsTasksId() {
    // When
    List<KafkaRecord> updates = bridge.records("task-updates");

    // Then
    assertThat(updates)
        .allSatisfy(
            update -> {
              JsonNode status = update.json();
              assertThat(update.key()).isEqualTo(status.at("/task_id/value").asText());
              assertThat(update.header("ce_type")).endsWith(".scheduler.UPDATE");
              assertThat(update.header("ce_id"))
                  .isEqualTo(
                      status.has("uuid")
                          ? status.path("uuid").asText()
                          : streamId + "/" + update.header("ce_sequence"));
              assertThat(world.master().sent(frameworkId, "UPDATE"))
                  .anySatisfy(
                      event ->
                          assertThat(event.json())
                              .isEqualTo(
                                  "{\"type\":\"UPDATE\",\"update\":{\"status\":%s}}"
                                      .formatted(update.value())));
            });
    assertThat(bridge.updates("task-1"))
        .allSatisfy(u -> assertThat(u.header("mesos-command-id")).isEqualTo(commandId));
  }

  @Test
  void eachOfferIsTheMastersBytesUnderItsOwnId() {
    // When
    List<KafkaRecord> offers = records("offers").filter(offer -> !offer.isTombstone()).toList();

    // Then
    Set<String> sent = new TreeSet<>();
    for (SentEvent event : world.master().sent(frameworkId, "OFFERS")) {
      JsonTree.read(event.json())
          .at("/offers/offers")
          .forEach(o -> sent.add(o.at("/id/value").asText()));
    }
    assertThat(offers)
        .allSatisfy(
            offer -> {
              assertThat(offer.json().at("/id/value").asText()).isEqualTo(offer.key());
              assertThat(offer.header("ce_id")).isEqualTo(offer.key());
              assertThat(offer.header("ce_type")).endsWith(".scheduler.OFFERS");
            })
        .extracting(KafkaRecord::key)
        .doesNotHaveDuplicates()
        .isSubsetOf(sent)
        .contains(used.id());
  }

  @Test
  void operationUpdatesAndHeartbeatsAreFoundUnderTheirKeys() {
    // When
    KafkaRecord operation = bridge.records("operation-updates").get(0);
    KafkaRecord heartbeat = bridge.records("heartbeats").get(0);

    // Then
    assertThat(operation.key()).isEqualTo("reserve-1");
    assertThat(operation.header("ce_id")).isEqualTo(operation.json().at("/uuid/value").asText());
    assertThat(operation.header("ce_type")).endsWith(".scheduler.UPDATE_OPERATION_STATUS");
    assertThat(world.master().sent(frameworkId, "UPDATE_OPERATION_STATUS").get(0).json())
        .contains(operation.value());
    assertThat(heartbeat.key()).isEqualTo(frameworkId);
    assertThat(heartbeat.header("ce_type")).endsWith(".scheduler.HEARTBEAT");
    assertThat(heartbeat.value()).isEqualTo("{\"type\":\"HEARTBEAT\"}");
  }

  @Test
  void whatTheBridgeSaysItselfHasTypesOfItsOwn() {
    // When
    KafkaRecord result = bridge.awaitResult(commandId);
    KafkaRecord row = bridge.awaitRecord("tasks", record -> record.key().equals("task-2"));
    KafkaRecord framework =
        bridge.awaitRecord("bridge-state", record -> record.key().equals("framework"));

    // Then
    assertThat(result.header("ce_type")).isEqualTo("io.mesosbridge.command-result");
    assertThat(result.header("ce_id")).isEqualTo(commandId);
    assertThat(row.header("ce_type")).isEqualTo("io.mesosbridge.task");
    assertThat(framework.header("ce_type")).isEqualTo("io.mesosbridge.framework");
    assertThat(framework.json().path("framework_id").asText()).isEqualTo(frameworkId);
    assertThat(bridge.records("bridge-state"))
        .filteredOn(record -> record.key().equals("command/" + commandId))
        .extracting(KafkaRecord::isTombstone)
        .containsExactly(false, true);
  }
}
