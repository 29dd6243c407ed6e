package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.FrameworkRecord.State;
import io.mesosbridge.core.Outgoing.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which framework the bridge is. */
public final class Framework {

  private static final Outgoing.Type TYPE = new Outgoing.Type(false, "framework");

  private final Memory memory;
  private final Journal journal;
  private final JsonNode configured;
  private final Set<String> usedUpIds = new HashSet<>();
  private boolean registersAgain;
  private long version;

  /**
   * The framework as remembered.
   *
   * @param configuredInfo the FrameworkInfo that the configuration makes
   */
  Framework(Memory memory, Journal journal, JsonNode configuredInfo) {
    this.memory = memory;
    this.journal = journal;
    this.configured = configuredInfo;
    if (isGone()) {
      usedUpIds.add(memory.framework.frameworkId());
    }
  }

  /** What became of the framework; empty before the first registration. */
  public Optional<FrameworkRecord> known() {
    return registersAgain ? Optional.empty() : memory.framework();
  }

  /** The framework's id, while it is registered. */
  public Optional<String> id() {
    return known()
        .filter(record -> record.state() == State.REGISTERED)
        .map(FrameworkRecord::frameworkId);
  }

  /** Whether there was a framework that is torn down or removed, and no other since. */
  public boolean isGone() {
    return known().filter(record -> record.state() != State.REGISTERED).isPresent();
  }

  /** Whether Mesos removed the framework, against its owner's will. */
  public boolean isRemoved() {
    return known().filter(record -> record.state() == State.REMOVED).isPresent();
  }

  /** Whether Mesos has removed a framework of that id, and will register none under it again. */
  boolean isUsedUp(String frameworkId) {
    return usedUpIds.contains(frameworkId);
  }

  /** Mesos says that it has removed a framework of that id. */
  void useUp(String frameworkId) {
    usedUpIds.add(frameworkId);
  }

  /** The FrameworkInfo to subscribe with: a command's, as long as the configuration is the same. */
  public JsonNode info() {
    return known()
        .filter(record -> record.state() == State.REGISTERED)
        .filter(record -> record.frameworkInfo() != null && configured.equals(record.configured()))
        .map(FrameworkRecord::frameworkInfo)
        .orElse(configured);
  }

  /** The roles that the framework subscribes for. */
  public Set<String> roles() {
    Set<String> roles = new LinkedHashSet<>();
    info().path("roles").forEach(role -> roles.add(role.asText()));
    return roles;
  }

  /**
   * The roles that want no offers. Only those that the framework has: Mesos refuses a SUBSCRIBE
   * that suppresses another, and an operator may have taken one out of the configuration.
   */
  public List<String> suppressedRoles() {
    if (id().isEmpty() || memory.framework.suppressedRoles() == null) {
      return List.of();
    }
    Set<String> roles = roles();
    return memory.framework.suppressedRoles().stream().filter(roles::contains).toList();
  }

  /**
   * Mesos gave or accepted the id.
   *
   * @return which version of the record has to be in Kafka before anybody hears of it; empty when
   *     Kafka knew the framework before
   */
  Optional<Long> registered(String frameworkId, String master) {
    boolean known = id().filter(frameworkId::equals).isPresent();
    if (known && master.equals(memory.framework.master())) {
      return Optional.empty();
    }
    FrameworkRecord before = known ? memory.framework : null;
    registersAgain = false;
    write(
        new FrameworkRecord(
            frameworkId,
            State.REGISTERED,
            master,
            journal.now().instant().toString(),
            before == null ? null : before.frameworkInfo(),
            before == null ? null : before.configured(),
            before == null ? null : before.suppressedRoles()));
    return known ? Optional.empty() : Optional.of(version);
  }

  /**
   * The framework was torn down or removed; its id may be known by a configuration alone.
   *
   * @return the version of the record that says so
   */
  long gone(State how, String frameworkId) {
    String id = known().map(FrameworkRecord::frameworkId).orElse(frameworkId);
    useUp(id);
    String now = journal.now().instant().toString();
    write(
        known()
            .map(record -> record.in(how, now))
            .orElse(new FrameworkRecord(id, how, null, now, null, null, null)));
    return version;
  }

  /** The framework is gone, but another one is about to take its place: commands wait for it. */
  void willRegisterAgain() {
    registersAgain = true;
  }

  /** A command changed the FrameworkInfo. */
  public void updated(JsonNode info, Collection<String> suppressed) {
    change(info, configured, suppressed);
  }

  /** A command suppressed roles; none named means all of the framework's. */
  public void suppressed(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.addAll(roles.isEmpty() ? roles() : roles);
    change(memory.framework.frameworkInfo(), memory.framework.configured(), suppressed);
  }

  /** A command revived roles; none named means all of the framework's. */
  public void revived(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.removeAll(roles.isEmpty() ? roles() : roles);
    if (suppressed.size() < suppressedRoles().size()) {
      change(memory.framework.frameworkInfo(), memory.framework.configured(), suppressed);
    }
  }

  /** Writes the record once more: something else stands in its place. */
  void rewrite() {
    known().ifPresent(this::write);
  }

  private void change(JsonNode info, JsonNode configuration, Collection<String> suppressed) {
    FrameworkRecord record = memory.framework;
    write(
        new FrameworkRecord(
            record.frameworkId(),
            record.state(),
            record.master(),
            journal.now().instant().toString(),
            info,
            configuration,
            suppressed.isEmpty() ? null : List.copyOf(suppressed)));
  }

  private void write(FrameworkRecord record) {
    memory.apply(new Fact.FrameworkIs(record));
    version++;
    journal.event(
        new WriteId.Framework(version),
        Topic.STATE,
        StateKeys.FRAMEWORK,
        TYPE,
        journal.eventId(),
        StateJson.write(record));
  }
}
