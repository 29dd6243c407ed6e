package io.mesosbridge.simulation;

import java.time.Duration;
import java.util.List;

/** One thing that a schedule has happen. Data, so that a schedule can be made smaller. */
sealed interface Step {

  /** When, in milliseconds since the schedule's beginning. */
  long at();

  void in(SimWorld world);

  /** A command is written. */
  record Write(long at, Draft draft) implements Step {
    @Override
    public void in(SimWorld world) {
      world.commands().write(draft, 0);
    }
  }

  /** A command with an id is written once more, byte for byte, as a producer that retries does. */
  record WriteAgain(long at, int back) implements Step {
    @Override
    public void in(SimWorld world) {
      world.commands().again(back);
    }
  }

  /** Commands are written within a transaction that is committed or aborted a while later. */
  record Transaction(long at, List<Draft> drafts, boolean commit, long open) implements Step {
    @Override
    public void in(SimWorld world) {
      world.commands().transaction(drafts, commit, open);
    }
  }

  /** A bridge dies and is started again. */
  record Crash(long at, int place, long down) implements Step {
    @Override
    public void in(SimWorld world) {
      int which = place % world.instances();
      world.kill(which);
      world.loop().after(Duration.ofMillis(down), () -> world.start(which));
    }
  }

  /**
   * A bridge dies right behind a call that it sends or a record of it that lands, and is started
   * again.
   *
   * @param topic of the record; null for a call
   * @param skip how many of them come before
   * @param after how many milliseconds later it dies
   * @param down how long it takes to come back, in milliseconds
   */
  record Strike(long at, String topic, int skip, long after, long down) implements Step {
    @Override
    public void in(SimWorld world) {
      world.reactions().strike(this);
    }
  }

  /** Whoever hears that the task has ended launches it again at once. */
  record Relaunch(long at, Draft draft) implements Step {
    @Override
    public void in(SimWorld world) {
      world.reactions().relaunch(draft);
    }
  }

