package io.mesosbridge.core.offer;

import java.util.HashMap;
import java.util.Map;

/** How many tasks of one group there are on each agent, and so for each value of a field. */
final class GroupOfTasks {

  private final String name;
  private final Map<AgentInfo, Integer> agents = new HashMap<>();
  private final Map<String, GroupTally> tallies = new HashMap<>();
  private int size;
  private long changes;

  /** Without any task. */
  GroupOfTasks(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** How many tasks there are. */
  int size() {
    return size;
  }

  /** Which change of all groups was the last of this one. */
  long changes() {
    return changes;
  }

  /** How they are spread by what their agents have for the field. */
  GroupTally by(String field) {
    return tallies.computeIfAbsent(
        field,
        any -> {
          GroupTally tally = new GroupTally();
          agents.forEach((agent, tasks) -> tally.add(agent.valueOf(field), tasks));
          return tally;
        });
  }

  /** So many tasks more are on the agent, by a change of that number. */
  void add(AgentInfo agent, int more, long change) {
    size += more;
    changes = change;
    agents.merge(agent, more, TaskGroups::sum);
    tallies.forEach((field, tally) -> tally.add(agent.valueOf(field), more));
  }
}
