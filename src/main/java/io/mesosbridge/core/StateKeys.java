package io.mesosbridge.core;

/** The keys of {@code mesos.bridge-state}. */
public final class StateKeys {

  /** Of the {@link FrameworkRecord}. */
  public static final String FRAMEWORK = "framework";

  /** Of the leader claim. */
  public static final String LEADER = "leader";

  /** Of what is known of the topic of commands, see {@code SettledCommands}. */
  public static final String COMMANDS = "commands";

  private static final String COMMAND = "command/";

  private static final String SUSPECT = "suspect/";

  private StateKeys() {}

  /** The key of a record that may be poison. */
  static String suspect(String record) {
    return SUSPECT + record;
  }

  /** Whether the key is one of a record that may be poison. */
  static boolean isSuspect(String key) {
    return key.startsWith(SUSPECT);
  }

  /** The key of a command's intent. */
  public static String intent(String commandId) {
    return COMMAND + commandId;
  }

  /** Whether the key is an intent's. */
  public static boolean isIntent(String key) {
    return key.startsWith(COMMAND);
  }

  /** The command that an intent's key names. */
  public static String commandOf(String intentKey) {
    return intentKey.substring(COMMAND.length());
  }
}
