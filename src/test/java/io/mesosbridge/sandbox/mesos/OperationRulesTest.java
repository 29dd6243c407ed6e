package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations are refused in the words of the master's source, and make nothing out of nothing. */
class OperationRulesTest {

  private static final String RESERVED =
      "'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64}, 'reservations':"
          + " [{'type': 'DYNAMIC', 'role': 'test', 'principal': 'ops'}]";
  private static final String VOLUME =
      RESERVED
          + ", 'disk': {'persistence': {'id': 'v', 'principal': 'ops'},"
          + " 'volume': {'container_path': 'data', 'mode': 'RW'}}";

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .updateRetry(Duration.ofHours(1))
          .timeStandsStill()
          .start();
  private final TestFramework framework = subscribe();

  private TestFramework subscribe() {
    ObjectNode info = TestFramework.info("RESERVATION_REFINEMENT").put("principal", "ops");
    return TestFramework.of(cluster, info);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** The status of an operation that is the only one of an ACCEPT. */
  private JsonNode status(String type, String payload) {
    JsonNode offer = framework.events().offers().path("offers").path("offers").get(0);
    framework.call(
        "ACCEPT",
        "{'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': 0}, 'operations': [%s]}"
            .formatted(
                SimJson.idIn(offer, "id"),
                "{'type': '%s', 'id': {'value': 'op'}, '%s': %s}"
                    .formatted(type, type.toLowerCase(Locale.ROOT), payload)));
    return framework.events().next().path("update_operation_status").path("status");
  }

  private static String filled(String payload) {
    return payload
        .replace("ANOTHER", VOLUME.replace("'v'", "'w'"))
        .replace("VOLUME", VOLUME)
        .replace("RESERVED", RESERVED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': -64},"
            + " 'reservations': [{'type': 'DYNAMIC', 'role': 'test', 'principal': 'ops'}]}]}"
            + " | Invalid resources: Invalid resources: Resource 'disk(allocated: test)"
            + "(reservations: [(DYNAMIC,test,ops)]):-64' is invalid: Invalid scalar resource:"
            + " value < 0",
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64},"
            + " 'reservations': [{'type': 'DYNAMIC', 'role': 'other', 'principal': 'ops'}]}]}"
            + " | A reserve operation was attempted for a resource with role 'other', but the"
            + " resource was allocated to role 'test'",
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64},"
            + " 'reservations': [{'type': 'DYNAMIC', 'role': 'test', 'principal': 'eve'}]}]}"
            + " | A reserve operation was attempted by authenticated principal 'ops', which does"
            + " not match a reserved resource in the request with principal 'eve'",
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64},"
            + " 'reservations': [{'type': 'DYNAMIC', 'role': 'test'}]}]}"
            + " | A reserve operation was attempted by principal 'ops', but there is a reserved"
            + " resource in the request with no principal set",
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64},"
            + " 'reservations': [{'type': 'STATIC', 'role': 'test'}]}]}"
            + " | Resource disk(allocated: test)(reservations: [(STATIC,test)]):64 is not"
            + " dynamically reserved",
        "RESERVE | {'resources': [{RESERVED, 'allocation_info': {'role': 'other'}}]}"
            + " | A reserve operation was attempted for a resource with role 'test', but the"
            + " resource was allocated to role 'other'",
        "RESERVE | {'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64},"
            + " 'reservations': [{'type': 'DYNAMIC', 'role': 'other', 'principal': 'ops'}],"
            + " 'allocation_info': {'role': 'other'}}]}"
            + " | A reserve operation was attempted for a resource allocated to role 'other', but"
            + " the framework only has roles '{ test }'",
        "CREATE | {'volumes': [{VOLUME}, {ANOTHER, 'allocation_info': {'role': 'other'}}]}"
            + " | Invalid volume resources: The resources have multiple allocation roles ('other'"
            + " and 'test') but only one allocation role is allowed",
        "GROW_VOLUME | {'volume': {VOLUME}, 'addition': {RESERVED,"
            + " 'allocation_info': {'role': 'other'}}}"
            + " | Incompatible resources in the 'GrowVolume.volume' and 'GrowVolume.addition'"
            + " fields",
        "UNRESERVE | {'resources': [{VOLUME}]}"
            + " | A dynamically reserved persistent volume disk(allocated: test)(reservations:"
            + " [(DYNAMIC,test,ops)])[v:data]:64 cannot be unreserved directly. Please destroy the"
            + " persistent volume first then unreserve the resource",
        "CREATE | {'volumes': [{RESERVED}]}"
            + " | Not a persistent volume: Resource disk(allocated: test)(reservations:"
            + " [(DYNAMIC,test,ops)]):64 does not have DiskInfo",
        "CREATE | {'volumes': [{VOLUME, 'shared': {}}]}"
            + " | Create volume operation for 'disk(allocated: test)(reservations:"
            + " [(DYNAMIC,test,ops)])[v:data]<SHARED>:64' has been attempted by framework 'FRAMEWORK' with no"
            + " SHARED_RESOURCES capability",
        "DESTROY | {'volumes': [{VOLUME}]} | Persistent volumes not found",
        "GROW_VOLUME | {'volume': {VOLUME}, 'addition': {'name': 'cpus', 'type': 'SCALAR',"
            + " 'scalar': {'value': 1}}}"
            + " | Incompatible resources in the 'GrowVolume.volume' and 'GrowVolume.addition'"
            + " fields",
        "SHRINK_VOLUME | {'volume': {VOLUME}, 'subtract': {'value': 100}}"
            + " | Value of 'ShrinkVolume.subtract' must be smaller than the size of"
            + " 'ShrinkVolume.volume'",
        "CREATE_DISK | {'source': {'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 64}},"
            + " 'target_type': 'MOUNT'} | 'source' is not managed by a resource provider",
        "SHRED_VOLUME | {} | Unknown offer operation"
      })
  void anOperationIsRefusedWithTheMastersReason(String type, String payload, String reason) {
    // When
    JsonNode status = status(type, filled(payload));

    // Then
    assertThat(status.path("state").asText()).isEqualTo("OPERATION_ERROR");
    assertThat(status.path("message").asText())
        .startsWith(reason.replace("FRAMEWORK", framework.id()) + "; on agent ");
    assertThat(cluster.state()).contains("disk:8192");
  }

  @Test
  void afterCreateTheVolumeStandsBeforeTheRestOfTheDisk() {
    // Given
    status("RESERVE", filled("{'resources': [{RESERVED}]}").replace("64", "100"));

    // When
    JsonNode created = status("CREATE", filled("{'volumes': [{VOLUME}]}"));

    // Then
    assertThat(created.path("state").asText()).isEqualTo("OPERATION_FINISHED");
    JsonNode offer = framework.events().offers().path("offers").path("offers").get(0);
    List<String> order =
        offer.path("resources").findValuesAsText("name").stream().distinct().toList();
    assertThat(order).containsExactly("ports", "disk", "cpus", "mem");
    assertThat(offer.path("resources").get(1).at("/disk/persistence/id").asText()).isEqualTo("v");
    assertThat(offer.path("resources").get(2).path("disk").isMissingNode()).isTrue();
    assertThat(offer.path("resources").get(2).at("/scalar/value").asInt()).isEqualTo(36);
  }

  private static String labelled(String labels) {
    return "{'resources': [{"
        + RESERVED.replace("'ops'}", "'ops', 'labels': {'labels': [" + labels + "]}}")
        + "}]}";
  }

  @Test
  void whatIsReservedWithLabelsIsUnreservedHoweverTheyAreWritten() {
    // Given
    status("RESERVE", labelled("{'key': 'rack', 'value': '1'}, {'key': 'b'}"));

    // When
    JsonNode status = status("UNRESERVE", labelled("{'key': 'b'}, {'value': '1', 'key': 'rack'}"));

    // Then
    assertThat(status.path("state").asText()).isEqualTo("OPERATION_FINISHED");
    assertThat(cluster.state()).contains("disk:8192");
  }

  @Test
  void aMessageShowsLabelsAndVolumesSoThatDifferentThingsReadDifferently() {
    // Given
    status("RESERVE", labelled("{'key': 'rack', 'value': '1'}, {'key': 'b'}"));
    status("RESERVE", filled("{'resources': [{RESERVED}]}"));
    status("CREATE", filled("{'volumes': [{VOLUME}]}"));

    // When
    JsonNode status = status("UNRESERVE", filled("{'resources': [{RESERVED}]}"));

    // Then
    assertThat(status.path("message").asText())
        .contains("disk(allocated: test)(reservations: [(DYNAMIC,test,ops,{rack: 1, b})]):64")
        .contains("disk(allocated: test)(reservations: [(DYNAMIC,test,ops)])[v:data]:64")
        .contains("does not contain disk(allocated: test)(reservations: [(DYNAMIC,test,ops)]):64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UNRESERVE | {'resources': [{RESERVED, OTHER}]}",
        "CREATE | {'volumes': [{VOLUME, OTHER}]}"
      })
  void whatIsAllocatedToAnotherRoleIsNoneOfWhatIsOffered(String type, String payload) {
    // Given
    status("RESERVE", filled("{'resources': [{RESERVED}]}"));

    // When
    String other = "'allocation_info': {'role': 'other'}";
    JsonNode status = status(type, filled(payload.replace("OTHER", other)));

    // Then
    assertThat(status.path("state").asText()).isEqualTo("OPERATION_ERROR");
    assertThat(status.path("message").asText())
        .endsWith("does not contain disk(allocated: other)(reservations: [(DYNAMIC,test,ops)]):64");
  }
}
