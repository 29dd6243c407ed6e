package io.mesosbridge.core.offer;

import io.mesosbridge.core.Recent;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks there are of each group, and on which agents: those that live, and those whose launch
 * is under way or in doubt. Constraints count over them.
 */
public final class TaskGroups {

  /** Their attributes are shared by the rows of all of their tasks. */
  private static final int MOST_AGENTS = 10_000;

  /** These are shared likewise: many tasks have as much as many others. */
  private static final int MOST_ALLOCATIONS = 1_000;

  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, GroupOfTasks> groups = new HashMap<>();
  private final Map<String, Integer> tasksOfAgents = new HashMap<>();
  private final Map<String, AgentInfo> agents = Recent.used(MOST_AGENTS);
  private final Map<Allocation, Allocation> allocations = Recent.used(MOST_ALLOCATIONS);

  /** By agent, its tasks of which nobody has said on what host they are. */
  private final Map<String, Set<String>> hostless = new HashMap<>();

  private final Set<String> recounted = Collections.newSetFromMap(new Recent<>(MOST_AGENTS));
  private long changes;

  /** Whose place changed since somebody asked; null while nobody does. */
  private Set<String> moved;

  /** Of which group a task is, where, and what it has there. */
  public record Place(String group, AgentInfo agent, Allocation allocation) {

    private boolean isWhere(Place other) {
      return other != null && group.equals(other.group) && agent.equals(other.agent);
    }

    /** What is known of the agent of that id, if the task is there. */
    public AgentInfo agentOf(String agentId) {
      return Objects.equals(agent.id(), agentId) ? agent : AgentInfo.named(agentId);
    }
  }

  /** A task that lives, or is launched, or both. */
  private static final class Member {
    private Place living;
    private Place launched;
    private String commandId;

    private Place place() {
      return living == null ? launched : living;
    }
  }

  /**
   * The group of a task of which nobody says another: its id before the last dot or hyphen that
   * only digits follow, else all of it.
   */
  public static String of(String taskId) {
    int end = taskId.length();
    while (end > 0 && Character.isDigit(taskId.charAt(end - 1))) {
      end--;
    }
    boolean isNumbered =
        end > 1
            && end < taskId.length()
            && (taskId.charAt(end - 1) == '.' || taskId.charAt(end - 1) == '-');
    return isNumbered ? taskId.substring(0, end - 1) : taskId;
  }

  /** The tasks of that group; one of its own for a group without any, which nothing keeps. */
  GroupOfTasks find(String group) {
    GroupOfTasks its = groups.get(group);
    return its == null ? new GroupOfTasks(group) : its;
  }

  /** Grows with each task that comes, goes or moves. */
  long changes() {
    return changes;
  }

  /** The same for one group; negative for one that has no tasks. */
  long changesOf(String group) {
    GroupOfTasks its = groups.get(group);
    return its == null ? -1 : its.changes();
  }

  /** The agents that have tasks. */
  Set<String> agents() {
    return tasksOfAgents.keySet();
  }

  /** How many tasks there are on the agent. */
  int tasksOn(String agentId) {
    return tasksOfAgents.getOrDefault(agentId, 0);
  }

  /** The agents that got tasks or lost some since this was asked last; of very many, the last. */
  Set<String> takeRecounted() {
    Set<String> taken = Set.copyOf(recounted);
    recounted.clear();
    return taken;
  }

  /** Where the task is, or where that command, if any, launches it: not another one of its id. */
  public Place placeOf(String taskId, String commandId) {
    Member member = members.get(taskId);
    boolean isKnown =
        member != null && (member.living != null || member.commandId.equals(commandId));
    return isKnown
        ? member.place()
        : new Place(of(taskId), AgentInfo.named(null), Allocation.UNKNOWN);
  }

  /** Where the task is, or where it is being launched; empty for none. */
  public Optional<Place> placeIfAny(String taskId) {
    return Optional.ofNullable(members.get(taskId)).map(Member::place);
  }

  /** The tasks that came, went or changed since this was asked last; all when nobody has yet. */
  public Set<String> takeMoved() {
    Set<String> taken = moved == null ? Set.copyOf(members.keySet()) : moved;
    moved = new HashSet<>();
    return taken;
  }

  /** Nobody asks for them any more. */
  public void forgetMoved() {
    moved = null;
  }

  /** Whether the task is known to live there, with that much. */
  public boolean hasLiving(
      String taskId,
      String group,
      String agentId,
      String role,
      String resources,
      String executorResources) {
    Member member = members.get(taskId);
    return member != null
        && member.living != null
        && member.living.group.equals(group)
        && Objects.equals(member.living.agent.id(), agentId)
        && member.living.allocation.is(role, resources, executorResources);
  }

