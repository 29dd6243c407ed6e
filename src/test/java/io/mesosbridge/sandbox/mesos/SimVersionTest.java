package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated cluster is as strict as the version that it was given. */
class SimVersionTest {

  private static final String UNKNOWN_NAME =
      "Failed to convert JSON into Call protobuf: Failed to find enum for '%s'";
  private static final String RESERVE =
      """
      {'offer_ids':[{'value':'%s'}],'filters':{'refuse_seconds':0},'operations':[
       {'type':'RESERVE','id':{'value':'op'},'reserve':{'resources':[
        {'name':'cpus','type':'SCALAR','scalar':{'value':1},%s}]}}]}\
      """;

  private SimulatedCluster cluster;

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private void start(String version) {
    cluster =
        SimulatedCluster.builder()
            .version(version)
            .allocationInterval(Duration.ofMillis(20))
            .updateRetry(Duration.ofHours(1))
            .timeStandsStill()
            .start();
  }

  private static ObjectNode info(String... capabilities) {
    ObjectNode info = SimJson.object().put("user", "root").put("name", "test").put("role", "test");
    info.put("failover_timeout", 3600.0).put("principal", "ops");
    for (String capability : capabilities) {
      info.withArray("capabilities").addObject().put("type", capability);
      if (capability.equals("MULTI_ROLE")) {
        info.remove("role");
        info.putArray("roles").add("test");
      }
    }
    return info;
  }

  private TestFramework framework(String... capabilities) {
    return TestFramework.of(cluster, info(capabilities));
  }

