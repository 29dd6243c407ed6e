package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.docs.CodeBlocks;
import io.mesosbridge.sandbox.ConsoleTools;
import io.mesosbridge.sandbox.Sandbox;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example of README.md and docs/commands.md, carried out as written, in the documents' order,
 * on agents as the sandbox has them: all sixteen calls, the shorthands and CANCEL.
 */
class DocumentedCommandsIT {

  private static final String WITH_EXECUTOR =
      """
      {"type":"LAUNCH","launch":{"offer_ids":["%s"],"filters":{"refuse_seconds":1},"task_infos":[
       {"task_id":"%s","resources":"cpus:0.1;mem:32","executor":{
        "executor_id":"%s","resources":"cpus:0.1;mem:32","command":{"value":"sleep 100000"}}}]}}""";
  private static final String CANCEL = "CANCEL";
  private static final String FITS_NOWHERE =
      """
      {"type":"LAUNCH","launch":{"task_infos":[
       {"task_id":"nowhere","resources":"cpus:1000","command":{"value":"true"}}]}}""";
  private static final Set<String> SHORTHANDS = Set.of("LAUNCH", "LAUNCH_GROUP");

  private static QuickWorld world;
  private static TestedBridge bridge;
  private static int tasks;

  @BeforeAll
  static void start() {
    world = QuickWorld.with(Sandbox::setUp);
    bridge =
        world.bridge("documented", with -> with.with("bridge.framework.roles", "web")).awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  static List<String> commands() {
    return CodeBlocks.commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anExampleIsAcceptedAndReachesTheMasterAsAValidCall(String example) {
    // Given
    String command = withThingsThatExist(withoutId(example));
    String type = JsonTree.read(example).path("type").asText();
    String callType = SHORTHANDS.contains(type) ? "ACCEPT" : type;
    long before = taken(callType);

    // When
    String id = bridge.send(command);

    // Then
    JsonNode result = bridge.awaitResult(id).json();
    assertThat(result.path("outcome").asText()).as("%s\n%s", command, result).isEqualTo("ACCEPTED");
    assertThat(result.path("type").asText()).isEqualTo(type);
    assertThat(bridge.results(id)).isEqualTo(1);
    assertThat(taken(callType)).isGreaterThanOrEqualTo(type.equals(CANCEL) ? 0 : before + 1);
    result.path("task_ids").forEach(task -> isRunOrWillBe(task.asText()));
  }

  private static void isRunOrWillBe(String taskId) {
    List<String> states = bridge.awaitStates(taskId);
    assertThat(states).as(taskId).doesNotContain("TASK_ERROR", "TASK_LOST", "TASK_DROPPED");
  }

  private static long taken(String type) {
    return world.mesos().ledger().calls(type).stream()
        .filter(call -> call.status() == 200 || call.status() == 202 || type.equals("SUBSCRIBE"))
        .count();
  }

  private static String withoutId(String example) {
    return example.replaceFirst("\"id\": \"[^\"]*\",\\s*\"type\"", "\"type\"").strip();
  }

  /** The examples' offers, agents, tasks and executors stand for real ones. */
  private static String withThingsThatExist(String example) {
    String command = example.replace("\"framework-1\"", quoted(bridge.frameworkId()));
    if (example.contains("db")) {
      String task = "db-task-" + ++tasks;
      String offerId = bridge.awaitOffer().id();
      bridge.launch(WITH_EXECUTOR.formatted(offerId, task, task + "-x"), task, "TASK_RUNNING");
      command = command.replace("\"db-1\"", quoted(task)).replace("\"db\"", quoted(task + "-x"));
    }
    if (example.contains("agent-1") || example.contains("offer-1")) {
      boolean needsPort = example.contains("31000");
      ConsumedOffer offer =
          bridge.awaitOffer(
              each -> each.scalar("disk") >= 2048 && (!needsPort || each.hasPort(31000)));
      command =
          command
              .replace("\"offer-1\"", quoted(offer.id()))
              .replace("\"agent-1\"", quoted(offer.agentId()));
    }
    if (example.contains(CANCEL)) {
      command = command.replace("\"deploy-42\"", quoted(bridge.send(FITS_NOWHERE)));
    }
    return command.replaceAll(
        "(?<!\"role\": )\"(web|nginx|job|app|sidecar|pod)(-1)?\"(?=[,}]|\\s)",
        "\"$1-" + ++tasks + "\"");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @Test
  void theExamplesAreOfAllSixteenCallsAndTheShorthands() {
    // When
    Set<String> types =
        commands().stream()
            .map(c -> JsonTree.read(c).path("type").asText())
            .collect(Collectors.toSet());

    // Then
    assertThat(types).hasSize(16 + SHORTHANDS.size() + 2);
  }

  @Test
  void theLinesForKafkasConsoleToolsRunAsWritten(@TempDir Path tools) throws IOException {
    // Given
    ConsoleTools.in(tools);
    bridge.run("console", "sleep 600", "TASK_RUNNING");
    String lines =
        CodeBlocks.consoleTools()
            .replace("127.0.0.1:9092", world.kafka().bootstrapServers())
            .replace("target/sandbox", tools.toString())
            .replace("--topic mesos.", "--topic documented.")
            .replace("\"web-1\"", "\"console\"");

    // When
    Process shell = new ProcessBuilder("sh", "-ec", lines).redirectErrorStream(true).start();

    // Then
    try (BufferedReader seen = shell.inputReader()) {
      assertThat(
              CompletableFuture.supplyAsync(
                  () -> seen.lines().anyMatch(line -> line.contains("TASK_KILLED"))))
          .succeedsWithin(TestedBridge.PATIENCE)
          .isEqualTo(true);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
    }
  }
}
