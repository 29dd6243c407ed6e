package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** deploy/compose, by the schema of the Compose specification. */
class ComposeTest {

  private static final Path SCHEMA = Path.of("src/test/resources/compose-spec.json");

  private final JsonNode compose = DeployedFiles.yaml("compose/compose.yaml");
  private final JsonNode bridge = compose.at("/services/bridge");

  @Test
  void isOfTheComposeSpecification() {
    // Given
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
            .getSchema(DeployedFiles.read(SCHEMA));

    // Then
    assertThat(schema.validate(compose)).isEmpty();
  }

  @Test
  void whatHasToLastIsInVolumesThatAreDeclared() {
    // When
    Set<String> used = new TreeSet<>();
    compose
        .at("/services")
        .forEach(
            service ->
                service
                    .path("volumes")
                    .forEach(volume -> used.add(volume.asText().split(":", 2)[0])));
    used.removeIf(source -> source.startsWith("."));

    // Then
    assertThat(used)
        .isEqualTo(
            new TreeSet<>(
                compose.at("/volumes").properties().stream().map(Map.Entry::getKey).toList()));
    assertThat(List.of("kafka", "zookeeper", "mesos-master", "mesos-agent"))
        .allSatisfy(
            name -> assertThat(compose.at("/services/" + name + "/volumes")).as(name).isNotEmpty());
    assertThat(compose.at("/services/kafka/volumes/0").asText())
        .isEqualTo("kafka:" + compose.at("/services/kafka/environment/KAFKA_LOG_DIRS").asText());
  }

  @Test
  void theBridgeMayDoNothingThatItDoesNotNeed() {
    assertThat(bridge.at("/read_only").asBoolean()).isTrue();
    assertThat(bridge.at("/cap_drop/0").asText()).isEqualTo("ALL");
    assertThat(bridge.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
    // Docker's default for tmpfs is noexec, and a codec's library is run from there
    assertThat(bridge.at("/tmpfs/0").asText()).startsWith("/tmp:exec,");
    assertThat(bridge.at("/mem_limit").asText()).isEqualTo((BridgeFacts.memory() >> 30) + "g");
    assertThat(Integer.parseInt(bridge.at("/stop_grace_period").asText().replace("s", "")))
        .isGreaterThan(BridgeFacts.SECONDS_TO_END);
    assertThat(bridge.at("/ports"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "127.0.0.1:%1$d:%1$d".formatted(BridgeFacts.HTTP),
            "127.0.0.1:%1$d:%1$d".formatted(BridgeFacts.MANAGEMENT));
  }

  @Test
  void everyImageIsNamedByAnExactTagAndNoPortIsOpenToOthers() {
    compose
        .at("/services")
        .forEach(
            service -> {
              assertThat(service.path("image").asText())
                  .matches("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+(-[a-z]+[.]\\d+|-SNAPSHOT)?");
              service
                  .path("ports")
                  .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
            });
  }

  @Test
  void theBridgeIsBuiltFromADockerfileThatIsThere() {
    Path folder = DeployedFiles.path("compose").resolve(bridge.at("/build/context").asText());
    String file = bridge.at("/build/dockerfile").asText().replaceAll("\\$\\{\\w+:-(.*)}", "$1");

    assertThat(Stream.of(file, "deploy/Dockerfile.jvm").map(folder::resolve))
        .allSatisfy(dockerfile -> assertThat(dockerfile).exists());
  }
}
