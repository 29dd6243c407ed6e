package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.Header;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.offer.AgentInfo;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.offer.Demand;
import io.mesosbridge.core.offer.Fit;
import io.mesosbridge.core.offer.Fit.Dealer;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.task.LiveTask.TaskLookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Prepares commands; never throws: what is wrong comes back as a refusal, even when it is the
 * bridge itself that is wrong, since nothing has been sent and no other command must suffer.
 */
public final class Preparation {

  private static final Logger LOG = Logger.getLogger(Preparation.class);

  /** What an ACCEPT may have most of: of its hundred thousand tasks all that stays as written. */
  static final Set<String> NEVER_FILLED =
      Set.of(
          "task_id",
          "command",
          "container",
          "labels",
          "data",
          "discovery",
          "health_check",
          "check",
          "scalar",
          "ranges",
          "set",
          "offer_ids",
          "filters");

  private Preparation() {}

  /**
   * What the bridge knows at the moment.
   *
   * @param frameworkId the subscribed framework's id
   * @param roles the framework's roles; empty when they are not known
   * @param mesos the master's version
   * @param offers the offers
   * @param tasks the live tasks
   * @param beingLaunched the tasks whose launch is under way, so that no update tells of them yet:
   *     sent, or waiting for an offer; those that the command launches are enough
   */
  public record Context(
      String frameworkId,
      Set<String> roles,
      MesosVersion mesos,
      OutstandingOffer.Lookup offers,
      TaskLookup tasks,
      Set<String> beingLaunched) {}

  /** Makes the command a call, or says what else to do about it. */
  public static Prepared prepare(Command command, Context context) {
    return orRefused(
        command,
        () -> {
          CallFilling.checkFramework(command, context);
          OlderMasters.mustKnow(command, context);
          if (command instanceof Command.Accept accept) {
            LaunchedTasks.mustBeNew(command, context, true);
            TaskPorts.mustBeAskable(accept.call(), accept.header().type());
            return accept(accept, null, context);
          }
          if (command instanceof Command.LaunchToPlace launch) {
            LaunchedTasks.mustBeNew(command, context, true);
            TaskPorts.mustBeAskable(launch.call(), launch.header().type());
            var demand = new LaunchDemand(launch.call(), launch.header().type());
            return new Prepared.ToPlace(demand.sum(context.roles()));
          }
          if (command instanceof Command.Subscribe || command instanceof Command.Cancel) {
            return new Prepared.NoCall();
          }
          return other(command, context);
        });
  }

  /**
   * Makes a launch that {@link #prepare} found fit to wait a call, now that it got offers. When one
   * went meanwhile the refusal says OFFER_GONE or UNKNOWN_OFFER, and it may wait on.
   */
  public static Prepared prepareOn(
      List<String> offerIds, Fit fit, Command.LaunchToPlace launch, Context context) {
    return orRefused(
        launch,
        () -> {
          CallFilling.checkFramework(launch, context);
          OlderMasters.mustKnow(launch, context);
          LaunchedTasks.mustBeNew(launch, context, false);
          return accept(launch.on(offerIds), fit, context);
        });
  }

