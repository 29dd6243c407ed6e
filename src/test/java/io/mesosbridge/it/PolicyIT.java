package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running bridge reads its policy's file again. */
class PolicyIT {

  private static final String RELOADS = "bridge_commands_policy_reloads_total";

  @Test
  void aChangeOfTheFileCountsWithoutARestart(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("policy.yaml"), "rules: [{name: a, types: KILL}]");
    String key = "bridge.commands.policy-file";
    try (QuickWorld world = QuickWorld.quick();
        TestedBridge bridge =
            world.bridge("policy", with -> with.with(key, file.toString())).awaitReady()) {
      JsonNode before = bridge.carryOut("{\"type\": \"REVIVE\"}");
      Files.writeString(file, "rules: [{name: a, typs: REVIVE}]");
      await().until(() -> bridge.metric(RELOADS, "outcome=\"refused\"") == 1);
      JsonNode broken = bridge.carryOut("{\"type\": \"REVIVE\"}");

      // When
      Files.writeString(file, "rules: [{name: a, types: REVIVE}]");
      await().until(() -> bridge.metric(RELOADS, "outcome=\"taken\"") == 1);
      JsonNode after = bridge.carryOut("{\"type\": \"REVIVE\"}");

      // Then
      assertThat(before.at("/error/code").asText()).isEqualTo("NOT_ALLOWED");
      assertThat(before.at("/error/message").asText()).contains("rule \"a\" allows no REVIVE");
      assertThat(broken.at("/error/code").asText()).isEqualTo("NOT_ALLOWED");
      assertThat(bridge.process().logTail()).contains("line 1, typs is an unknown key");
      assertThat(after.path("outcome").asText()).isEqualTo("ACCEPTED");
    }
  }
}
