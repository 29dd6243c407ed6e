package io.mesosbridge.core.command;

import io.mesosbridge.core.command.CommandResult.Outcome;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a command stands. The methods of each state are the only ways out of it.
 *
 * <pre>
 *             depart            leave        taken: TEARDOWN
 *  Waiting ----------> Intending ----> Sent ----------------> Changing
 *   |  ^  \ place       ^   | |         | |                     | ^
 *   |  |   v            |   | |         | | lost    register    | |  (SUBSCRIBE, from Waiting)
 *   |  |  ToPlace ------+   | |         | v                     |
 *   |  |    |               | |         | InDoubt               |
 *   |  +----|---------------+ |         |  |  |                 |
 *   |  waitAgain (also from Sent, InDoubt) |  |                 |
 *   |       |                 |         |  |  |                 |
 *   +-------+------ conclude -+---------+--+--+-----------------+--> Concluding --> (settled)
 *                                             |                         ^
 *                                    (refused)+--> Refusing -- readBack +
 * </pre>
 */
sealed interface CommandState {

  /** Why a command waits for its turn. */
  enum Why {
    /** The commands before it. */
    ORDER,
    /** Calls have nowhere to go. */
    SUBSCRIPTION,
    /** The launch of its task has no result yet. */
    LAUNCH,
    /** The task of that id is about to end, or may have ended without this leader's knowledge. */
    END,
    /** It is not known what became of a call about the same. */
    DOUBT,
    /** A TEARDOWN or SUBSCRIBE is under way. */
    FRAMEWORK,
    /** It is large, and has to be noted as about to be handled. */
    NOTE
  }

  /**
   * How far a command has come, as others about the same ask: it waits for its turn, or for the
   * launch of its task; it is to be placed; its call is to leave or has, and is that of a launch or
   * not; it is in doubt; it has a result and is not refused.
   */
  enum Stage {
    WAITING,
    FOLLOWING,
    TO_PLACE,
    UNDER_WAY,
    LAUNCHING,
    IN_DOUBT,
    TOLD,
    OTHER;

    /** As people are told. */
    String inWord() {
      return switch (this) {
        case WAITING, FOLLOWING -> "WAITING";
        case TO_PLACE -> "PLACING";
        case UNDER_WAY, LAUNCHING -> "UNDER_WAY";
        case IN_DOUBT -> "IN_DOUBT";
        case TOLD, OTHER -> "CONCLUDING";
      };
    }
  }

  /** How far it has come; {@link Registry} tells launches apart. */
  default Stage stage() {
    return Stage.OTHER;
  }

  /** It waits for that. */
  default Waiting waitFor(Why why) {
    throw illegal("wait for " + why);
  }

  /** It is a launch that is to get an offer. */
  default ToPlace place() {
    throw illegal("be placed");
  }

  /** Its call is ready, and leaves once Kafka has what must be remembered of it. */
  default Intending depart(OutgoingCall call) {
    throw illegal("depart");
  }

  /** Its call leaves. */
  default Sent leave() {
    throw illegal("leave");
  }

  /** The framework's change that it asks for is under way. */
  default Changing change() {
    throw illegal("change the framework");
  }

  /** Its call may have taken effect. */
  default InDoubt doubt(Intent intent) {
    throw illegal("be in doubt");
  }

  /** This became of it. */
  default CommandState conclude(CommandResult result) {
    throw illegal("be concluded");
  }

  /** Whether its call, if it has one, is for that agent, or for one that is not known. */
  default boolean isOn(String agentId) {
    return true;
  }

  private IllegalStateException illegal(String what) {
    return new IllegalStateException("a command that is " + this + " cannot " + what);
  }

  /** It has no result yet. */
  sealed interface Unfinished extends CommandState {
    @Override
    default CommandState conclude(CommandResult result) {
      return Concluding.of(result);
    }
  }

  /** It waits for its turn. */
  record Waiting(Why why) implements Unfinished {
    @Override
    public Stage stage() {
      return why == Why.LAUNCH ? Stage.FOLLOWING : Stage.WAITING;
    }

