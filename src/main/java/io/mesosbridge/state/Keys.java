package io.mesosbridge.state;

/** The keys of {@code mesos.bridge-state}. */
public final class Keys {

  /** Of the {@link FrameworkRecord}. */
  public static final String FRAMEWORK = "framework";

  /** Of the {@link LeaderClaim}. */
  public static final String LEADER = "leader";

  private static final String COMMAND = "command/";

  private Keys() {}

  /** The key of a command's {@link Intent}. */
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
