package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a schedule has happen not at a time but once a bridge has done something. */
final class Reactions {

  private static final String ID = "ce_id";
  private static final Pattern ENDED =
      Pattern.compile("\"state\":\"TASK_(FINISHED|KILLED|FAILED)\"");

  /** A strike, and how many calls or records it still lets pass. */
  private static final class Armed {
    private final Step.Strike strike;
    private int left;

    private Armed(Step.Strike strike) {
      this.strike = strike;
      this.left = strike.skip();
    }
  }

  private final SimWorld world;
  private final Acknowledger acknowledger;
  private final List<Armed> strikes = new ArrayList<>();
  private final List<Draft> relaunches = new ArrayList<>();
  private final List<Relaunched> relaunched = new ArrayList<>();

  /** A launch that followed the end of its task at once. */
  record Relaunched(Written command, SimRecord end) {}

  Reactions(SimWorld world) {
    this.world = world;
    this.acknowledger = new Acknowledger(world);
  }

  void strike(Step.Strike strike) {
    strikes.add(new Armed(strike));
  }

  /** Once the task of the draft is told to have ended, the draft is written. */
  void relaunch(Draft draft) {
    relaunches.add(draft);
  }

  /** Nothing follows any more. */
  void calm() {
    strikes.clear();
    relaunches.clear();
  }

  void called(String process) {
    happened(null, process);
  }

  void landed(String topic, SimRecord record) {
    happened(topic, record.writer());
    if (world.doConsumersAcknowledge()) {
      acknowledger.landed(topic, record);
    }
    if (!relaunches.isEmpty() && topic.equals(SimWorld.UPDATES)) {
      relaunches.stream()
          .filter(draft -> ("t" + draft.task()).equals(record.key()) && hasEnded(record))
          .findFirst()
          .ifPresent(
              draft -> {
                relaunches.remove(draft);
                world.loop().later(() -> write(draft, record));
              });
    }
  }

  private void write(Draft draft, SimRecord end) {
    Written written = world.commands().write(draft, 0);
    if (written != null) {
      relaunched.add(new Relaunched(written, end));
    }
  }

  List<Relaunched> relaunched() {
    return relaunched;
  }

  /** Told for the first time, since an update may come again long after. */
  @SuppressWarnings("ReferenceEquality") // the same record, not another with the same update
  private boolean hasEnded(SimRecord update) {
    return ENDED.matcher(new String(update.value(), UTF_8)).find()
        && world.kafka().history(SimWorld.UPDATES).stream()
            .noneMatch(before -> before != update && before.header(ID).equals(update.header(ID)));
  }

  private void happened(String topic, String process) {
    for (Armed armed : List.copyOf(strikes)) {
      String awaited = armed.strike.topic();
      if ((topic == null ? awaited == null : topic.equals(awaited)) && armed.left-- == 0) {
        strikes.remove(armed);
        world
            .loop()
            .after(Duration.ofMillis(armed.strike.after()), () -> hit(process, armed.strike));
      }
    }
  }

  private void hit(String process, Step.Strike strike) {
    int place = world.place(process);
    if (place >= 0) {
      world.kill(place);
      world.loop().after(Duration.ofMillis(strike.down()), () -> world.start(place));
    }
  }
}
