package io.mesosbridge.core;

import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;

/**
 * Writes a leader's records: knows the subscription that they come from, the event that they follow
 * and the time of the input that is being handled, so that their writers need not.
 */
public final class Journal {

  private final Outside outside;
  private final String instance;
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

  /** From here on, records come from this subscription; null when there is none. */
  public void subscription(String frameworkId, String streamId) {
    source = new Source(frameworkId, streamId, source.sequence(), source.epoch());
  }

  /** From here on, records follow this event. */
  public void follow(String streamId, long sequence) {
    source = new Source(source.frameworkId(), streamId, sequence, source.epoch());
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

  /** The key of what concerns the framework as a whole. */
  public String frameworkKey() {
    return frameworkId() == null ? instance : frameworkId();
  }

  /** An id of the event that is being handled. */
  public String eventId() {
    return source.streamId() + "/" + source.sequence();
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
}