  /** The bridge that leads hears nothing of who replaces it, but still reads commands. */
  record CutOff(long at, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      List<SimBridge> bridges = world.bridges();
      for (int i = 0; i < bridges.size(); i++) {
        if (bridges.get(i).leads()) {
          SimProcess leader = world.processes().get(i);
          leader.cutOff();
          world.loop().after(Duration.ofMillis(length), leader::comeBack);
        }
      }
    }
  }

  /** A bridge's process stands still. */
  record Pause(long at, int place, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      int which = place % world.instances();
      world.pause(which);
      world.loop().after(Duration.ofMillis(length), () -> world.resume(which));
    }
  }

  /** The group expels a member, or has all join again. */
  record Regroup(long at, int member, boolean expel) implements Step {
    @Override
    public void in(SimWorld world) {
      List<String> members = world.kafka().group().members();
      if (expel && !members.isEmpty()) {
        world.kafka().group().expel(members.get(member % members.size()));
      } else {
        world.kafka().group().rebalance();
      }
    }
  }

  /** The group's offsets have expired, or it was renamed: it reads from the beginning. */
  record Expire(long at) implements Step {
    @Override
    public void in(SimWorld world) {
      world.kafka().group().forgetCommits();
    }
  }

  /** What befalls the streams and calls of the masters. */
  enum Wire {
    CUT,
    FREEZE,
    SLOW_CALLS,
    DROP_CALL_CARRIED_OUT,
    DROP_CALL,
    REFUSE_CALL,
    LOSE_ANSWER,
    NO_HEARTBEATS
  }

  /**
   * The connections to Mesos suffer.
   *
   * @param type of the calls that are meant; null for any
   */
  record Mesos(long at, Wire wire, String type, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      var faults = world.cluster().faults();
      Runnable end =
          switch (wire) {
            case CUT -> {
              faults.cutStreams();
              yield () -> {};
            }
            case FREEZE -> {
              faults.freezeStreams();
              yield faults::thawStreams;
            }
            case SLOW_CALLS -> {
              faults.delayCalls(Duration.ofMillis(length / 10 + 1));
              yield () -> faults.delayCalls(Duration.ZERO);
            }
            case DROP_CALL_CARRIED_OUT -> {
              faults.dropNextCalls(1, type, true);
              yield () -> {};
            }
            case DROP_CALL -> {
              faults.dropNextCalls(1, type, false);
              yield () -> {};
            }
            case REFUSE_CALL -> {
              faults.answerNextCalls(1, type, length % 2 == 0 ? 503 : 500, "out of order");
              yield () -> {};
            }
            case LOSE_ANSWER -> {
              faults.loseNextAnswers(1, type, 504);
              yield () -> {};
            }
            case NO_HEARTBEATS -> {
              faults.stopHeartbeats();
              yield faults::resumeHeartbeats;
            }
          };
      world.loop().after(Duration.ofMillis(length), end);
    }
  }

  /** Who leads the masters changes. */
  record Masters(long at, int how, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      var masters = world.cluster().faults().masters();
      Duration later = Duration.ofMillis(length);
      switch (how % 4) {
        case 0 -> masters.changeLeader();
        case 1 -> {
          masters.killLeader();
          world
              .loop()
              .after(
                  later,
                  () -> {
                    masters.restart(0);
                    masters.restart(1);
                  });
        }
        case 2 -> {
          masters.leaderAway();
          world.loop().after(later, () -> masters.restart(0)); // it may have been killed meanwhile
          world.loop().after(later, () -> masters.elect(0));
        }
        default -> masters.recoverFor(later);
      }
    }
  }

  /** Something befalls an agent for a while, in milliseconds. */
  record Agents(long at, AgentDuty duty, int agent, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      List<String> ids = world.cluster().agentIds();
      duty.befall(world, ids.get(agent % ids.size()), length);
    }
  }

  /** Agents drop what is launched next. */
  record Drop(long at, int count) implements Step {
    @Override
    public void in(SimWorld world) {
      world.cluster().faults().agents().dropLaunches(count);
    }
  }

  /** What befalls a topic, or all of Kafka. */
  enum Trouble {
    SLOW,
    REFUSING,
    LEADERLESS,
    ANSWERS_LOST,
    AWAY,
    DELETED,
    COMPACTED,
    /** What is there is deleted, as by retention, read or not. */
    EXPIRED
  }

  /** Kafka suffers. */
  record Kafka(long at, Trouble trouble, String topic, long length) implements Step {
    @Override
    public void in(SimWorld world) {
      SimKafka kafka = world.kafka();
      SimWeather weather = kafka.weather(topic);
      Runnable end =
          switch (trouble) {
            case SLOW -> {
              weather.slow(length, length / 2);
              yield () -> weather.slow(SimWeather.CALM_MILLIS, SimWeather.CALM_MILLIS);
            }
            case REFUSING -> {
              weather.refusing(true);
              yield () -> weather.refusing(false);
            }
            case LEADERLESS -> {
              weather.leaderless(true);
              yield () -> weather.leaderless(false);
            }
            case ANSWERS_LOST -> {
              weather.answersLost(true);
              yield () -> weather.answersLost(false);
            }
            case AWAY -> {
              kafka.away(true);
              yield () -> kafka.away(false);
            }
            case DELETED -> {
              kafka.delete(topic);
              yield () -> kafka.create(topic, 1);
            }
            case COMPACTED -> {
              kafka.compact(topic);
              yield () -> {};
            }
            case EXPIRED -> {
              long last = kafka.partition(topic, 0).map(SimPartition::end).orElse(0L);
              kafka.deleteBefore(topic, 0, last);
              yield () -> {};
            }
          };
      world
          .loop()
          .after(
              Duration.ofMillis(length),
              () -> {
                end.run();
                kafka.weatherChanged();
              });
    }
  }
}