  private static Prepared orRefused(Command command, Supplier<Prepared> preparation) {
    try {
      return preparation.get();
    } catch (RefusedException e) {
      return refused(command, e.error());
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "Command %s could not be prepared", LogField.command(command.header().id()));
      String message = "the bridge failed to make a call of it, and nothing was sent: " + bug;
      return refused(command, new CommandError(ErrorCode.INTERNAL, message, null));
    }
  }

  private static Prepared refused(Command command, CommandError error) {
    Header header = command.header();
    return new Prepared.Refused(new Refusal(header.id(), header.type().name(), error));
  }

  /** The fit is null when nobody has chosen ports. */
  private static Prepared accept(Command.Accept command, Fit fit, Context context) {
    NamedOffers offers = NamedOffers.of(command, context);
    CommandType type = command.header().type();
    ObjectNode call = (ObjectNode) ExactJson.NODES.copy(command.call(), NEVER_FILLED);
    LaunchedTasks.fill(call, type, offers, context);
    Fit chosen = fit == null ? TaskPorts.choose(call, type, offers) : fit;
    Dealer dealer = chosen.dealer();
    Map<String, List<Long>> ports = TaskPorts.fill(call, type, dealer);
    if (LaunchDemand.onlyLaunches(call)) {
      NamedVolumes.fill(call, type, dealer);
    }
    LaunchedTasks.fillRole(call, offers.role());
    LaunchDemand.mustBeMet(call, type, offers, context);
    OlderMasters.rewrite(call, type, context);
    List<String> offerIds = command.offerIds();
    return new Prepared.Ready(
        whole(call, context),
        command.taskIds(),
        offers.agent(),
        offerIds,
        ports,
        Allocation.inBrief(LaunchedTasks.allocations(call, type)));
  }

  private static Prepared other(Command command, Context context) {
    ObjectNode call =
        command.header().type() == CommandType.RECONCILE
            ? CallFilling.reconcile(command.call(), context)
            : (ObjectNode) ExactJson.NODES.copy(command.call(), Set.of());
    List<String> taskIds = List.of();
    String agentId = null;
    switch (command.header().type()) {
      case DECLINE -> NamedOffers.mustBeDeclinable(command, context);
      case REVIVE, SUPPRESS -> CallFilling.checkRoles(command, context);
      case UPDATE_FRAMEWORK -> CallFilling.fillInfo(call, context);
      case KILL -> {
        agentId = CallFilling.agentOfKill(call, context);
        taskIds = List.of(call.path("kill").path("task_id").path("value").textValue());
      }
      case SHUTDOWN -> agentId = CallFilling.agentOfShutdown(call, context);
      default -> agentId = agentId(call.path(command.header().type().payload()));
    }
    OlderMasters.rewrite(call, command.header().type(), context);
    AgentInfo agent = AgentInfo.named(agentId);
    return new Prepared.Ready(
        whole(call, context), taskIds, agent, command.offerIds(), Map.of(), List.of());
  }

  private static String agentId(JsonNode payload) {
    return payload.path("agent_id").path("value").textValue();
  }

  private static ObjectNode whole(ObjectNode call, Context context) {
    ObjectNode whole = ExactJson.NODES.objectNode();
    whole.putObject("framework_id").put("value", context.frameworkId());
    whole.setAll(call);
    return whole;
  }

  /** What is to be done about a command. */
  public sealed interface Prepared {

    /**
     * The call is to be sent.
     *
     * @param json the whole call, not to be changed; null when it has left
     * @param taskIds the tasks that it launches or kills
     * @param agent the agent that it concerns, if there is one
     * @param offerIds the offers that it uses up
     * @param ports those that tasks got which only wanted a number of them
     * @param allocations what the tasks get that it launches, as {@link Allocation#inBrief} has it
     */
    record Ready(
        ObjectNode json,
        List<String> taskIds,
        AgentInfo agent,
        List<String> offerIds,
        Map<String, List<Long>> ports,
        List<Allocation> allocations)
        implements Prepared {

      /** The agent's id, or null. */
      public String agentId() {
        return agent.id();
      }

      /** Of a command that has none. */
      public static final Ready NO_CALL =
          new Ready(null, List.of(), AgentInfo.named(null), List.of(), Map.of(), List.of());

      /** The call as it is sent. */
      public Call call() {
        return new Call(json.get("type").textValue(), ExactJson.bytes(json));
      }

      /** The same without the call, which has left and takes memory. */
      public Ready left() {
        return new Ready(null, taskIds, agent, offerIds, ports, List.of());
      }

      /**
       * One ACCEPT of several, since an offer can be accepted only once: the operations of all, one
       * after the other.
       *
       * @param accepts ACCEPT calls of the same offers with the same filters; at least one
       */
      public static Ready together(List<Ready> accepts) {
        ObjectNode shared = ExactJson.NODES.objectNode();
        ArrayNode operations = ExactJson.NODES.arrayNode();
        List<String> taskIds = new ArrayList<>();
        Map<String, List<Long>> ports = new LinkedHashMap<>();
        for (Ready accept : accepts) {
          shared.setAll(accept.json());
          accept.json().path("accept").path("operations").forEach(operations::add);
          taskIds.addAll(accept.taskIds());
          ports.putAll(accept.ports());
        }
        Ready first = accepts.get(0);
        ObjectNode payload = shared.putObject("accept");
        payload.setAll((ObjectNode) first.json().get("accept"));
        payload.set("operations", operations);
        return new Ready(shared, taskIds, first.agent(), first.offerIds(), ports, List.of());
      }
    }

    /** A launch is to wait for an offer that has the demand. */
    record ToPlace(Demand demand) implements Prepared {}

    /** The bridge carries it out itself: a SUBSCRIBE, a CANCEL. */
    record NoCall() implements Prepared {}

    /** Nothing is to be done. */
    record Refused(Refusal refusal) implements Prepared {}
  }
}
