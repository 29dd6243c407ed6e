package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.RefusedException;
import io.mesosbridge.core.offer.Resources;

/**
 * Refuses launches that want more than their offers have, task by task as the master does. Never
 * refuses what the master might take: with other operations in the ACCEPT, and for volumes, which
 * tasks may share, the master decides; executors that may be running are not counted.
 */
final class Sufficiency {

  private Sufficiency() {}

  static void check(Command.Accept command, AcceptedOffers offers, Context context) {
    if (!onlyLaunches(command)) {
      return;
    }
    Resources left = offers.resources();
    for (LaunchDemand.Part part :
        LaunchDemand.parts(command, id -> mayBeRunning(id, offers, context))) {
      Resources wanted = Resources.read(part.resources()).divisible();
      if (!left.contains(wanted)) {
        throw insufficient(part, wanted, left);
      }
      left = left.minus(wanted);
    }
  }

  private static RefusedException insufficient(
      LaunchDemand.Part part, Resources wanted, Resources left) {
    return new RefusedException(
        ErrorCode.INSUFFICIENT_RESOURCES,
        part.at(),
        "%s wants %s, but of the offers there is left %s, which lacks %s; ask for less"
            .formatted(part.at(), wanted, left.isEmpty() ? "nothing" : left, wanted.minus(left)));
  }

  private static boolean onlyLaunches(Command command) {
    for (JsonNode operation : command.call().path("accept").path("operations")) {
      if (!operation.path("type").asText().startsWith("LAUNCH")) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeRunning(String executorId, AcceptedOffers offers, Context context) {
    return offers.haveExecutor(executorId) || !context.tasks().findByExecutor(executorId).isEmpty();
  }
}
