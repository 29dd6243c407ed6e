package io.mesosbridge.core;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Which framework the bridge is, as {@code bridge-state} remembers it.
 *
 * @param frameworkId the id that Mesos gave or accepted, or is about to be asked for
 * @param state what became of it
 * @param master the master that gave or accepted it, or null
 * @param at ISO-8601 instant of the change
 * @param frameworkInfo what an UPDATE_FRAMEWORK command made of the FrameworkInfo, or null
 * @param configured the configured FrameworkInfo that the update changed, or null; when the
 *     configuration says something else, it wins again
 * @param suppressedRoles the roles that want no offers, or null for none
 */
public record FrameworkRecord(
    String frameworkId,
    State state,
    String master,
    String at,
    JsonNode frameworkInfo,
    JsonNode configured,
    List<String> suppressedRoles) {

  /** Refuses a record that does not say which framework, or what became of it. */
  public FrameworkRecord {
    requireNonNull(frameworkId, "framework_id");
    requireNonNull(state, "state");
  }

  /** What became of the framework. */
  public enum State {
    /** It is to be registered under that id, and may have been. */
    CHOSEN,
    REGISTERED,
    TORN_DOWN,
    REMOVED
  }

  /** The same framework in another state. */
  public FrameworkRecord in(State newState, String instant) {
    return new FrameworkRecord(
        frameworkId, newState, master, instant, frameworkInfo, configured, suppressedRoles);
  }
}
