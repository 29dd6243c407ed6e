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
      - {name: theirs, roles: [web], users: [www]}
      - {name: others, types: [KILL]}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final JsonNode configured = info("web", "www"); // as an info-file has it, and no key
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

  private static JsonNode info(String role, String user) {
    return JsonTree.read(
        "{\"name\": \"shop\", \"roles\": [\"%s\"], \"user\": \"%s\"}".formatted(role, user));
  }

  private static Command launch() {
    String json =
        """
        {"type": "LAUNCH", "launch": {"task_infos": [
         {"task_id": "a", "command": {"value": "x"}, "resources": "cpus:1"}]}}
        """;
    return (Command)
        new CommandReader(Optional.empty(), 100_000)
            .read(json.getBytes(UTF_8), new Source("mesos.commands", 0, 17, null));
  }

  private void read(FrameworkRecord record) throws Exception {
    LogRecord of = new LogRecord(Topic.STATE, 0, 0, "framework", 0, new FrameworkIs(record));
    loop.ask(
            bridge -> {
              bridge.read(List.of(of), Loop.now());
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
    read(updated(info("batch", "www"), configured));

    // Then
    assertThat(permission.refusal(launch(), "operator").orElseThrow().message())
        .contains("rule \"others\" allows no LAUNCH");
  }

  @Test
  void whatACommandMadeOfAnotherConfigurationCountsNoLonger() throws Exception {
    // When
    read(updated(info("batch", "root"), info("web", "nobody")));

    // Then
    assertThat(permission.refusal(launch(), "operator")).isEmpty();
  }
}
