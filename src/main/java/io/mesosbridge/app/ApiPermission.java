package io.mesosbridge.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.FrameworkOfLog;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.core.policy.Situation;
import io.mesosbridge.core.task.LiveTask;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks the policy in force whether a user of the HTTP API may send a command. */
@Singleton
public class ApiPermission {

  /** Of an offer, whose agent matters only where executors are known. */
  private static final String NO_AGENT = "";

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
    Situation situation =
        LoopAnswer.to(() -> loop.ask(bridge -> situation(bridge.memory(), command)))
            .await()
            .indefinitely();
    return policy.refusal(command, apiRole, situation);
  }

  /** By what the command names, the roles of its offers and tasks are known. */
  private Situation situation(Memory memory, Command command) {
    JsonNode info = FrameworkOfLog.info(memory.framework(), services.frameworkInfo());
    Map<String, OutstandingOffer> offers = new HashMap<>();
    for (String offerId : command.offerIds()) {
      byte[] offer = memory.offers().get(offerId);
      if (offer != null) {
        offers.put(offerId, new OutstandingOffer(offerId, NO_AGENT, offer, 0));
      }
    }
    Map<String, LiveTask> tasks = new HashMap<>();
    for (String taskId : command.namedTasks()) {
      LiveTask task = memory.tasks().get(taskId);
      if (task != null) {
        tasks.put(taskId, task);
      }
    }
    return Situation.ofNamed(FrameworkOfLog.roles(info), info.path("user").asText(), offers, tasks);
  }
}
