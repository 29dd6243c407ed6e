package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What masters from 1.0 to 1.12 know, and the SUBSCRIBE that they get. */
class MesosVersionTest {

  private static final JsonNode INFO =
      JsonTree.read(
          """
          {"user":"root","name":"bridge","roles":["web"],"capabilities":[
           {"type":"MULTI_ROLE"},{"type":"PARTITION_AWARE"},{"type":"TASK_KILLING_STATE"},
           {"type":"RESERVATION_REFINEMENT"},{"type":"REGION_AWARE"}]}\
          """);

  private static MesosVersion version(String text) {
    return MesosVersion.parse(text).orElseThrow();
  }

  private static JsonNode info(SubscribeCall call) {
    return JsonTree.read(new String(call.json(), StandardCharsets.UTF_8))
        .at("/subscribe/framework_info");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, 1.0.0",
    "1.4.0, 1.4.0",
    "1.11.0-rc1, 1.11.0",
    "1.12.0, 1.12.0",
    "1.9, 1.9.0",
    "2.0.1, 2.0.1"
  })
  void aVersionIsRead(String text, String expected) {
    assertThat(version(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "1", "1.", "1.99999.0", "v1.4.0", "1.4.0.0", "1.4.x"})
  void whatIsNoVersionIsNone(String text) {
    assertThat(MesosVersion.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PARTITION_AWARE, 1.0.1, 1.1.0",
    "SHARED_RESOURCES, 1.0.1, 1.1.0",
    "LAUNCH_GROUP, 1.0.1, 1.1.0",
    "MULTI_ROLE, 1.1.1, 1.2.0",
    "RESERVATION_REFINEMENT, 1.3.2, 1.4.0",
    "REGION_AWARE, 1.3.2, 1.4.0",
    "RECONCILE_OPERATIONS, 1.4.3, 1.5.0",
    "ACKNOWLEDGE_OPERATION_STATUS, 1.4.3, 1.5.0",
    "GROW_VOLUME, 1.5.3, 1.6.0",
    "SHRINK_VOLUME, 1.5.3, 1.6.0",
    "CREATE_DISK, 1.6.2, 1.7.0",
    "DESTROY_DISK, 1.6.2, 1.7.0",
    "UPDATE_FRAMEWORK, 1.8.1, 1.9.0"
  })
  void eachNameIsKnownFromItsVersionOn(String name, String last, String first) {
    assertThat(version(last).knows(name)).isFalse();
    assertThat(version(first).knows(name)).isTrue();
    assertThat(version("2.0.0").knows(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, TASK_KILLING_STATE",
    "1.1.0, PARTITION_AWARE TASK_KILLING_STATE",
    "1.3.0, MULTI_ROLE PARTITION_AWARE TASK_KILLING_STATE",
    "1.4.0, MULTI_ROLE PARTITION_AWARE TASK_KILLING_STATE RESERVATION_REFINEMENT REGION_AWARE",
    "1.12.0, MULTI_ROLE PARTITION_AWARE TASK_KILLING_STATE RESERVATION_REFINEMENT REGION_AWARE"
  })
  void capabilitiesThatAVersionDoesNotKnowAreLeftAway(String version, String capabilities) {
    // When
    SubscribeCall call = SubscribeCall.of(INFO, "f", List.of(), version(version));

    // Then
    assertThat(info(call).path("capabilities").findValuesAsText("type"))
        .containsExactly(capabilities.split(" "));
    assertThat(call.leftAway().stream().filter(what -> what.startsWith("capability")))
        .hasSize(5 - capabilities.split(" ").length);
  }

  @Test
  void itSaysRoleWhereRolesAreNotKnown() {
    // When
    SubscribeCall call = SubscribeCall.of(INFO, "f", List.of(), version("1.1.0"));

    // Then
    assertThat(info(call).path("role").asText()).isEqualTo("web");
    assertThat(info(call).has("roles")).isFalse();
    assertThat(call.leftAway())
        .containsExactly(
            "capability MULTI_ROLE",
            "capability RESERVATION_REFINEMENT",
            "capability REGION_AWARE",
            "roles, the only one of which is said as role");
  }

  @Test
  void severalRolesAreNeverDropped() {
    // Given
    JsonNode info = JsonTree.read("{\"user\":\"root\",\"name\":\"n\",\"roles\":[\"a\",\"b\"]}");

    // When
    SubscribeCall call = SubscribeCall.of(info, "f", List.of(), version("1.0.0"));

    // Then
    assertThat(call.json()).isNull();
    assertThat(call.refusal())
        .isEqualTo(
            "the framework has 2 roles, but capability MULTI_ROLE came with Mesos 1.2.0, but the"
                + " master is 1.0.0; set bridge.framework.roles to one");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, false, false",
    "1.3.1, false, false",
    "1.4.0, true, false",
    "1.8.0, true, true"
  })
  void fieldsOfSubscribeThatAVersionDoesNotKnowAreLeftAway(
      String version, boolean suppressed, boolean filters) {
    // Given
    JsonNode info = JsonTree.read("{\"name\":\"n\",\"offer_filters\":{\"web\":{}}}");

    // When
    SubscribeCall call = SubscribeCall.of(info, "f", List.of("web"), version(version));

    // Then
    JsonNode subscribe =
        JsonTree.read(new String(call.json(), StandardCharsets.UTF_8)).path("subscribe");
    assertThat(subscribe.has("suppressed_roles")).isEqualTo(suppressed);
    assertThat(subscribe.path("framework_info").has("offer_filters")).isEqualTo(filters);
    assertThat(call.leftAway()).hasSize((suppressed ? 0 : 1) + (filters ? 0 : 1));
  }

  @Test
  void theNewestVersionGetsAllOfIt() {
    // When
    SubscribeCall call = SubscribeCall.of(INFO, null, List.of(), version("1.12.0"));

    // Then
    assertThat(info(call)).isEqualTo(INFO);
    assertThat(call.leftAway()).isEmpty();
  }
}
