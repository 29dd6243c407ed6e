package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a shell command would do: how long it runs, how it ends, which files come and go meanwhile.
 *
 * @param seconds infinite for a command that runs until it is killed
 * @param ignoresTerm whether only SIGKILL ends it
 */
record CommandPlan(double seconds, int exitStatus, List<FileChange> files, boolean ignoresTerm) {

  record FileChange(double at, String name, boolean exists) {}

  /** That of a command that does not say what is to be run. */
  static final CommandPlan LACKING = new CommandPlan(0, 1, List.of(), false);

  private static final Pattern SLEEP = Pattern.compile("\\bsleep\\s+([^\\s'\"]+)");
  private static final Pattern DURATION = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([smhd]?)");
  private static final Pattern EXIT = Pattern.compile("\\bexit(?:\\s+(\\d+))?");
  private static final Pattern FILE = Pattern.compile("^(touch|rm)\\s+(?:-\\w+\\s+)?(\\S+)$");
  private static final Pattern INSTANT = Pattern.compile("^(true|echo\\b.*|:|)$");
  private static final Pattern TRAP = Pattern.compile("^trap\\s+(''|\"\")\\s+(SIG)?(TERM|15)$");

  /** What a shell makes of a number that is none to it, as {@code exit 99999999999} has. */
  private static final int ILLEGAL_NUMBER = 2;

  private static final int STATUSES = 256;

  /**
   * Reads a CommandInfo.
   *
   * @param defaultSeconds how long a part runs that is no sleep, exit, echo, touch, rm or trap
   */
  static CommandPlan of(JsonNode commandInfo, double defaultSeconds) {
    String text =
        commandInfo.path("arguments").isEmpty()
            ? commandInfo.path("value").asText("unknown")
            : String.join(" ", SimJson.strings(commandInfo.path("arguments")));
    double seconds = 0;
    List<FileChange> files = new ArrayList<>();
    boolean ignoresTerm = false;
    for (String part : text.split(";|&&|\n", -1)) {
      String step = part.trim();
      Matcher sleep = SLEEP.matcher(step);
      Matcher exit = EXIT.matcher(step);
      Matcher file = FILE.matcher(step);
      if (sleep.find()) {
        double wanted = seconds(sleep.group(1));
        if (wanted < 0) {
          return new CommandPlan(seconds, 1, files, ignoresTerm); // invalid time interval
        }
        seconds += wanted;
      } else if (exit.find()) {
        return new CommandPlan(seconds, status(exit.group(1)), files, ignoresTerm);
      } else if (file.find()) {
        files.add(new FileChange(seconds, file.group(2), file.group(1).equals("touch")));
      } else if (step.equals("false")) {
        return new CommandPlan(seconds, 1, files, ignoresTerm);
      } else if (TRAP.matcher(step).matches()) {
        ignoresTerm = true;
      } else if (!INSTANT.matcher(step).matches()) {
        seconds += defaultSeconds;
      }
    }
    return new CommandPlan(seconds, 0, files, ignoresTerm);
  }

  /** Below zero for what sleep takes for no duration, such as {@code 1.2.3}. */
  private static double seconds(String text) {
    if (text.equals("infinity") || text.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    Matcher duration = DURATION.matcher(text);
    if (!duration.matches()) {
      return -1;
    }
    double unit =
        switch (duration.group(2)) {
          case "m" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> 1;
        };
    return Double.parseDouble(duration.group(1)) * unit;
  }

  private static int status(String text) {
    if (text == null) {
      return 0;
    }
    try {
      return Integer.parseInt(text) % STATUSES;
    } catch (NumberFormatException e) {
      return ILLEGAL_NUMBER;
    }
  }

  /** Whether the file is there after the task has run for that many seconds. */
  boolean hasFile(String name, double elapsed) {
    boolean there = false;
    for (FileChange change : files) {
      if (change.name().equals(name) && change.at() < elapsed) {
        there = change.exists();
      }
    }
    return there;
  }
}
