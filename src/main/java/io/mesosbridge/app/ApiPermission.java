package io.mesosbridge.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Bridge;
import io.mesosbridge.core.FrameworkOfLog;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.policy.CommandPolicy;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Asks the policy in force whether a user of the HTTP API may send a command. */
@Singleton
public class ApiPermission {

  private final Loop loop;
  private final Services services;

  ApiPermission(Loop loop, Services services) {
    this.loop = loop;
    this.services = services;
  }

  /**
   * Why the policy refuses the command; empty when it does not. Waits for the bridge's event loop,
   * which knows the FrameworkInfo in force: not to be called on one.
   *
   * @param apiRole the user's, {@code viewer} or {@code operator}
   * @throws io.smallrye.mutiny.TimeoutException when the event loop does not answer
   */
  public Optional<CommandError> refusal(Command command, String apiRole) {
    CommandPolicy policy = services.policy().policy();
    if (policy.isOpen()) {
      return Optional.empty();
    }
    JsonNode info = LoopAnswer.to(() -> loop.ask(this::info)).await().indefinitely();
    return policy.refusal(command, apiRole, FrameworkOfLog.roles(info), info.path("user").asText());
  }

  private JsonNode info(Bridge bridge) {
    return FrameworkOfLog.info(bridge.memory().framework(), services.frameworkInfo());
  }
}
