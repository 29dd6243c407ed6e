package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact.FrameworkIs;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Offered;
import io.mesosbridge.core.Known;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.Source;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which FrameworkInfo the policy judges what users of the HTTP API send. */
class ApiPermissionTest {

  private static final String POLICY =
      """
      rules:
      - {name: by-hand, roles: [batch], api-roles: operator, types: [LAUNCH]}
      - {name: theirs, roles: [web], users: [www]}
      - {name: others, types: [KILL]}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final JsonNode configured = info("www", "web"); // as an info-file has it, and no key
  private Loop loop;
  private ApiPermission permission;

  @BeforeEach
  void aBridge(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    BridgeConfig config = Configs.of(Map.of("bridge.commands.policy-file", file.toString()));
    Services services =
        new Services(
            "here",
            ((VertxInternal) vertx).createEventLoopContext(),
            config,
            new PolicyInForce(config, new SimpleMeterRegistry()),
            null,
            null,
            null,
            configured,
            null,
            null,
            null,
            null,
            Optional.empty());
    loop = new Loop(services);
    permission = new ApiPermission(loop, services);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static JsonNode info(String user, String... roles) {
    String all = String.join("\", \"", roles);
    return JsonTree.read(
        "{\"name\": \"shop\", \"roles\": [\"%s\"], \"user\": \"%s\"}".formatted(all, user));
  }

  private static Command launch() {
    return command(
        """
        {"type": "LAUNCH", "launch": {"task_infos": [
         {"task_id": "a", "command": {"value": "x"}, "resources": "cpus:1"}]}}
        """);
  }

  private static Command kill(String taskId) {
    return command("{\"type\": \"KILL\", \"kill\": {\"task_id\": \"%s\"}}".formatted(taskId));
  }

  private static Command accept(String offerId) {
    return command(
        "{\"type\": \"ACCEPT\", \"accept\": {\"offer_ids\": [\"%s\"]}}".formatted(offerId));
  }

  private static Command command(String json) {
    return (Command)
        new CommandReader(Optional.empty(), 100_000)
            .read(json.getBytes(UTF_8), new Source("mesos.commands", 0, 17, null));
  }

  private void read(FrameworkRecord record) throws Exception {
    read(new LogRecord(Topic.STATE, 0, 0, "framework", 0, new FrameworkIs(record)));
  }

  private void read(LogRecord record) throws Exception {
    loop.ask(
            bridge -> {
              bridge.read(List.of(record), Loop.now());
              return null;
            })
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static FrameworkRecord updated(JsonNode info, JsonNode configured) {
    return new FrameworkRecord(
        "f", State.REGISTERED, "http://m", "2026-01-01T00:00:00Z", info, configured, null);
  }

  @Test
  void theConfiguredInfoCountsWhereverItComesFrom() {
    assertThat(permission.refusal(launch(), "operator")).isEmpty();
  }

  @Test
  void whatACommandMadeOfTheInfoCounts() throws Exception {
    // When
    read(updated(info("www", "night"), configured));

    // Then
    assertThat(permission.refusal(launch(), "operator").orElseThrow().message())
        .contains("rule \"others\" allows no LAUNCH");
  }

  @Test
  void whatACommandMadeOfAnotherConfigurationCountsNoLonger() throws Exception {
    // When
    read(updated(info("root", "night"), info("nobody", "web")));

    // Then
    assertThat(permission.refusal(launch(), "operator")).isEmpty();
  }

  @Test
  void ofWhatACommandNamesTheRoleIsKnown() throws Exception {
    // Given
    String offer = "{\"allocation_info\": {\"role\": \"web\"}, \"resources\": []}";

    // When
    read(updated(info("www", "web", "batch"), configured));
    read(new LogRecord(Topic.TASKS, 0, 0, "w-1", 0, Known.live("w-1", null, "web", null)));
    read(new LogRecord(Topic.OFFERS, 0, 0, "o-1", 0, new Offered("o-1", offer.getBytes(UTF_8))));

    // Then
    assertThat(permission.refusal(kill("w-1"), "operator")).isEmpty();
    assertThat(permission.refusal(accept("o-1"), "operator")).isEmpty();
    assertThat(permission.refusal(kill("w-2"), "operator").orElseThrow().message())
        .contains("rule \"by-hand\" allows no KILL");
  }
}
