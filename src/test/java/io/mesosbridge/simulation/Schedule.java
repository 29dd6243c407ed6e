package io.mesosbridge.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What happens in one run: data, of which steps can be taken away.
 *
 * @param seed of all chance in the world it runs in
 * @param instances how many bridges there are
 * @param steps by time
 */
public record Schedule(long seed, int instances, List<Step> steps) {

  /** When the last step is over and its effects as well, in milliseconds since the beginning. */
  public static final long LENGTH = 30_000;

  private static final long STEPS_END = 20_000;
  private static final long LONGEST = 15_000;
  private static final long FIRST_STARTS_END = 3_000;

  /** Kinds of faults; each schedule draws which of them are on. */
  enum Kind {
    CRASHES,
    /** Crashes right behind a call or a record. */
    STRIKES,
    /** A task that has ended is launched again at once. */
    RELAUNCHES,
    CUT_OFFS,
    PAUSES,
    GROUP,
    STREAMS,
    CALLS,
    MASTERS,
    AGENTS,
    SLOW_TOPICS,
    LOST_ANSWERS,
    REFUSED_TOPICS,
    LEADERLESS_TOPICS,
    AWAY,
    DELETED_TOPICS,
    TRANSACTIONS,
    COMPACTION,
    RETENTION,
    REPEATS
  }

  /** Types that are drawn more often than others, since most can go wrong with them. */
  private static final List<String> FREQUENT =
      List.of("LAUNCH", "LAUNCH", "LAUNCH", "ACCEPT", "KILL", "KILL", "LAUNCH_GROUP", "SHUTDOWN");

  /** Types that change what the other does, if they change places. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("LAUNCH", "KILL", "LAUNCH"),
          List.of("KILL", "LAUNCH"),
          List.of("KILL", "ACCEPT"),
          List.of("SHUTDOWN", "LAUNCH_GROUP"),
          List.of("SUPPRESS", "REVIVE"));

  /** Topics that are struck more often than others. */
  private static final List<String> MOST_TELLING =
      List.of(
          SimWorld.COMMANDS, SimWorld.RESULTS, SimWorld.STATE, SimWorld.UPDATES, SimWorld.TASKS);

  public Schedule {
    steps = List.copyOf(steps);
  }

  /** The schedule that belongs to a seed. */
  public static Schedule draw(long seed) {
    return draw(seed, Set.of());
  }

  /** The same without faults of these kinds; what is left may be drawn otherwise. */
  static Schedule draw(long seed, Set<Kind> without) {
    return new Drawing(seed).schedule(without);
  }

  /** The same with fewer steps. */
  public Schedule with(List<Step> fewer) {
    return new Schedule(seed, instances, fewer);
  }

  private static final class Drawing {

    private final long seed;
    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();

    /** How many different ids there are; few, so that they are used again. */
    private final int ids;

    private final int tasks;

    private Drawing(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.ids = random.nextInt(3) == 0 ? 10 : 1_000_000;
      this.tasks = random.nextBoolean() ? 1 : 1 + random.nextInt(6);
    }

    private Schedule schedule(Set<Kind> without) {
      int instances = 1 + random.nextInt(3);
      int commands = 3 + random.nextInt(25);
      for (int i = 0; i < commands; i++) {
        if (random.nextInt(6) == 0) {
          pair();
        } else {
          steps.add(new Step.Write(time(), draft()));
        }
      }
      if (random.nextInt(16) == 0) {
        teardown();
      }
      Set<Kind> on = EnumSet.noneOf(Kind.class);
      for (Kind kind : Kind.values()) {
        if (random.nextInt(4) == 0 && !without.contains(kind)) {
          on.add(kind);
        }
      }
      for (Kind kind : on) {
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
          steps.add(step(kind));
        }
      }
      if (!without.contains(Kind.CRASHES)) {
        crashFirstStarts(new SplittableRandom(~seed), instances);
      }
      drop(new SplittableRandom(-seed));
      AgentDuty.attend(new SplittableRandom(Long.reverse(seed)), STEPS_END, LONGEST, steps);
      steps.sort(Comparator.comparingLong(Step::at));
      return new Schedule(seed, instances, steps);
    }

    /** Now and then those that start first die before or while the framework is registered. */
    private void crashFirstStarts(SplittableRandom own, int instances) {
      for (int place = 0; place < instances && own.nextInt(3) == 0; place++) {
        steps.add(new Step.Crash(own.nextLong(1, FIRST_STARTS_END), place, own.nextLong(1, 1_000)));
      }
    }

    private void drop(SplittableRandom own) {
      for (int times = own.nextInt(8) - 4; times > 0; times--) {
        steps.add(new Step.Drop(own.nextLong(1, STEPS_END), 1 + own.nextInt(3)));
      }
    }

    private long time() {
      return random.nextLong(1, STEPS_END);
    }

    private long length() {
      return random.nextInt(3) == 0 ? random.nextLong(1, LONGEST) : random.nextLong(1, 2_000);
    }

    /** Two commands about the same, one right behind the other. */
    private void pair() {
      List<String> types = PAIRS.get(random.nextInt(PAIRS.size()));
      int task = 1 + random.nextInt(tasks);
      long at = time();
      for (String type : types) {
        steps.add(new Step.Write(at, draft(type, task)));
        at += random.nextInt(4) == 0 ? random.nextLong(3_000) : random.nextLong(10);
      }
    }

