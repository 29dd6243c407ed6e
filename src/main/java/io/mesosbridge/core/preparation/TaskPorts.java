package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.offer.Demand;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.offer.Fit.Dealer;
import io.mesosbridge.core.offer.PortWish;
import io.mesosbridge.core.offer.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives tasks ports where they want a number of them, whichever are free. */
final class TaskPorts {

  /** An agent has no more, and all tasks of a command are on one. */
  private static final int MOST = 65_535;

  private TaskPorts() {}

  /** Refuses wishes that can never come true. */
  static void mustBeAskable(ObjectNode call, CommandType type) {
    int sum = 0;
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      mustNotAsk(launch.payload().path("executor"), launch.at());
      for (LaunchOperation.Task task : launch.tasks()) {
        mustNotAsk(task.info().path("executor"), task.at());
        int asked = 0;
        for (JsonNode resource : task.info().path("resources")) {
          asked += PortWish.is(resource) ? read(resource, task.at()).number() : 0;
        }
        sum += asked;
        if (asked > PortWish.MOST || sum > MOST) {
          throw RefusedException.invalid(
              task.at().field("resources"),
              "asks for %d ports, and its command so far for %d; at most %d a task and %d a command"
                  .formatted(asked, sum, PortWish.MOST, MOST));
        }
      }
    }
  }

  private static PortWish read(JsonNode resource, Pointer task) {
    try {
      return PortWish.read(resource);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid(task.field("resources"), e.getMessage());
    }
  }

  private static void mustNotAsk(JsonNode executor, Pointer holder) {
    for (JsonNode resource : executor.path("resources")) {
      if (PortWish.is(resource)) {
        throw RefusedException.invalid(
            holder.field("executor").field("resources"),
            "asks for a number of ports, which only a task can; name an executor's ports, for"
                + " example ports:[31000-31000]");
      }
    }
  }

  /** Free ports of the offers, which the command does not name, and the volumes that it does. */
  static Fit choose(ObjectNode call, CommandType type, NamedOffers offers) {
    List<JsonNode> lists = new ArrayList<>();
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      lists.add(launch.payload().path("executor").path("resources"));
      for (LaunchOperation.Task task : launch.tasks()) {
        lists.add(task.info().path("executor").path("resources"));
        lists.add(task.info().path("resources"));
      }
    }
    return lists.stream().noneMatch(Fit::fillsIn)
        ? Fit.NONE
        : Fit.of(Demand.of(lists), reserved(call, offers.resources()));
  }

  /** What there is once the command has changed whose it is. */
  private static Resources reserved(ObjectNode call, Resources offered) {
    Resources free = offered;
    for (JsonNode operation : call.path("accept").path("operations")) {
      JsonNode reserve = operation.path("reserve");
      JsonNode unreserve = operation.path("unreserve");
      switch (operation.path("type").asText()) {
        case "RESERVE" -> {
          JsonNode source = reserve.path("source");
          Resources before =
              source.isArray() ? Resources.read(source) : outer(reserve.path("resources"));
          free = free.minus(before).plus(Resources.read(reserve.path("resources")));
        }
        case "UNRESERVE" ->
            free =
                free.minus(Resources.read(unreserve.path("resources")))
                    .plus(outer(unreserve.path("resources")));
        default -> {
          // no other operation changes whose ports are
        }
      }
    }
    return free;
  }

  /** The same without their last reservation. */
  private static Resources outer(JsonNode resources) {
    JsonNode outer = resources.deepCopy();
    for (JsonNode resource : outer) {
      if (resource.path("reservations") instanceof ArrayNode stack && !stack.isEmpty()) {
        stack.remove(stack.size() - 1);
      } else {
        ((ObjectNode) resource).remove(List.of("role", "reservation"));
      }
    }
    return Resources.read(outer);
  }

  /**
   * Writes them into the call.
   *
   * @return the ports of each task that wants some
   */
  static Map<String, List<Long>> fill(ObjectNode call, CommandType type, Dealer dealer) {
    Map<String, List<Long>> all = new LinkedHashMap<>();
    for (LaunchOperation launch : LaunchOperation.in(call, type)) {
      for (LaunchOperation.Task task : launch.tasks()) {
        List<Long> ports = fill(task, dealer);
        if (!ports.isEmpty()) {
          new ToldPorts(ports, task.at()).tell(task.info());
          all.put(task.id(), ports);
        }
      }
    }
    return all;
  }

  private static List<Long> fill(LaunchOperation.Task task, Dealer dealer) {
    List<Long> ports = new ArrayList<>();
    JsonNode resources = task.info().path("resources");
    for (int i = 0; i < resources.size(); i++) {
      if (PortWish.is(resources.get(i))) {
        PortWish wish = read(resources.get(i), task.at());
        List<Long> dealt = dealer.deal(wish);
        mustBeAll(dealt, wish, task.at());
        ports.addAll(dealt);
        ((ArrayNode) resources).set(i, PortWish.granted((ObjectNode) resources.get(i), dealt));
      }
    }
    return ports;
  }

  private static void mustBeAll(List<Long> dealt, PortWish wish, Pointer task) {
    if (dealt.size() < wish.number()) {
      Pointer at = task.field("resources");
      throw new RefusedException(
          ErrorCode.INSUFFICIENT_RESOURCES,
          at,
          "%s wants %d ports, but of the offers there are left %d; ask for fewer"
              .formatted(at, wish.number(), dealt.size()));
    }
  }
}
