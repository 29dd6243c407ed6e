package io.mesosbridge.sandbox.mesos;

import java.time.Duration;

/**
 * What can befall the cluster, on demand. Usable from any thread; each method returns when the
 * fault is in place. Agents and tasks are named by their ids; one that is unknown is an
 * IllegalArgumentException.
 */
public final class Faults {

  private static final byte[] NOTHING = {};
  private static final byte[] BEGINNING = SimJson.utf8("20\n{\"type\":\"HEAR");

  private final Cluster cluster;

  Faults(Cluster cluster) {
    this.cluster = cluster;
  }

  private void run(Runnable fault) {
    cluster.loop().run(fault);
  }

  /** The agents, and the tasks and executors on them. */
  public AgentFaults agents() {
    return new AgentFaults(cluster);
  }

  /** The masters and their leadership. */
  public MasterFaults masters() {
    return new MasterFaults(cluster);
  }

  /** The updates of tasks. */
  public UpdateFaults updates() {
    return new UpdateFaults(cluster);
  }

  /** Breaks every event stream's connection. */
  public void cutStreams() {
    run(() -> cluster.streamFaults().streams().forEach(each -> each.cut(NOTHING)));
  }

  /** Breaks every event stream's connection in the middle of a record. */
  public void cutStreamsInsideARecord() {
    run(() -> cluster.streamFaults().streams().forEach(each -> each.cut(BEGINNING)));
  }

  /** Lets nothing more through event streams without closing them; what they miss is kept. */
  public void freezeStreams() {
    run(() -> cluster.streamFaults().frozen(true));
  }

  /** Lets event streams flow again, beginning with what was kept. */
  public void thawStreams() {
    run(() -> cluster.streamFaults().frozen(false));
  }

  public void stopHeartbeats() {
    run(() -> cluster.streamFaults().heartbeatsStopped(true));
  }

  public void resumeHeartbeats() {
    run(() -> cluster.streamFaults().heartbeatsStopped(false));
  }

  /**
   * Sends event streams in chunks of exactly that many bytes, whatever the records.
   *
   * @param size in bytes; 0 for a chunk per record again
   * @param hold how long bytes that do not fill a chunk wait for more before they go alone
   */
  public void chunks(int size, Duration hold) {
    run(() -> cluster.streamFaults().chunks(size, hold));
  }

  /** Has every call wait before it is looked at; zero for no more. */
  public void delayCalls(Duration delay) {
    run(() -> cluster.callFaults().delay(delay));
  }

  /** Has the calls that wait looked at now. */
  public void releaseCalls() {
    run(() -> cluster.callFaults().release(cluster.loop()));
  }

  /**
   * Answers the next calls like this without carrying them out.
   *
   * @param type of the calls that are meant, such as KILL; null for any
   */
  public void answerNextCalls(int count, String type, int status, String text) {
    Answer answer = new Answer(status, text);
    run(() -> cluster.callFaults().plan(count, type, new CallFaults.Refused(answer, false)));
  }

  /** The same, as a proxy answers that lost the master's own answer: they are carried out. */
  public void loseNextAnswers(int count, String type, int status) {
    Answer answer = new Answer(status, "upstream request timeout");
    run(() -> cluster.callFaults().plan(count, type, new CallFaults.Refused(answer, true)));
  }

  /**
   * Drops the connection of the next calls without an answer.
   *
   * @param type of the calls that are meant, such as ACCEPT; null for any
   * @param carriedOut whether the calls take effect all the same
   */
  public void dropNextCalls(int count, String type, boolean carriedOut) {
    run(() -> cluster.callFaults().plan(count, type, new CallFaults.Dropped(carriedOut)));
  }

  /** Ends all faults of calls and streams. */
  public void clear() {
    run(
        () -> {
          cluster.callFaults().clear();
          cluster.streamFaults().heartbeatsStopped(false);
          cluster.streamFaults().chunks(0, Duration.ZERO);
          cluster.streamFaults().frozen(false);
        });
  }

  /** Sends every stream an event of a type that no protocol document knows. */
  public void sendUnknownEvent() {
    sendRecord("{\"type\":\"FROM_THE_FUTURE\",\"from_the_future\":{\"year\":2100}}");
  }

  /** Sends every stream a MESSAGE event of exactly that many bytes (at least 200). */
  public void sendRecordOfSize(int bytes) {
    String frame =
        "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":{\"value\":\"none\"},"
            + "\"executor_id\":{\"value\":\"none\"},\"data\":\"\"},\"padding\":\"%s\"}";
    int padding = bytes - frame.length() + "%s".length();
    if (padding < 0) {
      throw new IllegalArgumentException("The smallest such record has 200 bytes, not " + bytes);
    }
    sendRecord(frame.formatted("x".repeat(padding)));
  }

  /** Sends every stream a record with any content. */
  public void sendRecord(String record) {
    byte[] bytes = SimJson.utf8(record);
    run(() -> cluster.streamFaults().streams().forEach(each -> each.sendRecord(bytes)));
  }

  /** Sends every stream these bytes as they are, such as a header that is no number. */
  public void sendRaw(byte[] bytes) {
    run(() -> cluster.streamFaults().streams().forEach(each -> each.sendRaw(bytes)));
  }

  /** Removes a framework as its failover time-out or an operator's teardown does. */
  public void removeFramework(String frameworkId) {
    run(() -> cluster.master().remove(known(frameworkId)));
  }

  /** Has the master forget a framework altogether: its id is as good as new. */
  public void forgetFramework(String frameworkId) {
    run(
        () -> {
          cluster.master().remove(known(frameworkId));
          cluster.master().forget(frameworkId);
        });
  }

  private SimFramework known(String frameworkId) {
    SimFramework framework =
        cluster.master() == null ? null : cluster.master().framework(frameworkId);
    if (framework == null) {
      throw new IllegalArgumentException("No framework '" + frameworkId + "' is registered");
    }
    return framework;
  }
}
