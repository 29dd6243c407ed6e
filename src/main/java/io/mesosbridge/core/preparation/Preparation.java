package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.language.Header;
import io.mesosbridge.core.language.Refusal;
import io.mesosbridge.core.language.RefusedException;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Prepares commands; never throws: what is wrong comes back as a refusal, even when it is the
 * bridge itself that is wrong, since nothing has been sent and no other command must suffer.
 */
public final class Preparation {

  private static final Logger LOG = Logger.getLogger(Preparation.class);

  private Preparation() {}

  /** Makes the command a call, or says what else to do about it. */
  public static Prepared prepare(Command command, Context context) {
    return orRefused(
        command,
        () -> {
          FrameworkFilling.check(command, context);
          if (command instanceof Command.Accept accept) {
            new UniqueTasks(context).check(command, true);
            return accept(accept, context);
          }
          if (command instanceof Command.LaunchToPlace launch) {
            new UniqueTasks(context).check(command, true);
            return new Prepared.ToPlace(LaunchDemand.of(launch));
          }
          if (command instanceof Command.Subscribe) {
            return new Prepared.ToRegister();
          }
          return other(command, context);
        });
  }

  /**
   * Makes a launch that {@link #prepare} found fit to wait a call, now that it got an offer. When
   * the offer went meanwhile the refusal says OFFER_GONE or UNKNOWN_OFFER, and it may wait on.
   */
  public static Prepared prepareOn(String offerId, Command.LaunchToPlace launch, Context context) {
    return orRefused(
        launch,
        () -> {
          FrameworkFilling.check(launch, context);
          new UniqueTasks(context).check(launch, false);
          return accept(launch.on(offerId), context);
        });
  }

  private static Prepared orRefused(Command command, Supplier<Prepared> preparation) {
    try {
      return preparation.get();
    } catch (RefusedException e) {
      return refused(command, e.error());
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "Command %s could not be prepared", command.header().id());
      String message = "the bridge failed to make a call of it, and nothing was sent: " + bug;
      return refused(command, new CommandError(ErrorCode.INVALID, message, null));
    }
  }

  private static Prepared refused(Command command, CommandError error) {
    Header header = command.header();
    return new Prepared.Refused(new Refusal(header.id(), header.type().name(), error));
  }

  private static Prepared accept(Command.Accept command, Context context) {
    AcceptedOffers offers = AcceptedOffers.of(command, context);
    ObjectNode call = command.call().deepCopy();
    LaunchFilling.fill(call, command.header().type(), offers, context);
    RoleFilling.fill(call, offers.role());
    Sufficiency.check(command, offers, context);
    return ready(call, command.taskIds(), offers.agentId(), command.offerIds(), context);
  }

  private static Prepared other(Command command, Context context) {
    ObjectNode call = command.call().deepCopy();
    List<String> taskIds = List.of();
    String agentId = null;
    switch (command.header().type()) {
      case DECLINE -> DeclinedOffers.check(command, context);
      case REVIVE, SUPPRESS -> SubscribedRoles.check(command, context);
      case UPDATE_FRAMEWORK -> FrameworkFilling.fillInfo(call, context);
      case KILL -> {
        agentId = AgentFilling.ofKill(call, context);
        taskIds = List.of(call.at("/kill/task_id/value").textValue());
      }
      case SHUTDOWN -> agentId = AgentFilling.ofShutdown(call, context);
      case RECONCILE -> AgentFilling.ofReconcile(call, context);
      default ->
          agentId = call.path(command.header().type().payload()).at("/agent_id/value").textValue();
    }
    return ready(call, taskIds, agentId, command.offerIds(), context);
  }

  private static Prepared ready(
      ObjectNode call,
      List<String> taskIds,
      String agentId,
      List<String> offerIds,
      Context context) {
    ObjectNode whole = ExactJson.NODES.objectNode();
    whole.putObject("framework_id").put("value", context.frameworkId());
    whole.setAll(call);
    return new Prepared.Ready(whole, taskIds, agentId, offerIds);
  }
}
