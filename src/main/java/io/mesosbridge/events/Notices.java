package io.mesosbridge.events;

import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.StateJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the bridge says of itself among the events. */
public final class Notices {

  private final Journal journal;
  private final Topics topics;

  /** Notices go to the topic of events. */
  public Notices(Journal journal, Topics topics) {
    this.journal = journal;
    this.topics = topics;
  }

  /** The subscription stands. */
  public void connected(String master, String streamId) {
    say("connected", "master", master, "stream_id", streamId);
  }

  /** The subscription broke; every offer is void. */
  public void disconnected(String cause, String why) {
    say("disconnected", "cause", cause, "why", why);
  }

  /** This instance leads from now on. */
  public void leaderElected(String instance, long epoch) {
    say("leader-elected", "instance", instance, "epoch", epoch);
  }

  /** This instance gives up leading; not written yet, since whoever resigns writes no more. */
  public ProducerRecord<byte[], byte[]> leaderResigned(String instance, String why) {
    return notice("leader-resigned", "instance", instance, "why", why);
  }

  /** Kafka is slow or away: what Mesos will send again is dropped from now on. */
  public void sheddingStarted(String what, long inFlightBytes) {
    say("shedding-started", "what", what, "in_flight_bytes", inFlightBytes);
  }

  /** Kafka is back; so many of each were dropped. */
  public void sheddingStopped(Map<String, Long> shed) {
    say("shedding-stopped", "shed", shed);
  }

  /** Mesos removed the framework, and every task of it. */
  public void frameworkRemoved(String why) {
    say("framework-removed", "why", why);
  }

  /** Every live task was asked for and has answered. */
  public void reconciled(int tasks, Iterable<String> differed) {
    say("reconciled", "tasks", tasks, "differed", differed);
  }

  private void say(String name, Object... fields) {
    journal.writeSurely(notice(name, fields), written -> {});
  }

  private ProducerRecord<byte[], byte[]> notice(String name, Object... fields) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("notice", name);
    json.put("at", Instant.now().toString());
    for (int i = 0; i < fields.length; i += 2) {
      json.put((String) fields[i], fields[i + 1]);
    }
    return journal.notice(topics.events, name, StateJson.write(json));
  }
}
