package io.mesosbridge.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.FrameworkRecord.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which framework the bridge is. Lives on the bridge's context. */
public final class Framework {

  private final Journal journal;
  private final Topics topics;
  private final JsonNode configured;
  private FrameworkRecord record;
  private final Set<String> usedUpIds = new HashSet<>();

  /**
   * The framework as remembered.
   *
   * @param configuredInfo the FrameworkInfo that the configuration makes
   */
  public Framework(Journal journal, Topics topics, Remembered remembered, JsonNode configuredInfo) {
    this.journal = journal;
    this.topics = topics;
    this.configured = configuredInfo;
    this.record = remembered.framework().orElse(null);
    if (isGone()) {
      usedUpIds.add(record.frameworkId());
    }
  }

  /** The framework's id, while it is registered. */
  public Optional<String> id() {
    return Optional.ofNullable(record)
        .filter(known -> known.state() == State.REGISTERED)
        .map(FrameworkRecord::frameworkId);
  }

  /** Whether Mesos has removed a framework of that id, and will register none under it again. */
  public boolean isUsedUp(String frameworkId) {
    return usedUpIds.contains(frameworkId);
  }

  /** Mesos says that it has removed a framework of that id. */
  public void useUp(String frameworkId) {
    usedUpIds.add(frameworkId);
  }

  /** Whether there was a framework that is torn down or removed, and no other since. */
  public boolean isGone() {
    return record != null && record.state() != State.REGISTERED;
  }

  /** What became of the framework; empty before the first registration. */
  public Optional<FrameworkRecord> known() {
    return Optional.ofNullable(record);
  }

  /** The FrameworkInfo to subscribe with: a command's, as long as the configuration is the same. */
  public JsonNode info() {
    boolean updated =
        record != null
            && record.state() == State.REGISTERED
            && record.frameworkInfo() != null
            && configured.equals(record.configured());
    return updated ? record.frameworkInfo() : configured;
  }

  /** The roles that want no offers. */
  public List<String> suppressedRoles() {
    return id().isEmpty() || record.suppressedRoles() == null
        ? List.of()
        : record.suppressedRoles();
  }

  /**
   * Mesos gave or accepted the id.
   *
   * @param written told once Kafka knows; at once when it knew before
   */
  public void registered(String frameworkId, String master, Runnable written) {
    boolean known = id().filter(frameworkId::equals).isPresent();
    if (known && master.equals(record.master())) {
      written.run();
      return;
    }
    FrameworkRecord before = known ? record : null;
    record =
        new FrameworkRecord(
            frameworkId,
            State.REGISTERED,
            master,
            Instant.now().toString(),
            before == null ? null : before.frameworkInfo(),
            before == null ? null : before.configured(),
            before == null ? null : before.suppressedRoles());
    write(known ? () -> {} : written);
    if (known) {
      written.run();
    }
  }

  /** The framework was torn down or removed. */
  public void gone(State how, Runnable written) {
    if (record == null) {
      written.run();
      return;
    }
    useUp(record.frameworkId());
    record = record.in(how, Instant.now().toString());
    write(written);
  }

  /** Mesos has removed the framework of that id, which may be one that is known by its id alone. */
  public void removed(String frameworkId) {
    if (record == null) {
      String now = Instant.now().toString();
      record = new FrameworkRecord(frameworkId, State.REMOVED, null, now, null, null, null);
    }
    gone(State.REMOVED, () -> {});
  }

  /** The framework is gone, but another one is about to take its place: commands wait for it. */
  public void willRegisterAgain() {
    record = null;
  }

  /** A command changed the FrameworkInfo. */
  public void updated(JsonNode info, Collection<String> suppressed) {
    change(info, configured, suppressed);
  }

  /** A command suppressed roles; none named means all of the framework's. */
  public void suppressed(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.addAll(roles.isEmpty() ? roles() : roles);
    change(record.frameworkInfo(), record.configured(), suppressed);
  }

  /** A command revived roles; none named means all of the framework's. */
  public void revived(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.removeAll(roles.isEmpty() ? roles() : roles);
    if (suppressed.size() < suppressedRoles().size()) {
      change(record.frameworkInfo(), record.configured(), suppressed);
    }
  }

  /** The roles that the framework subscribes for. */
  public Set<String> roles() {
    Set<String> roles = new LinkedHashSet<>();
    info().path("roles").forEach(role -> roles.add(role.asText()));
    return roles;
  }

  private void change(JsonNode info, JsonNode configuration, Collection<String> suppressed) {
    record =
        new FrameworkRecord(
            record.frameworkId(),
            record.state(),
            record.master(),
            Instant.now().toString(),
            info,
            configuration,
            suppressed.isEmpty() ? null : List.copyOf(suppressed));
    write(() -> {});
  }

  /** Writes the record once more: something else stands in its place. */
  public void rewrite() {
    if (record != null) {
      write(() -> {});
    }
  }

  private void write(Runnable written) {
    var json = StateJson.write(record);
    journal.writeSurely(
        journal.own(topics.state.name(), Keys.FRAMEWORK, "framework", journal.eventId(), json),
        metadata -> written.run());
  }
}
