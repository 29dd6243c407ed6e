package io.mesosbridge.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.mesos.MesosVersion;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which framework the bridge is. */
public final class Framework {

  /** No version of the record. */
  public static final long UNCHANGED = 0;

  private static final Outgoing.Type TYPE = new Outgoing.Type(false, "framework");

  private final Memory memory;
  private final Journal journal;
  private final Outside outside;
  private final BridgeConfig.Framework config;
  private final JsonNode configured;
  private final Set<String> usedUpIds = new HashSet<>();
  private JsonNode rolesOf; // the FrameworkInfo that the roles were read from
  private Set<String> roles;
  private boolean registersAgain;
  private MesosVersion mesos = MesosVersion.NEWEST;

  /** The id of the framework registered next; null for none, or to have the master choose. */
  private String next;

  private long version;

  /**
   * The framework as remembered.
   *
   * @param configuredInfo the FrameworkInfo that the configuration makes
   */
  Framework(
      Memory memory,
      Journal journal,
      Outside outside,
      BridgeConfig.Framework config,
      JsonNode configuredInfo) {
    this.memory = memory;
    this.journal = journal;
    this.outside = outside;
    this.config = config;
    this.configured = configuredInfo;
    if (isGone()) {
      usedUpIds.add(memory.framework.frameworkId());
    }
  }

  /** The version of the master that it subscribed to last. */
  public MesosVersion mesos() {
    return mesos;
  }

  void mesos(MesosVersion version) {
    mesos = version;
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
    return known().filter(Framework::isGone).isPresent();
  }

  private static boolean isGone(FrameworkRecord record) {
    return record.state() == State.TORN_DOWN || record.state() == State.REMOVED;
  }

  /** Whether Mesos removed the framework, against its owner's will. */
  public boolean isRemoved() {
    return known().filter(record -> record.state() == State.REMOVED).isPresent();
  }

  /** The id to subscribe with; empty to have the master choose one. */
  Optional<String> wanted() {
    return known()
        .filter(record -> !isGone(record))
        .map(FrameworkRecord::frameworkId)
        .or(() -> Optional.ofNullable(next));
  }

  /** Mesos says that it has removed a framework of that id, and registers none under it again. */
  void useUp(String frameworkId) {
    usedUpIds.add(frameworkId);
  }

  /** The framework that a SUBSCRIBE in doubt was to register, the last if there are several. */
  private Optional<String> intended() {
    return memory.intents().values().stream()
        .filter(intent -> intent.repetition().equals(Command.Repetition.REREGISTER.name()))
        .map(Intent::frameworkId)
        .filter(Objects::nonNull)
        .filter(id -> !usedUpIds.contains(id))
        .reduce((earlier, later) -> later);
  }

  private Optional<String> configuredId() {
    return config.id().filter(id -> !usedUpIds.contains(id));
  }

  /**
   * Decides which framework to be, where none is known: the configured one, that of the live tasks,
   * or a new one, whose id must be in Kafka before anybody else hears of it, so that no crash makes
   * another one of it.
   *
   * @return the id that was chosen and has to be read back first; empty when nothing has to be
   */
  Optional<String> decide() {
    if (wanted().isPresent()) {
      return Optional.empty();
    }
    next = configuredId().or(() -> memory.frameworksOfTasks().stream().findFirst()).orElse(null);
    if (next != null || !config.chooseId()) {
      return Optional.empty();
    }
    registersAgain = false;
    String chosen = outside.newFrameworkId();
    write(new FrameworkRecord(chosen, State.CHOSEN, null, journal.time(), null, null, null));
    return Optional.of(chosen);
  }

  /** The id that a SUBSCRIBE command is to register; null to have the master choose one. */
  public String decideNext() {
    next = configuredId().orElseGet(() -> config.chooseId() ? outside.newFrameworkId() : null);
    return next;
  }

  /** The FrameworkInfo to subscribe with. */
  public JsonNode info() {
    return FrameworkOfLog.info(known(), configured);
  }

  /** The roles that the framework subscribes for. */
  @SuppressWarnings("ReferenceEquality") // of a record that is not made anew
  public Set<String> roles() {
    JsonNode info = info();
    if (info != rolesOf) {
      roles = FrameworkOfLog.roles(info);
      rolesOf = info;
    }
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
    next = null;
    write(
        new FrameworkRecord(
            frameworkId,
            State.REGISTERED,
            master,
            journal.time(),
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
    String now = journal.time();
    FrameworkRecord gone =
        known()
            .map(record -> record.in(how, now))
            .orElse(new FrameworkRecord(id, how, null, now, null, null, null));
    registersAgain = false;
    next = null;
    write(gone);
    return version;
  }

  /** The framework is gone, but another one is about to take its place: commands wait for it. */
  void willRegisterAgain() {
    registersAgain = true;
  }

  /**
   * Begins where a former leader ended, which may have begun to register another framework.
   *
   * @return tasks whose rows are of frameworks that this one followed
   */
  List<String> begin() {
    if (isGone()) {
      next = intended().orElse(null);
      registersAgain = next != null;
    }
    return wanted().map(id -> FrameworkOfLog.forgetOthersThan(id, memory)).orElse(List.of());
  }

  /** A command changed the FrameworkInfo. Returns which version of the record says so. */
  public long updated(JsonNode info, Collection<String> suppressed) {
    return change(info, configured, suppressed);
  }

  /** A command suppressed roles; none named means all of the framework's. */
  public long suppressed(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.addAll(roles.isEmpty() ? roles() : roles);
    return change(memory.framework.frameworkInfo(), memory.framework.configured(), suppressed);
  }

  /** A command revived roles; none named means all of the framework's. */
  public long revived(Collection<String> roles) {
    Set<String> suppressed = new LinkedHashSet<>(suppressedRoles());
    suppressed.removeAll(roles.isEmpty() ? roles() : roles);
    return suppressed.size() < suppressedRoles().size()
        ? change(memory.framework.frameworkInfo(), memory.framework.configured(), suppressed)
        : UNCHANGED;
  }

  /** Writes the record once more: something else stands in its place. */
  void rewrite() {
    known().ifPresent(this::write);
  }

  private long change(JsonNode info, JsonNode configuration, Collection<String> suppressed) {
    FrameworkRecord record = memory.framework;
    write(
        new FrameworkRecord(
            record.frameworkId(),
            record.state(),
            record.master(),
            journal.time(),
            info,
            configuration,
            suppressed.isEmpty() ? null : List.copyOf(suppressed)));
    return version;
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
