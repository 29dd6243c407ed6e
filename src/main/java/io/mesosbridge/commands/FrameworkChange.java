package io.mesosbridge.commands;

import io.mesosbridge.commands.Completion.Details;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.state.Framework;
import java.util.List;

/** The TEARDOWN or SUBSCRIBE that is under way, for which all other commands wait. */
final class FrameworkChange {

  private final Framework framework;
  private final Completion completion;
  private final Lifecycle lifecycle;
  private CommandWork work;

  FrameworkChange(Framework framework, Completion completion, Lifecycle lifecycle) {
    this.framework = framework;
    this.completion = completion;
    this.lifecycle = lifecycle;
  }

  boolean isUnderWay() {
    return work != null;
  }

  /** A command is sent: if it is a TEARDOWN, the others wait. */
  void sending(CommandWork sent) {
    if (sent.reading() instanceof Command.Teardown) {
      work = sent;
    }
  }

  /** The TEARDOWN was taken. */
  void tornDown(Details details) {
    lifecycle.tornDown(() -> finish(Outcome.ACCEPTED, details, null));
  }

  /** A command had no effect, or nobody knows: if it is this one, the others wait no longer. */
  void isOff(CommandWork withoutEffect) {
    if (withoutEffect.equals(work)) {
      work = null;
    }
  }

  void register(CommandWork subscribe) {
    if (framework.isGone()) {
      work = subscribe;
      String gone = framework.known().orElseThrow().frameworkId();
      completion.intend(
          subscribe.intent((Command) subscribe.reading(), gone, List.of(), null, false),
          lifecycle::registerAnew,
          () -> refuse(ErrorCode.TOO_LARGE, "the topic bridge-state has no room for its intent"));
    } else {
      completion.reject(
          subscribe,
          ErrorCode.INVALID,
          "SUBSCRIBE registers a new framework after a teardown or removal, but framework %s is"
                  .formatted(framework.id().orElse("(not registered yet)"))
              + " there; send TEARDOWN first",
          "/type");
    }
  }

  void registered() {
    if (isRegistering()) {
      finish(Outcome.ACCEPTED, Details.NONE, null);
    }
  }

  void registrationRefused(String text) {
    if (isRegistering()) {
      refuse(ErrorCode.REFUSED_BY_MASTER, "the master answered: " + text);
    }
  }

  private void refuse(ErrorCode code, String message) {
    finish(Outcome.REJECTED, Details.NONE, new CommandError(code, message, null));
  }

  private boolean isRegistering() {
    return work != null && work.reading() instanceof Command.Subscribe;
  }

  private void finish(Outcome outcome, Details details, CommandError error) {
    CommandWork finished = work;
    work = null;
    completion.finish(finished, outcome, details, error);
  }
}
