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
 */
record CommandPlan(double seconds, int exitStatus, List<FileChange> files) {

  record FileChange(double at, String name, boolean exists) {}

  private static final Pattern SLEEP = Pattern.compile("\\bsleep\\s+(infinity|[\\d.]+)");
  private static final Pattern EXIT = Pattern.compile("\\bexit(?:\\s+(\\d+))?");
  private static final Pattern FILE = Pattern.compile("^(touch|rm)\\s+(?:-\\w+\\s+)?(\\S+)$");
  private static final Pattern INSTANT = Pattern.compile("^(true|echo\\b.*|:|)$");

  /**
   * Reads a CommandInfo.
   *
   * @param defaultSeconds how long a part runs that is no sleep, exit, echo, touch or rm
   */
  static CommandPlan of(JsonNode commandInfo, double defaultSeconds) {
    String text =
        commandInfo.path("arguments").isEmpty()
            ? commandInfo.path("value").asText("unknown")
            : String.join(" ", SimJson.strings(commandInfo.path("arguments")));
    double seconds = 0;
    List<FileChange> files = new ArrayList<>();
    for (String part : text.split(";|&&|\n", -1)) {
      String step = part.trim();
      Matcher sleep = SLEEP.matcher(step);
      Matcher exit = EXIT.matcher(step);
      Matcher file = FILE.matcher(step);
      if (sleep.find()) {
        seconds += seconds(sleep.group(1));
      } else if (exit.find()) {
        int status = exit.group(1) == null ? 0 : Integer.parseInt(exit.group(1));
        return new CommandPlan(seconds, status, files);
      } else if (file.find()) {
        files.add(new FileChange(seconds, file.group(2), file.group(1).equals("touch")));
      } else if (step.equals("false")) {
        return new CommandPlan(seconds, 1, files);
      } else if (!INSTANT.matcher(step).matches()) {
        seconds += defaultSeconds;
      }
    }
    return new CommandPlan(seconds, 0, files);
  }

  private static double seconds(String text) {
    return text.equals("infinity") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
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
