package io.mesosbridge.core;

import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a leader's records: knows the subscription that they come from, the event that they follow
 * and the time of the input that is being handled, so that their writers need not.
 */
public final class Journal {

  private final Outside outside;
  private final String instance;
  private final InstantText times = new InstantText();
  private Source source;
  private Now now;
  private long notices;

  /**
   * A journal without subscription.
   *
   * @param instance a name of this process
   * @param epoch the leader's epoch
   * @param frameworkId null before the first registration
   */
  public Journal(Outside outside, String instance, long epoch, String frameworkId, Now now) {
    this.outside = outside;
    this.instance = instance;
    this.source = new Source(frameworkId, null, 0, epoch);
    this.now = now;
  }

  /** The next input is handled. */
  public void at(Now newNow) {
    now = newNow;
  }

  /** When the input happened that is being handled. */
  public Now now() {
    return now;
  }

  /** When the input happened that is being handled, as records show it. */
  public String time() {
    return times.of(now.millis());
  }

  /** From here on, records come from this subscription; null when there is none. */
  public void subscription(String frameworkId, String streamId) {
    source = new Source(frameworkId, streamId, source.sequence(), source.epoch());
  }

  /** From here on, records follow this event. */
  public void follow(String streamId, long sequence) {
    source = new Source(source.frameworkId(), streamId, sequence, source.epoch());
  }

  /** What records follow. */
  public Source source() {
    return source;
  }

  /** From here on, records follow that: what is told late follows the event that told it first. */
  public void follow(Source other) {
    source = other;
  }

  /** The framework's id, or null before the first registration. */
  public String frameworkId() {
    return source.frameworkId();
  }

  /** The subscription's Mesos-Stream-Id, or null while there is none. */
  public String streamId() {
    return source.streamId();
  }

  /** The leader's epoch. */
  public long epoch() {
    return source.epoch();
  }

  /** Whether that is the instance that writes here. */
  boolean isOf(String writer) {
    return instance.equals(writer);
  }

  /** The key of what concerns the framework as a whole. */
  public String frameworkKey() {
    return frameworkId() == null ? instance : frameworkId();
  }

  /** An id of the event that is being handled. */
  public String eventId() {
    return source.streamId() + "/" + source.sequence();
  }

  /** Whether that is the id of an event, and none that an agent gave its update. */
  public static boolean isEventId(String id) {
    int sequence = id.lastIndexOf('/') + 1;
    return sequence > 0
        && sequence < id.length()
        && id.chars().skip(sequence).allMatch(Character::isDigit);
  }

  /** Writes a record that repeats what the master said. */
  public void event(
      WriteId id, Topic topic, String key, Outgoing.Type type, String eventId, byte[] value) {
    event(id, topic, key, type, eventId, value, Extras.NONE);
  }

  /** The same with further headers. */
  public void event(
      WriteId id,
      Topic topic,
      String key,
      Outgoing.Type type,
      String eventId,
      byte[] value,
      Extras extras) {
    outside.write(id, make(topic, key, type, eventId, value, extras));
  }

  /** A record of the bridge's own, not written yet. */
  public Outgoing make(
      Topic topic, String key, Outgoing.Type type, String id, byte[] value, Extras extras) {
    return new Outgoing(topic, key, type, id, value, source, extras, now.millis());
  }

  /** Writes a notice: something that happened to the bridge itself. */
  public void notice(Outgoing.Type type, byte[] json) {
    outside.write(WriteId.Plain.SURELY, noticeOf(type, json));
  }

  /** A notice, not written yet. */
  public Outgoing noticeOf(Outgoing.Type type, byte[] json) {
    String of = source.streamId() == null ? instance : source.streamId();
    String id = of + "/" + type.name() + "/" + ++notices;
    return make(Topic.EVENTS, frameworkKey(), type, id, json, Extras.NONE);
  }

  /** What the bridge says of itself among the events. */
  public static final class Notices {

    private final Journal journal;

    /** Notices go to the topic of events. */
    public Notices(Journal journal) {
      this.journal = journal;
    }

    /** The subscription stands. */
    void connected(String master, String streamId) {
      say("connected", "master", master, "stream_id", streamId);
    }

    /** The subscription broke; every offer is void. */
    void disconnected(String cause, String why) {
      say("disconnected", "cause", cause, "why", why);
    }

    /** This instance leads from now on. */
    void leaderElected(String instance) {
      say("leader-elected", "instance", instance, "epoch", journal.epoch());
    }

    /** This instance gives up leading; not written yet, since whoever resigns writes no more. */
    Outgoing leaderResigned(String instance, String why) {
      Outgoing.Type type = new Outgoing.Type(false, "leader-resigned");
      return journal.noticeOf(type, json(type.name(), "instance", instance, "why", why));
    }

    /** Kafka is slow or away: what Mesos will send again is dropped from now on. */
    void sheddingStarted(String what, long inFlightBytes) {
      say("shedding-started", "what", what, "in_flight_bytes", inFlightBytes);
    }

    /** Kafka is back; so many of each were dropped. */
    void sheddingStopped(Map<String, Long> shed) {
      say("shedding-stopped", "shed", shed);
    }

    /** So many events of each type were dropped that nothing brings again, before memory ended. */
    void eventsDropped(Map<String, Long> dropped) {
      say("events-dropped", "dropped", dropped);
    }

    /** Mesos removed the framework, and every task of it. */
    void frameworkRemoved(String why) {
      say("framework-removed", "why", why);
    }

    /** Every live task was asked for and has answered. */
    public void reconciled(int tasks, Iterable<String> differed) {
      say("reconciled", "tasks", tasks, "differed", differed);
    }

    /** A topic was deleted, and made again. */
    void topicRecreated(String topic) {
      say("topic-recreated", "topic", topic);
    }

    /** Kafka deleted so many commands, at most, before anybody read them. */
    void commandsDeleted(long atMost) {
      say("commands-deleted", "at_most", atMost);
    }

    private void say(String name, Object... fields) {
      journal.notice(new Outgoing.Type(false, name), json(name, fields));
    }

    private byte[] json(String name, Object... fields) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("notice", name);
      json.put("at", journal.time());
      for (int i = 0; i < fields.length; i += 2) {
        json.put((String) fields[i], fields[i + 1]);
      }
      return StateJson.write(json);
    }
  }
}
