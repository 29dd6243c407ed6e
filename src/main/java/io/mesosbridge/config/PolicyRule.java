package io.mesosbridge.config;

import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule of the command policy: whom it is about, and what it allows these. What is empty is no
 * condition and no limit.
 *
 * @param name by which a refusal names it
 * @param roles the Mesos roles that it is about
 * @param tasks the ids of the tasks that it is about, of the whole id; null for all, and for what
 *     names no task
 * @param apiRoles the roles of users of the HTTP API that it is about, and of nobody else then
 * @param types the commands, and operations of ACCEPT, that it allows
 * @param users the users that it allows
 * @param images the names of images that it allows, of the whole name; a task without one is not
 *     allowed then
 * @param privileged whether it allows what takes a container's walls down
 * @param hostPaths whether it allows files of the agent
 * @param mostPerTask how much a task may have, and an executor, in thousandths by name
 * @param mostInAll how much all tasks that it is about may have, in thousandths by name
 */
public record PolicyRule(
    String name,
    Set<String> roles,
    Pattern tasks,
    Set<String> apiRoles,
    Set<String> types,
    Set<String> users,
    List<Pattern> images,
    boolean privileged,
    boolean hostPaths,
    Map<String, Long> mostPerTask,
    Map<String, Long> mostInAll) {

  /**
   * Whether it is about a task; about what names no task when that is null.
   *
   * @param role of Mesos, or null when it is not known
   * @param apiRole of the user, or null for what did not come by the HTTP API
   */
  public boolean isAbout(String taskId, String role, String apiRole) {
    return (roles.isEmpty() || role == null || roles.contains(role))
        && (apiRoles.isEmpty() || (apiRole != null && apiRoles.contains(apiRole)))
        && (tasks == null || (taskId != null && tasks.matches(taskId)));
  }

  /**
   * Whether it may be about something that a user of the HTTP API sends and of which nobody there
   * knows the tasks.
   *
   * @param someRoles of Mesos, any of which it may be of
   */
  public boolean mayBeAbout(Set<String> someRoles, String apiRole) {
    return (roles.isEmpty() || !Collections.disjoint(roles, someRoles))
        && (apiRoles.isEmpty() || apiRoles.contains(apiRole));
  }

  /** Whether it allows the type of command, or of operation, whatever that contains. */
  public boolean allows(String type) {
    return types.isEmpty() || types.contains(type);
  }

  /** Whether there is nothing in what a container is that it forbids. */
  public boolean allowsAnyContainer() {
    return users.isEmpty() && images.isEmpty() && privileged && hostPaths;
  }
}
