package io.mesosbridge.core.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands there are: the calls of the scheduler API and the two shorthands. */
public enum CommandType {
  ACCEPT,
  DECLINE,
  ACCEPT_INVERSE_OFFERS,
  DECLINE_INVERSE_OFFERS,
  REVIVE,
  SUPPRESS,
  KILL,
  SHUTDOWN,
  ACKNOWLEDGE,
  ACKNOWLEDGE_OPERATION_STATUS,
  RECONCILE,
  RECONCILE_OPERATIONS,
  MESSAGE,
  REQUEST,
  UPDATE_FRAMEWORK,
  TEARDOWN,
  /** Shorthand for an ACCEPT with one LAUNCH. */
  LAUNCH,
  /** Shorthand for an ACCEPT with one LAUNCH_GROUP. */
  LAUNCH_GROUP,
  /** Registers a new framework after the old one is gone. */
  SUBSCRIBE;

  private static final Map<String, CommandType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

  /** The type of that name, which is spelt in capitals. */
  public static Optional<CommandType> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The name of the field that holds the call's payload, e.g. {@code kill}. */
  public String payload() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a shorthand for an ACCEPT. */
  public boolean isShorthand() {
    return this == LAUNCH || this == LAUNCH_GROUP;
  }
}
