package io.mesosbridge.core;

import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What awaits Kafka: decides what is dropped while Kafka is slow or away, so that memory stays
 * bounded and the stream is still read, first what nobody misses, then what Mesos sends again only
 * when asked, last of all what nothing brings again; and what has to be asked for again once Kafka
 * is back.
 */
public final class Backlog {

  private static final Logger LOG = Logger.getLogger(Backlog.class);

  /** Below this share of the limit nothing worth mentioning awaits Kafka. */
  private static final int NEXT_TO_NOTHING = 16;

  /** A master may send events of any type. */
  private static final int MOST_TYPES = 50;

  /** An offer that waits longer than this for Kafka would be stale before anybody saw it. */
  private static final long KAFKA_IS_AWAY_NANOS = Duration.ofSeconds(10).toNanos();

  private final Outside outside;
  private final Notices notices;
  private final long max;
  private final Map<Kind, Long> shed = new EnumMap<>(Kind.class);
  private final Map<String, String> toReconcile = new LinkedHashMap<>();
  private final Map<String, Long> droppedEvents = new LinkedHashMap<>();
  private boolean resubscription;

  /** A new subscription is to bring what was dropped: or it might never pass what comes with it. */
  private boolean oneMayPass;

  /** What can be dropped, in the order in which it is. */
  public enum Kind {
    HEARTBEATS(Topic.HEARTBEATS, 0, Counted.SHED_HEARTBEATS),
    OFFERS(Topic.OFFERS, 16, Counted.SHED_OFFERS),
    UPDATES_WITH_UUID(Topic.TASK_UPDATES, 8, Counted.SHED_UPDATES_WITH_UUID),
    UPDATES_WITHOUT_UUID(Topic.TASK_UPDATES, 8, Counted.SHED_UPDATES_WITHOUT_UUID),
    EVENTS(Topic.EVENTS, 4, Counted.SHED_EVENTS);

    private final Topic topic;
    private final int shareAbove;
    private final Counted counted;

    /** Dropped when more than the limit and this share of it would await Kafka; 0: no share. */
    Kind(Topic topic, int shareAbove, Counted counted) {
      this.topic = topic;
      this.shareAbove = shareAbove;
      this.counted = counted;
    }

    private long threshold(long max) {
      return shareAbove == 0 ? max : max + max / shareAbove;
    }

    private boolean staleOnceKafkaIsAway() {
      return this == HEARTBEATS || this == OFFERS;
    }
  }

  /**
   * Nothing is dropped until more than so many bytes would await Kafka.
   *
   * @param max in bytes
   */
  Backlog(Outside outside, Notices notices, long max) {
    this.outside = outside;
    this.notices = notices;
    this.max = max;
  }

  /**
   * Whether one of these has to be dropped now, before memory ends; if so, it is counted. One that
   * is larger than the limit still passes when next to nothing else awaits Kafka; so does one
   * update of each subscription that brings again what was dropped, whatever awaits Kafka. What
   * awaits a topic that is stuck by itself leaves a quarter of the limit to the others.
   *
   * @param bytes how large it is
   */
  public boolean sheds(Kind kind, int bytes) {
    long awaits = outside.inFlightBytes();
    long over = awaits + bytes - kind.threshold(max);
    boolean tooMuch =
        awaits > max / NEXT_TO_NOTHING && over > 0 && (over > max / 4 || !isBesideStuck(kind));
    if (!tooMuch && !(kind.staleOnceKafkaIsAway() && isStuck(kind))) {
      return false;
    }
    if (oneMayPass && kind == Kind.UPDATES_WITH_UUID && bytes > max) {
      oneMayPass = false;
      return false;
    }
    if (shed.isEmpty()) {
      LOG.warnf(
          "Kafka is slow or away, %d bytes await it: dropping what Mesos will send again", awaits);
      notices.sheddingStarted(kind.counted.value(), awaits);
    }
    shed.merge(kind, 1L, Long::sum);
    outside.count(kind.counted);
    return true;
  }

  /** The same of an event that nothing brings again, which is told by its type. */
  boolean shedsEvent(String type, int bytes) {
    if (!sheds(Kind.EVENTS, bytes)) {
      return false;
    }
    if (droppedEvents.isEmpty()) {
      LOG.errorf(
          "%d bytes await Kafka: dropping events that nothing brings again",
          outside.inFlightBytes());
    }
    boolean isNamed = droppedEvents.size() < MOST_TYPES || droppedEvents.containsKey(type);
    droppedEvents.merge(isNamed ? type : "OTHER", 1L, Long::sum);
    return true;
  }

  /** How many bytes may await Kafka before something is dropped. */
  long limit() {
    return max;
  }

  /** An update with uuid was dropped: a new subscription brings it again. */
  void dropped() {
    resubscription = true;
  }

  /** An update without uuid was dropped: only a question brings it again. */
  void dropped(TaskStatus status) {
    toReconcile.put(status.taskId(), status.agentId());
  }

  /** Whether something was dropped that has not been repaired yet. */
  public boolean isShedding() {
    return !shed.isEmpty();
  }

  /** How much of each was dropped since that began, by the names that operators know. */
  public Map<String, Long> shed() {
    Map<String, Long> labelled = new LinkedHashMap<>();
    shed.forEach((kind, count) -> labelled.put(kind.counted.value(), count));
    return labelled;
  }

  /**
   * Whether what was dropped is to be asked for again: Kafka has caught up, which is told with what
   * was dropped, or only takes nothing of another topic.
   */
  boolean isOver() {
    long awaits = outside.inFlightBytes();
    if (awaits > max / 2 || shed.keySet().stream().anyMatch(this::isStuck)) {
      boolean isRoom = awaits <= max + max / 4 + max / NEXT_TO_NOTHING; // or all is dropped again
      return isRoom && isAnyToRepair() && isBesideStuck(Kind.UPDATES_WITH_UUID);
    }
    if (!shed.isEmpty()) {
      Map<String, Long> labelled = shed();
      shed.clear();
      if (!droppedEvents.isEmpty()) {
        notices.eventsDropped(droppedEvents);
        droppedEvents.clear();
      }
      LOG.infof("Kafka is back; dropped meanwhile: %s", labelled);
      notices.sheddingStopped(labelled);
      return true;
    }
    return isAnyToRepair();
  }

  private boolean isAnyToRepair() {
    return resubscription || !toReconcile.isEmpty();
  }

  /** Whether a new subscription has to bring updates again; asked once. */
  boolean takeResubscription() {
    boolean wanted = resubscription;
    oneMayPass |= wanted;
    resubscription = false;
    return wanted;
  }

  /** The tasks to be asked for, with their agents; asked once. */
  Map<String, String> takeTasksToReconcile() {
    Map<String, String> tasks = new LinkedHashMap<>(toReconcile);
    toReconcile.clear();
    return tasks;
  }

  /** Whether Kafka takes nothing of its topic; one that is refused holds up nothing but itself. */
  private boolean isStuck(Kind kind) {
    return isStuck(kind.topic);
  }

  private boolean isStuck(Topic topic) {
    return outside.oldestWaitNanos(topic) > KAFKA_IS_AWAY_NANOS;
  }

  /** Whether Kafka takes nothing of other topics, but what is written to its own. */
  private boolean isBesideStuck(Kind kind) {
    return !isStuck(kind) && Stream.of(Topic.values()).anyMatch(this::isStuck);
  }
}
