package io.mesosbridge.core.policy;

import io.mesosbridge.config.PolicyRule;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What commands may do: the first rule that is about a task, or about a command that names none,
 * says what is allowed; where there is none, nothing is.
 */
public final class CommandPolicy {

  /** Everything is allowed. */
  public static final CommandPolicy NONE = new CommandPolicy(List.of(), true);

  /** Nothing is allowed. */
  public static final CommandPolicy CLOSED = of(List.of());

  /** Of which tasks these are only the leader knows. */
  private static final Set<CommandType> OF_UNKNOWN_TASKS =
      Set.of(CommandType.CANCEL, CommandType.SHUTDOWN, CommandType.MESSAGE);

  private final List<PolicyRule> rules;
  private final boolean isOpen;

  private CommandPolicy(List<PolicyRule> rules, boolean isOpen) {
    this.rules = List.copyOf(rules);
    this.isOpen = isOpen;
  }

  /** The policy of these rules, which allows what they do and nothing else. */
  public static CommandPolicy of(List<PolicyRule> rules) {
    return new CommandPolicy(rules, false);
  }

  /** Whether everything is allowed. */
  public boolean isOpen() {
    return isOpen;
  }

  /** How many rules there are. */
  public int size() {
    return rules.size();
  }

  /** Whether what a command may do depends on what all tasks have. */
  boolean limitsSums() {
    return rules.stream().anyMatch(rule -> !rule.mostInAll().isEmpty());
  }

  /** The rule that is about the task; about what names none when that is null. */
  Optional<PolicyRule> ruleOf(String taskId, String role, String apiRole) {
    return rules.stream().filter(rule -> rule.isAbout(taskId, role, apiRole)).findFirst();
  }

  /**
   * Why a command of the topic is refused; empty when it is allowed. One that may be of several
   * roles has to be allowed for each.
   */
  public Optional<CommandError> refusal(Command command, Situation situation) {
    for (String role : isOpen ? Set.<String>of() : situation.rolesOf(command)) {
      Optional<CommandError> refusal = refusal(command, role, null, situation);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /**
   * Why a command that comes by the HTTP API is refused, before it is written to the topic; empty
   * when it is not. The leader, who knows more, judges the record as every other, and so by no rule
   * for users. Hence one that may be of several roles is refused where such a rule narrows what the
   * topic may do for any of them, and else where it is allowed for none.
   *
   * @param apiRole the user's, {@code viewer} or {@code operator}
   */
  public Optional<CommandError> refusal(Command command, String apiRole, Situation situation) {
    if (isOpen) {
      return Optional.empty();
    }
    Set<String> roles = situation.rolesOf(command);
    String type = command.header().type().name();
    if (OF_UNKNOWN_TASKS.contains(command.header().type())) {
      return refusal(() -> judgeUnknown(type, roles, apiRole));
    }
    Optional<CommandError> last = Optional.empty();
    boolean isAllowedForOne = false;
    for (String role : roles) {
      Optional<CommandError> refusal = refusal(command, role, apiRole, situation);
      if (refusal.isPresent() && refusal(command, role, null, situation).isEmpty()) {
        return refusal;
      }
      isAllowedForOne |= refusal.isEmpty();
      last = refusal;
    }
    return isAllowedForOne ? Optional.empty() : last;
  }

  /**
   * A rule for users may be the one that decides, and only here; what the others say of tasks is
   * left to the leader, unless none of those that may decide allows the type.
   *
   * @throws RefusedException with NOT_ALLOWED
   */
  private void judgeUnknown(String type, Set<String> roles, String apiRole) {
    boolean isAllowed = false;
    for (PolicyRule rule : rules) {
      if (rule.mayBeAbout(roles, apiRole)) {
        isAllowed |= rule.allows(type);
        boolean decidesRest = rule.roles().isEmpty() && rule.tasks() == null;
        boolean narrows = !rule.apiRoles().isEmpty() && !rule.allows(type);
        if (narrows || (decidesRest && !isAllowed)) {
          throw new Verdict(rule).refuseType(type, Judgement.TYPE);
        }
        if (decidesRest) {
          return;
        }
      }
    }
    if (!isAllowed) {
      throw new RefusedException(
          ErrorCode.NOT_ALLOWED,
          Judgement.TYPE,
          ("%s: rule \"none\" allows nothing, and no other that may be about it allows %s from a user"
                  + " with the role %s; see bridge.commands.policy-file")
              .formatted(Judgement.TYPE, type, apiRole));
    }
  }

  private Optional<CommandError> refusal(
      Command command, String role, String apiRole, Situation situation) {
    return refusal(() -> new Judgement(this, role, apiRole, situation).judge(command));
  }

  private static Optional<CommandError> refusal(Runnable judgement) {
    try {
      judgement.run();
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused.error());
    }
  }
}
