package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxEndpointsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(cluster.url() + path));
  }

  private HttpResponse<String> strike(String fault, String json) {
    return TestFramework.send(
        to("/sandbox/faults/" + fault).POST(BodyPublishers.ofString(json)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) {
    return TestFramework.send(to(path).build(), BodyHandlers.ofString());
  }

  @Test
  void theStateShowsAgentsTasksFrameworksAndOffers() throws IOException {
    // Given
    framework.launch("shown", "sleep 1000");
    framework.update();

    // When
    var state = SimJson.MAPPER.readTree(get("/sandbox/state").body());

    // Then
    assertThat(state.path("agents").get(0).path("tasks").get(0).path("id").asText())
        .isEqualTo("shown");
    assertThat(state.path("frameworks").get(0).path("id").asText()).isEqualTo(framework.id());
    assertThat(state.path("masters").get(0).path("leads").asBoolean()).isTrue();
  }

  @Test
  void faultsStrikeOverHttp() {
    // Given
    framework.events().offers();

    // When
    var struck = strike("unknown-event", "");

    // Then
    assertThat(struck.statusCode()).isEqualTo(200);
    assertThat(framework.events().next().path("type").asText()).isEqualTo("FROM_THE_FUTURE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | {} | There is no fault 'nonsense'; GET /sandbox/faults lists those there are",
        "lose-agent | {} | The fault 'lose-agent' needs 'agent_id' and reads [agent_id]",
        "lose-agent | {\"agent_id\":\"x\"} | No agent 'x' is part of the cluster",
        "elect | {\"master\":7} | 'master' must be a number from 0 to 0, not 7",
        "chunks | {\"size\":\"x\"} | 'size' must be a whole number from 0 to 134217728, not \"x\"",
        "chunks | {\"size\":-1} | 'size' must be a whole number from 0 to 134217728, not -1",
        "chunks | {\"size\":7,\"hold\":5} | The fault 'chunks' knows no 'hold' and reads [size,"
            + " hold_ms?]",
        "clear | [] | The body must be a JSON object, not []",
        "answer-next-calls | {\"status\":99} | 'status' must be a whole number from 200 to 599, not 99",
        "answer-next-calls | {\"status\":\"503\"} | 'status' must be a whole number from 200 to"
            + " 599, not \"503\"",
        "delay-calls | {\"ms\":1.5} | 'ms' must be a whole number from 0 to 86400000, not 1.5",
        "answer-next-calls | {\"status\":503,\"type\":\"KIL\"} | 'type' must be one of [ACCEPT,"
            + " ACCEPT_INVERSE_OFFERS, ACKNOWLEDGE, ACKNOWLEDGE_OPERATION_STATUS, DECLINE,"
            + " DECLINE_INVERSE_OFFERS, KILL, MESSAGE, RECONCILE, RECONCILE_OPERATIONS, REQUEST,"
            + " REVIVE, SHUTDOWN, SUBSCRIBE, SUPPRESS, TEARDOWN, UPDATE_FRAMEWORK], not \"KIL\"",
        "drop-next-calls | {\"carried_out\":\"yes\"} | 'carried_out' must be true or false, not"
            + " \"yes\"",
        "garbage | {\"text\":5} | 'text' must be a text, not 5",
        "record-of-size | {\"bytes\":9} | The smallest such record has 200 bytes, not 9"
      },
      quoteCharacter = '`')
  void aMistakeIsAnsweredWithWhatWouldBeRight(String fault, String json, String answer) {
    // Given
    String known = get("/sandbox/faults").body();

    // When
    var refused = strike(fault, json);

    // Then
    assertThat(refused.statusCode()).isIn(400, 404);
    assertThat(refused.body()).isEqualTo(answer);
    assertThat(known.contains("\"" + fault + "\"")).isEqualTo(refused.statusCode() == 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | /api/v1 | 'POST'",
        "GET | /master/api/v1 | 'POST'",
        "PUT | /api/v1/scheduler | 'POST'",
        "GET | /teardown | 'POST'",
        "DELETE | /maintenance/schedule | 'GET', 'POST'"
      })
  void anotherMethodIsAnswered405WithThoseThereAre(String method, String path, String allowed) {
    // When
    var answer =
        TestFramework.send(
            to(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());

    // Then
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains(allowed.replace("'", ""));
    assertThat(answer.body())
        .isEqualTo(
            "405 Method Not Allowed. Expecting one of { %s }, but received '%s'."
                .formatted(allowed, method));
  }

  @ParameterizedTest
  @CsvSource({
    "frameworkId=%zz, Unable to decode query string",
    "framework=f-1, Missing 'frameworkId' query parameter",
    "frameworkId=nobody, No framework found with specified ID"
  })
  void aTeardownThatNamesNoFrameworkIsRefusedWithTheReason(String form, String reason) {
    // When
    var refused =
        TestFramework.send(
            to("/teardown").POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).startsWith(reason);
  }

  @Test
  void aStreamInProtobufIsRefusedWithTheReason() {
    // Given
    var subscribe = SimJson.object().put("type", "SUBSCRIBE");
    subscribe.putObject("subscribe").set("framework_info", TestFramework.info());

    // When
    var refused =
        TestFramework.send(
            to("/api/v1/scheduler")
                .header("Content-Type", "application/json")
                .header("Accept", "application/x-protobuf")
                .POST(BodyPublishers.ofString(subscribe.toString()))
                .build(),
            BodyHandlers.ofString());

    // Then
    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(refused.body()).contains("JSON only");
  }

  @Test
  void aBodyMayBeCompressed() throws IOException {
    // Given
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      gzip.write(
          SimJson.utf8(
              "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"" + framework.id() + "\"}}"));
    }

    // When
    var answer =
        TestFramework.send(
            to("/master/api/v1/scheduler")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("Mesos-Stream-Id", framework.events().streamId())
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofString());

    // Then
    assertThat(answer.statusCode()).isEqualTo(202);
  }
}
