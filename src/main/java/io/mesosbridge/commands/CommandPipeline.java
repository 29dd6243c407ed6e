package io.mesosbridge.commands;

import io.mesosbridge.commands.Completion.Details;
import io.mesosbridge.commands.Doubts.Verdict;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.Reading;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.state.Framework;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Remembered;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The way of commands through the bridge: read as they come, carried out in their order, as long as
 * there is a subscription to carry them out under. Lives on the bridge's context.
 */
public final class CommandPipeline {

  private static final CommandError INTERRUPTED =
      new CommandError(
          ErrorCode.INTERRUPTED,
          "the bridge or its connection died around sending the call, and nobody can tell whether"
              + " it took effect; look before you repeat it under another id",
          null);
  private static final CommandError OFFERS_VOID =
      new CommandError(
          ErrorCode.OFFER_GONE,
          "the subscription broke before the master took the call, and its offers with it; use"
              + " offers that mesos.offers still has",
          null);

  private final CommandReader reader;
  private final Framework framework;
  private final Completion completion;
  private final Execution execution;
  private final CommandEffects effects;
  private final Doubts doubts;
  private final TreeMap<Long, CommandWork> waiting = new TreeMap<>();
  private final Followers followers = new Followers();
  private boolean subscribed;
  private boolean noCallLeaves;

  private CommandPipeline(
      CommandReader reader, Parts parts, Completion completion, CommandEffects effects) {
    this.reader = reader;
    this.framework = parts.framework();
    this.completion = completion;
    this.effects = effects;
    PlacementDesk desk = new PlacementDesk(parts.config().placement());
    this.execution = new Execution(parts, desk, followers, effects, completion);
    this.doubts =
        new Doubts(parts.tasks(), parts.launches(), parts.reconciliation(), this::decided);
    execution.connect(new Returning());
    completion.connect(commandId -> waitAgain(followers.release(commandId)));
  }

  /** A pipeline that begins with what a former leader left in doubt. */
  public static CommandPipeline begin(Parts parts, Remembered remembered) {
    CommandResults results =
        new CommandResults(
            parts.journal(),
            parts.topics(),
            remembered.results(),
            parts.firstResults(),
            new Replies(parts.journal(), parts.topics(), parts.replies(), parts.meters()),
            parts.meters());
    CommandPipeline pipeline =
        new CommandPipeline(
            new CommandReader(parts.config().commands().allowed()),
            parts,
            new Completion(parts.journal(), results),
            new CommandEffects(parts));
    remembered.intents().values().forEach(pipeline::rememberDoubt);
    return pipeline;
  }

  private void rememberDoubt(Intent intent) {
    completion.intended(intent.commandId());
    if (completion.hasResult(intent.commandId())) {
      completion.release(intent.commandId());
    } else {
      completion.begin(intent.commandId());
      doubts.add(intent, null);
    }
  }

  /** The next command. */
  public void receive(CommandMessage message) {
    Reading reading = reader.read(message.value(), CommandWork.source(message));
    CommandWork work = new CommandWork(message, reading);
    if (!completion.isRepeat(work.id(), message, () -> receive(message))) {
      completion.begin(work.id());
      waiting.put(work.order(), work);
      carryOnward();
    }
  }

  /** A subscription stands. */
  public void subscribed(String frameworkId) {
    execution.registered();
    doubts.subscribed(frameworkId);
    subscribed = true;
    noCallLeaves = false;
    carryOnward();
  }

  /** The subscription is gone: what has not left waits for the next one. */
  public void unsubscribed() {
    subscribed = false;
    doubts.unsubscribed();
    waitAgain(execution.takeBack());
  }

  /** The framework was torn down or removed: nothing can be carried out but registering anew. */
  public void frameworkIsGone() {
    subscribed = false;
    waitAgain(execution.takeBack());
    doubts.frameworkIsGone();
    carryOnward();
  }

  /** The master accepts no new framework. */
  public void registrationRefused(String text) {
    execution.registrationRefused(text);
    carryOnward();
  }

  /** Whether a TEARDOWN is in doubt that may have ended this framework. */
  public boolean mayHaveEnded(String frameworkId) {
    return doubts.mayHaveEnded(frameworkId);
  }

  /** New offers are outstanding. */
  public void offered() {
    execution.place();
  }

  /**
   * A task's status came.
   *
   * @return whether it only says that a task in doubt never was
   */
  public boolean settles(TaskStatus status) {
    boolean settled = doubts.settles(status);
    carryOnward();
    return settled;
  }

  /** To be called from time to time: what waits may expire. */
  public void tick() {
    noCallLeaves = false;
    List<CommandWork> expired = waiting.values().stream().filter(execution::isExpired).toList();
    for (CommandWork work : expired) {
      waiting.remove(work.order());
      execution.expire(work);
    }
    execution.giveUpLate();
    carryOnward();
  }

  /** How many commands wait for a subscription or for those before them. */
  public int waiting() {
    return waiting.size();
  }

  /** How many launches wait for an offer. */
  public int waitingForOffers() {
    return execution.waitingForOffers();
  }

  private void decided(Intent intent, Optional<CommandWork> work, Verdict verdict) {
    switch (verdict) {
      case TOOK_EFFECT -> {
        intent.taskIds().forEach(task -> effects.enterIfNothingIsKnown(task, intent.agentId()));
        conclude(intent, work, Outcome.ACCEPTED, null);
      }
      case NOBODY_KNOWS -> conclude(intent, work, Outcome.UNCERTAIN, INTERRUPTED);
      case NOTHING_HAPPENED -> {
        if (!intent.placed() && !intent.taskIds().isEmpty()) {
          conclude(intent, work, Outcome.REJECTED, OFFERS_VOID);
        } else if (work.isPresent()) {
          carryOutAgain(List.of(work.get()));
        } else {
          completion.release(intent.commandId()).forEach(this::receive);
        }
      }
    }
  }

  private void conclude(
      Intent intent, Optional<CommandWork> work, Outcome outcome, CommandError error) {
    work.ifPresentOrElse(
        inHand -> completion.finish(inHand, outcome, Details.of(intent), error),
        () -> completion.decided(intent, outcome, error));
  }

  private void carryOutAgain(Collection<CommandWork> works) {
    waitAgain(works);
    carryOnward();
  }

  private void waitAgain(Collection<CommandWork> works) {
    for (CommandWork work : works) {
      waiting.put(work.order(), work);
      waitAgain(followers.release(work.id()));
    }
  }

  private void carryOnward() {
    while (!waiting.isEmpty() && mayCarryOut(waiting.firstEntry().getValue())) {
      execution.carryOut(waiting.pollFirstEntry().getValue());
    }
    execution.placeNewcomers();
  }

  private boolean mayCarryOut(CommandWork work) {
    if (execution.isChangingFramework()) {
      return false;
    }
    return framework.isGone()
        || !(work.reading() instanceof Command command)
        || command instanceof Command.Subscribe
        || (subscribed && !noCallLeaves && !doubts.holdBack(command));
  }

  /** What a call did not bring to its result comes back. */
  private final class Returning implements Dispatch.Unconcluded {

    @Override
    public void again(List<CommandWork> commands) {
      carryOutAgain(commands);
    }

    /** While the subscription seems to stand, the next call would not leave either. */
    @Override
    public void waitAgain(List<CommandWork> commands) {
      noCallLeaves = true;
      CommandPipeline.this.waitAgain(commands);
    }

    @Override
    public void inDoubt(Intent intent, CommandWork command) {
      doubts.add(intent, command);
    }
  }
}
