package io.mesosbridge.config;

import java.util.Set;

/** What may be named where commands are allowed or forbidden. */
public final class CommandNames {

  /** The calls of {@code scheduler.proto}, two shorthands, and what the bridge does itself. */
  public static final Set<String> COMMANDS =
      Set.of(
          "SUBSCRIBE",
          "TEARDOWN",
          "ACCEPT",
          "DECLINE",
          "ACCEPT_INVERSE_OFFERS",
          "DECLINE_INVERSE_OFFERS",
          "REVIVE",
          "SUPPRESS",
          "KILL",
          "SHUTDOWN",
          "ACKNOWLEDGE",
          "ACKNOWLEDGE_OPERATION_STATUS",
          "RECONCILE",
          "RECONCILE_OPERATIONS",
          "MESSAGE",
          "REQUEST",
          "UPDATE_FRAMEWORK",
          "LAUNCH",
          "LAUNCH_GROUP",
          "CANCEL");

  /** The operations of an ACCEPT in {@code mesos.proto} that launch nothing. */
  public static final Set<String> OPERATIONS =
      Set.of(
          "RESERVE",
          "UNRESERVE",
          "CREATE",
          "DESTROY",
          "GROW_VOLUME",
          "SHRINK_VOLUME",
          "CREATE_DISK",
          "DESTROY_DISK");

  private CommandNames() {}
}