  /**
   * The task lives.
   *
   * @return the place, which has what it can in common with those of others
   */
  public Place lives(String taskId, String group, AgentInfo agent, Allocation allocation) {
    Member member = members.computeIfAbsent(taskId, any -> new Member());
    Place before = member.place();
    member.living = shared(group, agent, allocation);
    recount(taskId, member, before);
    return member.living;
  }

  /** The task lives no longer. */
  public void ended(String taskId) {
    Member member = members.get(taskId);
    if (member != null) {
      Place before = member.place();
      member.living = null;
      recount(taskId, member, before);
    }
  }

  /**
   * A command is about to launch these on the agent, or a former leader may have done so.
   *
   * @param group of all of them; null for that of each one's id
   * @param allocations what they get, as {@link Allocation#inBrief} has it; empty for not known yet
   */
  public void launching(
      String commandId,
      List<String> taskIds,
      String group,
      AgentInfo agent,
      List<Allocation> allocations) {
    for (int i = 0; i < taskIds.size(); i++) {
      String taskId = taskIds.get(i);
      Member member = members.computeIfAbsent(taskId, any -> new Member());
      Place before = member.place();
      Allocation allocation = Allocation.at(i, allocations);
      member.launched = shared(group == null ? of(taskId) : group, agent, allocation);
      member.commandId = commandId;
      recount(taskId, member, before);
    }
  }

  /** The command launches these no longer: it was refused, or their rows tell of them. */
  public void settled(String commandId, List<String> taskIds) {
    for (String taskId : taskIds) {
      Member member = members.get(taskId);
      if (member != null && commandId.equals(member.commandId)) {
        Place before = member.place();
        member.launched = null;
        member.commandId = null;
        recount(taskId, member, before);
      }
    }
  }

  /** An agent tells more of itself than its id: from now on its tasks count by that. */
  void tells(AgentInfo agent) {
    if (!agent.equals(agents.get(agent.id()))) {
      agents.put(agent.id(), agent);
    }
    for (String taskId : Set.copyOf(hostless.getOrDefault(agent.id(), Set.of()))) {
      Member member = members.get(taskId);
      Place before = member.place();
      member.living = on(agent, member.living);
      member.launched = on(agent, member.launched);
      recount(taskId, member, before);
    }
  }

  private Place on(AgentInfo agent, Place place) {
    boolean isThere = place != null && agent.id().equals(place.agent.id());
    return isThere ? shared(place.group, agent, place.allocation) : place;
  }

  private Place shared(String group, AgentInfo agent, Allocation allocation) {
    GroupOfTasks known = groups.get(group);
    AgentInfo same = agents.get(agent.id());
    if (same == null || (agent.hostname() != null && !agent.equals(same))) {
      agents.put(agent.id(), agent);
      same = agent;
    }
    Allocation equal = allocations.putIfAbsent(allocation, allocation);
    return new Place(
        known == null ? group : known.name(), same, equal == null ? allocation : equal);
  }

  private void recount(String taskId, Member member, Place before) {
    Place now = member.place();
    if (now == null) {
      members.remove(taskId);
    }
    if (moved != null && !Objects.equals(before, now)) {
      moved.add(taskId);
    }
    if (now == null ? before != null : !now.isWhere(before)) {
      if (before != null) {
        GroupOfTasks left = groups.get(before.group);
        left.add(before.agent, -1, ++changes);
        if (left.size() == 0) {
          groups.remove(before.group);
        }
        count(before.agent, -1);
        hostless.computeIfPresent(before.agent.id(), (id, its) -> without(taskId, its));
      }
      if (now != null) {
        GroupOfTasks entered = groups.computeIfAbsent(now.group, GroupOfTasks::new);
        entered.add(now.agent, 1, ++changes);
        count(now.agent, 1);
        if (now.agent.id() != null && now.agent.hostname() == null) {
          hostless.computeIfAbsent(now.agent.id(), id -> new HashSet<>()).add(taskId);
        }
      }
    }
  }

  private void count(AgentInfo agent, int more) {
    if (agent.id() != null) {
      tasksOfAgents.merge(agent.id(), more, TaskGroups::sum);
      recounted.add(agent.id());
    }
  }

  /** Null for none. */
  private static Set<String> without(String taskId, Set<String> some) {
    return some.remove(taskId) && some.isEmpty() ? null : some;
  }

  /** Null for none. */
  static Integer sum(int had, int more) {
    return had + more == 0 ? null : had + more;
  }
}
