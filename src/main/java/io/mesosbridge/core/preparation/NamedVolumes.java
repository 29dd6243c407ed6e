package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.Fit.Dealer;
import io.mesosbridge.core.offer.VolumeWish;

/** Writes persistent volumes as the offers have them, since tasks and executors name their ids. */
final class NamedVolumes {

  private NamedVolumes() {}

  /** Those that the offers do not have stay as they are: the master decides. */
  static void fill(ObjectNode call, CommandType type, Dealer dealer) {
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      fill(launch.payload().path("executor"), dealer);
      for (LaunchOperation.Task task : launch.tasks()) {
        fill(task.info().path("executor"), dealer);
        fill(task.info(), dealer);
      }
    }
  }

  private static void fill(JsonNode holder, Dealer dealer) {
    JsonNode resources = holder.path("resources");
    for (int i = 0; i < resources.size(); i++) {
      JsonNode wish = resources.get(i);
      JsonNode offered = VolumeWish.is(wish) ? dealer.volume(VolumeWish.read(wish)) : null;
      if (offered != null) {
        ((ArrayNode) resources).set(i, VolumeWish.granted(wish, offered));
      }
    }
  }
}
