package io.mesosbridge.core.language;

import java.util.Arrays;

/** What to do with a command of which it is not known whether it was carried out. */
public enum Repetition {
  /** Carry it out again: twice does no more than once. */
  REPEATABLE,
  /** Ask Mesos by reconciliation whether it knows the command's tasks. */
  BY_TASKS,
  /** Ask Mesos whether the framework is still there. */
  BY_FRAMEWORK,
  /** Register, unless that has happened. */
  REREGISTER,
  /** Nobody can tell. */
  UNCERTAIN;

  /** The one of that name; nobody can tell what a later version meant by another. */
  public static Repetition named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(UNCERTAIN);
  }
}
