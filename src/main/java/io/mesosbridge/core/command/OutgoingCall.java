package io.mesosbridge.core.command;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.command.CommandState.Refusing;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A call that carries out one command, or several launches that share an offer. */
final class OutgoingCall {

  private final long number;
  private Prepared.Ready ready;
  private List<Part> parts;
  private int unwritten;
  private boolean tooLarge;
  private int bytes;

  /**
   * A command of the call.
   *
   * @param ready its own call; what is sent may be one that it shares with others
   * @param intent to be written before the call leaves; null when the call may be repeated
   */
  record Part(Entry entry, Prepared.Ready ready, Intent intent) {
    Command command() {
      return (Command) entry.reading();
    }

    /** What its result says, of a master that answered so. */
    Details details(Integer status) {
      return new Details(ready.taskIds(), ready.agentId(), ready.offerIds(), status, ready.ports());
    }

    /** A launch that waited for an offer has one. */
    void tellPlaced(Outside outside, Now now) {
      if (command() instanceof Command.LaunchToPlace) {
        time(Timed.PLACEMENT, outside, now);
      }
    }

    /** Its call leaves. */
    void tellLeaving(Outside outside, Now now) {
      time(Timed.COMMAND_TO_CALL, outside, now);
    }

    /** What is sent or placed once more waited for something else. */
    private void time(Timed what, Outside outside, Now now) {
      if (!entry.wasSent() && !entry.isAgain()) {
        outside.time(what, entry.received(), now);
      }
    }

    private boolean isBehindRefusal(Registry registry) {
      return command().taskIds().stream()
          .map(task -> registry.about(Subjects.task(task), Stage.OTHER))
          .flatMap(all -> all.headMap(entry.order(), false).values().stream())
          .anyMatch(earlier -> earlier.state instanceof Refusing);
    }

    private Part left() {
      return new Part(entry, ready.left(), intent);
    }
  }

  /**
   * A call that waits for the intents of its commands.
   *
   * @param number by which its outcome is told
   */
  OutgoingCall(long number, Prepared.Ready ready, List<Part> parts) {
    this.number = number;
    this.ready = ready;
    this.parts = List.copyOf(parts);
    this.unwritten = intents().size();
  }

  long number() {
    return number;
  }

  /** The call as it leaves; only once. */
  Call leave() {
    Call call = ready.call().tracedBy(traceparents());
    bytes = call.body().length;
    ready = ready.left();
    parts = parts.stream().map(Part::left).toList();
    return call;
  }

  private List<String> traceparents() {
    List<String> traceparents = new ArrayList<>(parts.size());
    for (Part part : parts) {
      String traceparent = part.entry().record().traceparent();
      if (traceparent != null) {
        traceparents.add(traceparent);
      }
    }
    return traceparents;
  }

  /** How large it was when it left. */
  int bytes() {
    return bytes;
  }

  List<Part> parts() {
    return parts;
  }

  /** The first of its commands. */
  Entry first() {
    return parts.get(0).entry();
  }

  /** Whether it is for that agent, or for one that is not known. */
  boolean isOn(String agentId) {
    return agentId == null || ready.agentId() == null || agentId.equals(ready.agentId());
  }

  List<String> offerIds() {
    return ready.offerIds();
  }

  List<Intent> intents() {
    return parts.stream().map(Part::intent).filter(Objects::nonNull).toList();
  }

  /** An intent is in Kafka, or will never be because it is too large. */
  void decided(boolean isTooLarge) {
    unwritten--;
    tooLarge |= isTooLarge;
  }

  /**
   * Whether it waits for an intent, or until it is read back that an earlier launch of a task was
   * refused: whoever leads next and knows of this one alone could not tell that from one that left.
   */
  boolean isWaiting(Registry registry) {
    return unwritten > 0 || parts.stream().anyMatch(part -> part.isBehindRefusal(registry));
  }

  /** Whether Kafka has no room for an intent, so that the call must not leave. */
  boolean isTooLarge() {
    return tooLarge;
  }

  @Override
  public String toString() {
    return "call " + number;
  }
}