    @Override
    public Waiting waitFor(Why newWhy) {
      return newWhy == why ? this : new Waiting(newWhy);
    }

    @Override
    public ToPlace place() {
      return new ToPlace();
    }

    @Override
    public Intending depart(OutgoingCall call) {
      return new Intending(call);
    }

    @Override
    public Changing change() {
      return new Changing();
    }
  }

  /** A launch that waits for an offer. */
  record ToPlace() implements Unfinished {
    @Override
    public Stage stage() {
      return Stage.TO_PLACE;
    }

    @Override
    public Waiting waitFor(Why why) {
      return new Waiting(why);
    }

    @Override
    public Intending depart(OutgoingCall call) {
      return new Intending(call);
    }
  }

  /** Its call has not left yet. */
  record Intending(OutgoingCall call) implements Unfinished {
    @Override
    public Stage stage() {
      return Stage.UNDER_WAY;
    }

    @Override
    public boolean isOn(String agentId) {
      return call.isOn(agentId);
    }

    @Override
    public Waiting waitFor(Why why) {
      return new Waiting(why);
    }

    @Override
    public Sent leave() {
      return new Sent(call);
    }
  }

  /** Its call has left, and is not answered. */
  record Sent(OutgoingCall call) implements Unfinished {
    @Override
    public Stage stage() {
      return Stage.UNDER_WAY;
    }

    @Override
    public boolean isOn(String agentId) {
      return call.isOn(agentId);
    }

    @Override
    public Waiting waitFor(Why why) {
      return new Waiting(why);
    }

    @Override
    public Changing change() {
      return new Changing();
    }

    @Override
    public InDoubt doubt(Intent intent) {
      return InDoubt.of(intent);
    }
  }

  /** A TEARDOWN that was taken, or a SUBSCRIBE that registers a framework. */
  record Changing() implements Unfinished {}

  /**
   * It is not known whether its call took effect.
   *
   * @param unanswered the tasks and operations, as {@link Subjects} names them, of which Mesos has
   *     not said yet that it does not know them
   */
  record InDoubt(Intent intent, Set<String> unanswered) implements Unfinished {
    static InDoubt of(Intent intent) {
      Set<String> unanswered = new HashSet<>(Subjects.ofTasks(intent.taskIds()));
      intent.operations().forEach(each -> unanswered.add(Subjects.operation(each.operationId())));
      return new InDoubt(intent, unanswered);
    }

    @Override
    public Stage stage() {
      return Stage.IN_DOUBT;
    }

    @Override
    public boolean isOn(String agentId) {
      return agentId == null || intent.agentId() == null || agentId.equals(intent.agentId());
    }

    /** Mesos says that it does not know this; returns whether it knows none of them. */
    boolean denied(String subject) {
      unanswered.remove(subject);
      return unanswered.isEmpty();
    }

    /** Whether Mesos said so of it. */
    boolean isDenied(String subject) {
      return !unanswered.contains(subject);
    }

    @Override
    public Waiting waitFor(Why why) {
      return new Waiting(why);
    }
  }

  /** It is refused, which counts once it was read back: a later leader may not know of it. */
  record Refusing(CommandResult result) implements CommandState {
    /** There is no room for more of it. */
    Refusing inBrief() {
      return new Refusing(result.inBrief());
    }

    /** Whoever leads later knows of it. */
    Concluding readBack() {
      return new Concluding(result);
    }
  }

  /** It has a result, which is on its way to Kafka, or waits for those of earlier commands. */
  record Concluding(CommandResult result) implements CommandState {
    static CommandState of(CommandResult result) {
      return result.isSameForAll() ? new Concluding(result) : new Refusing(result);
    }

    @Override
    public Stage stage() {
      return result.outcome() == Outcome.REJECTED ? Stage.OTHER : Stage.TOLD;
    }

    /** Whether it took effect. */
    boolean isTaken() {
      return result.outcome() == Outcome.ACCEPTED;
    }
  }
}
