package io.mesosbridge.core.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Happening.Wire;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A subscription whose wishes are only written down, and a clock that a test turns. */
final class RecordedWire implements Wire {

  static final URI MASTER = URI.create("http://10.0.0.1:5050/api/v1/scheduler");
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  final List<String> effects = new ArrayList<>();
  final Subscription subscription = new Subscription(Timing.DEFAULT, 7, this);
  private long nanos = -5_000_000_000L; // a clock may begin below zero
  MesosVersion version;
  private long attempt;
  private long sequence;

  /** The time passes. */
  Now later(Duration time) {
    nanos += time.toNanos();
    return now();
  }

  Now now() {
    return new Now(nanos, 1_700_000_000_000L + nanos / 1_000_000);
  }

  /** The attempt that was begun last. */
  long attempt() {
    return attempt;
  }

  /** Begins, and finds the master. */
  RecordedWire subscribing() {
    subscription.start();
    located();
    return this;
  }

  /** The master is found, and does not say its version. */
  void located() {
    subscription.located(attempt, MASTER, now());
    subscription.versionTold(attempt, null, now());
  }

  RecordedWire subscribed() {
    subscribing();
    accept(new Event.Master("id-1", "m1.example.com", 5050, "1.11.0"));
    return this;
  }

  /** The master accepts the attempt that is under way. */
  List<Happening> accept(Event.Master master) {
    subscription.opened(attempt, "stream-" + attempt, now());
    return record(new Event.Subscribed("the-framework", HEARTBEAT, master));
  }

  List<Happening> record(Event event) {
    return subscription.record(
        attempt,
        new EventRecord("stream-" + attempt, ++sequence, Slice.of(new byte[0]), event),
        now());
  }

  /** Gives calls of these numbers, and lets those leave that may. */
  void sent(long first, long last) {
    LongStream.rangeClosed(first, last).forEach(number -> subscription.send(number, call("KILL")));
    LongStream.rangeClosed(first, last)
        .filter(number -> effects.contains("call " + attempt + " " + number))
        .forEach(number -> subscription.callSent(attempt, number, now()));
  }

  static Call call(String type) {
    return new Call(type, ("{\"type\":\"" + type + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  static Happening.Concluded concluded(long number, CallOutcome outcome) {
    return new Happening.Concluded(number, outcome);
  }

  @Override
  public void locate(long attempt) {
    this.attempt = attempt;
    effects.add("locate " + attempt);
  }

  @Override
  public void ask(long attempt, URI master) {
    this.attempt = attempt;
    effects.add("ask " + attempt + " " + master.getAuthority());
  }

  @Override
  public void open(long attempt, URI master, MesosVersion version) {
    this.attempt = attempt;
    this.version = version;
    effects.add("open " + attempt + " " + master.getAuthority());
  }

  @Override
  public void close(long attempt) {
    effects.add("close " + attempt);
  }

  @Override
  public void call(long attempt, long number, Call call) {
    effects.add("call " + attempt + " " + number);
  }

  @Override
  public void dropCalls(long attempt) {
    effects.add("dropCalls " + attempt);
  }
}
