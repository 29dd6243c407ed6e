package io.mesosbridge.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the bridge says of itself among the events. */
public final class Notices {

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
    json.put("at", journal.now().instant().toString());
    for (int i = 0; i < fields.length; i += 2) {
      json.put((String) fields[i], fields[i + 1]);
    }
    return StateJson.write(json);
  }
}