    private Draft draft() {
      String type =
          random.nextInt(3) == 0
              ? Draft.TYPES.get(random.nextInt(Draft.TYPES.size()))
              : FREQUENT.get(random.nextInt(FREQUENT.size()));
      boolean end = type.equals("TEARDOWN") || type.equals("UPDATE_FRAMEWORK");
      if (end && random.nextInt(4) != 0) {
        type = "RECONCILE";
      }
      return draft(type, 1 + random.nextInt(tasks));
    }

    private Draft draft(String type, int task) {
      int id = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(ids);
      int offer = random.nextInt(-3, 4);
      int padding = random.nextInt(20) == 0 ? random.nextInt(20_000) : 0;
      return new Draft(type, id, task, offer, 1 + random.nextInt(30), padding);
    }

    private String topic() {
      List<String> topics = random.nextBoolean() ? MOST_TELLING : SimWorld.TOPICS;
      return topics.get(random.nextInt(topics.size()));
    }

    private String struck() {
      List<String> topics = List.of(SimWorld.RESULTS, SimWorld.STATE, SimWorld.TASKS);
      return topics.get(random.nextInt(topics.size()));
    }

    private Step step(Kind kind) {
      int any = random.nextInt(3);
      return switch (kind) {
        case CRASHES -> new Step.Crash(time(), any, length());
        case STRIKES ->
            new Step.Strike(
                time(), any == 0 ? null : struck(), random.nextInt(4), random.nextInt(9), length());
        case RELAUNCHES -> new Step.Relaunch(time(), draft("LAUNCH", 1 + random.nextInt(tasks)));
        case CUT_OFFS -> cutOff();
        case PAUSES -> new Step.Pause(time(), any, length());
        case GROUP -> {
          if (random.nextInt(4) == 0) {
            takeOvers();
          }
          Step.Regroup regroup = new Step.Regroup(time(), any, random.nextBoolean());
          yield any == 2 && !regroup.expel() ? new Step.Expire(regroup.at()) : regroup;
        }
        case STREAMS ->
            new Step.Mesos(
                time(),
                List.of(Step.Wire.CUT, Step.Wire.FREEZE, Step.Wire.NO_HEARTBEATS).get(any),
                null,
                length());
        case CALLS -> call();
        case MASTERS -> new Step.Masters(time(), random.nextInt(4), length());
        case AGENTS -> new Step.Agents(time(), AgentDuty.away(random.nextBoolean()), any, length());
        case SLOW_TOPICS -> new Step.Kafka(time(), Step.Trouble.SLOW, topic(), length());
        case LOST_ANSWERS -> new Step.Kafka(time(), Step.Trouble.ANSWERS_LOST, topic(), length());
        case REFUSED_TOPICS -> new Step.Kafka(time(), Step.Trouble.REFUSING, topic(), length());
        case LEADERLESS_TOPICS ->
            new Step.Kafka(time(), Step.Trouble.LEADERLESS, topic(), length());
        case AWAY -> new Step.Kafka(time(), Step.Trouble.AWAY, topic(), length());
        case DELETED_TOPICS -> new Step.Kafka(time(), Step.Trouble.DELETED, topic(), length());
        case TRANSACTIONS ->
            new Step.Transaction(time(), List.of(draft(), draft()), random.nextBoolean(), length());
        case COMPACTION ->
            new Step.Kafka(
                time(),
                Step.Trouble.COMPACTED,
                SimWorld.COMPACTED.get(random.nextInt(SimWorld.COMPACTED.size())),
                length());
        case RETENTION -> {
          String topic = topic();
          yield new Step.Kafka(
              time(),
              Step.Trouble.EXPIRED,
              SimWorld.COMPACTED.contains(topic) ? SimWorld.COMMANDS : topic,
              length());
        }
        case REPEATS -> new Step.WriteAgain(time(), random.nextInt(10));
      };
    }

    /** Long enough that another bridge takes over, with launches on offers that only it has. */
    private Step cutOff() {
      Step.CutOff cutOff = new Step.CutOff(time(), random.nextLong(1_000, 8_000));
      for (int i = 0; i < 2; i++) {
        steps.add(
            new Step.Write(
                cutOff.at() + random.nextLong(cutOff.length()),
                draft(random.nextBoolean() ? "LAUNCH" : "ACCEPT", 1 + random.nextInt(tasks))));
      }
      return cutOff;
    }

    /** Several bridges claim to lead before any of their claims has landed. */
    private void takeOvers() {
      long at = time();
      steps.add(new Step.Kafka(at, Step.Trouble.SLOW, SimWorld.STATE, 5_000));
      for (int i = 0; i < 3; i++) {
        steps.add(new Step.Regroup(at + random.nextLong(5_000), random.nextInt(3), true));
      }
    }

    /** The framework ends while what became of a launch is on its way. */
    private void teardown() {
      long at = time();
      steps.add(new Step.Kafka(at, Step.Trouble.SLOW, topic(), 1_000));
      steps.add(new Step.Write(at, draft("LAUNCH", 1)));
      steps.add(new Step.Write(at + random.nextLong(300), draft("TEARDOWN", 1)));
    }

    private Step call() {
      Step.Wire wire =
          List.of(
                  Step.Wire.DROP_CALL,
                  Step.Wire.DROP_CALL_CARRIED_OUT,
                  Step.Wire.REFUSE_CALL,
                  Step.Wire.LOSE_ANSWER,
                  Step.Wire.SLOW_CALLS)
              .get(random.nextInt(5));
      List<String> types = List.of("ACCEPT", "KILL", "ACKNOWLEDGE", "SUBSCRIBE", "RECONCILE");
      int type = random.nextInt(types.size() + 1);
      return new Step.Mesos(time(), wire, type == types.size() ? null : types.get(type), length());
    }
  }
}