  private String ask(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url() + path)).build();
    return TestFramework.send(request, BodyHandlers.ofString()).body();
  }

  private HttpResponse<InputStream> subscribe(String... capabilities) {
    ObjectNode call = SimJson.object().put("type", "SUBSCRIBE");
    call.putObject("subscribe").set("framework_info", info(capabilities));
    return TestFramework.send(
        HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(call.toString()))
            .build(),
        BodyHandlers.ofInputStream());
  }

  private static JsonNode offer(TestFramework framework) {
    return framework.events().offers().at("/offers/offers/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.3.0", "1.4.0", "1.8.0", "1.12.0"})
  void theMasterSaysItsVersion(String version) throws Exception {
    // Given
    start(version);

    // When
    try (EventStream events = TestFramework.open(cluster, info())) {
      JsonNode subscribed = events.next().path("subscribed");

      // Then
      assertThat(subscribed.has("master_info")).isEqualTo(!version.equals("1.0.0"));
      assertThat(subscribed.at("/master_info/version").asText("1.0.0")).isEqualTo(version);
    }
    for (String path : List.of("/version", "/state", "/slave(1)/state")) {
      JsonNode said = SimJson.MAPPER.readTree(ask(path));
      assertThat(said.path("version").asText()).as(path).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.13.0", "2.0.0", "0.28.0", "1.3", "one", ""})
  void aVersionThatIsNotSimulatedIsRefused(String version) {
    ClusterBuilder builder = SimulatedCluster.builder();
    assertThatThrownBy(() -> builder.version(version))
        .hasMessage(
            "'" + version + "' is no version that is simulated; write one from 1.0.0 to 1.12.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, PARTITION_AWARE",
    "1.1.0, MULTI_ROLE",
    "1.3.0, RESERVATION_REFINEMENT",
    "1.4.0, A_LATER_ONE"
  })
  void aCapabilityThatItDoesNotKnowIsRefusedInTheWordsOfMesos(String version, String name)
      throws IOException {
    // Given
    start(version);

    // When
    HttpResponse<InputStream> answer = subscribe("TASK_KILLING_STATE", name);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(UNKNOWN_NAME.formatted(name));
  }

  @ParameterizedTest
  @CsvSource({"1.1.0, PARTITION_AWARE", "1.3.0, MULTI_ROLE", "1.5.0, A_LATER_ONE"})
  void aCapabilityThatItKnowsOrDropsIsTaken(String version, String name) {
    start(version);
    assertThat(framework(name).id()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.3.0 | RECONCILE_OPERATIONS | Failed to convert JSON into Call protobuf: Failed to find"
            + " enum for ~RECONCILE_OPERATIONS~",
        "1.4.0 | ACKNOWLEDGE_OPERATION_STATUS | Failed to convert JSON into Call protobuf: Failed"
            + " to find enum for ~ACKNOWLEDGE_OPERATION_STATUS~",
        "1.8.0 | UPDATE_FRAMEWORK | Failed to validate scheduler::Call: Expecting ~type~ to be"
            + " present"
      })
  void aCallThatItDoesNotKnowGets400(String version, String type, String text) {
    // Given
    start(version);
    TestFramework framework = framework();

    // When
    HttpResponse<String> answer = framework.call(type, "{}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(text.replace('~', '\''));
  }

  @Test
  void anOperationThatItDoesNotKnowIsRefusedUpTo1_4AndDroppedLater() {
    // Given
    start("1.4.0");
    String grow =
        "{'offer_ids':[{'value':'%s'}],'operations':[{'type':'GROW_VOLUME','grow_volume':{}}]}";
    TestFramework old = framework();
    HttpResponse<String> refused =
        old.call("ACCEPT", grow.formatted(SimJson.idIn(offer(old), "id")));

    // When
    cluster.faults().masters().changeVersion("1.5.0");
    TestFramework later = framework();
    HttpResponse<String> dropped =
        later.call("ACCEPT", grow.formatted(SimJson.idIn(offer(later), "id")));

    // Then
    assertThat(refused.body()).isEqualTo(UNKNOWN_NAME.formatted("GROW_VOLUME"));
    assertThat(dropped.statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0, false", "1.1.0, false", "1.2.0, true", "1.12.0, true"})
  void offersSayWhomTheyAreAllocatedToFrom1_2On(String version, boolean said) {
    // Given
    start(version);

    // When
    JsonNode offer = offer(framework());

    // Then
    assertThat(offer.has("allocation_info")).isEqualTo(said);
    assertThat(offer.path("resources"))
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(one.has("allocation_info")).isEqualTo(said);
              assertThat(one.path("role").asText()).isEqualTo("*");
              assertThat(one.has("reservations")).isFalse();
            });
  }

  @Test
  void aReservationHasTheFormerFormatBefore1_4AndNobodyHearsOfTheOperation() {
    // Given
    start("1.3.0");
    TestFramework framework = framework();
    String former = "'role':'test','reservation':{'principal':'ops'}";

    // When
    framework.call("ACCEPT", RESERVE.formatted(SimJson.idIn(offer(framework), "id"), former));

    // Then
    assertThat(offer(framework).path("resources"))
        .anySatisfy(
            one -> {
              assertThat(one.path("role").asText()).isEqualTo("test");
              assertThat(one.at("/reservation/principal").asText()).isEqualTo("ops");
            });
    assertThat(cluster.ledger().events())
        .noneMatch(event -> event.type().equals("UPDATE_OPERATION_STATUS"));
  }

  @Test
  void reservationsAreIgnoredBefore1_4() {
    // Given
    start("1.3.0");
    TestFramework framework = framework();
    JsonNode offer = offer(framework);

    // When
    framework.call(
        "ACCEPT",
        TestFramework.accept(offer, "t", "sleep 100")
            .replace(
                "'scalar': {'value': 0.1}",
                "'scalar': {'value': 0.1}, 'reservations': [{'type': 'STATIC', 'role': 'x'}]"));

    // Then
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_RUNNING");
  }

  @Test
  void operationsAreReconciledInTheAnswerBefore1_9() throws IOException {
    // Given
    start("1.8.0");

    // When
    String asked = "{'operations':[{'operation_id':{'value':'op'}}]}";
    HttpResponse<String> answer = framework().call("RECONCILE_OPERATIONS", asked);

    // Then
    JsonNode told = SimJson.MAPPER.readTree(answer.body()).path("reconcile_operations");
    assertThat(told.findValuesAsText("state")).containsExactly("OPERATION_UNKNOWN");
    assertThat(cluster.ledger().events())
        .noneMatch(event -> event.type().equals("UPDATE_OPERATION_STATUS"));
  }

  @ParameterizedTest
  @CsvSource({"1.4.0, TASK_RUNNING", "1.5.0, TASK_STARTING"})
  void tasksReportThatTheyStartFrom1_5On(String version, String first) {
    start(version);
    TestFramework framework = framework();
    framework.launch("t", "sleep 100");
    assertThat(framework.update().path("state").asText()).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"1.4.0, true", "1.5.0, true", "1.5.1, false", "1.12.0, false"})
  void aHeartbeatMayComeBeforeSubscribedUpTo1_5_0(String version, boolean mayCome) {
    // Given
    start(version);

    // When
    for (int i = 0; i < 20; i++) {
      framework().close();
    }

    // Then
    List<Ledger.SentEvent> events = cluster.ledger().events();
    boolean early =
        IntStream.range(1, events.size())
            .filter(i -> events.get(i).type().equals("SUBSCRIBED"))
            .anyMatch(i -> events.get(i - 1).streamId().equals(events.get(i).streamId()));
    assertThat(early).isEqualTo(mayCome);
  }
}
