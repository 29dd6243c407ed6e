package io.mesosbridge.core;

import io.mesosbridge.core.Outside.Host;
import java.time.Duration;

/**
 * Where this instance stands among those of its group. The methods of each state are the only ways
 * out of it.
 *
 * <pre>{@code
 *           owned             opened              written              caught up
 * Following -----> Preparing --------> Claiming ----------> Restoring -----------> Leading
 *     ^  ^            ^                   ^                    |                    |  |
 *     |  |            | confirmed         +--- overtaken ------+      resign        |  |
 *     |  |            +------------------------- Resigned <-------------------------+  |
 *     |  +--- lost (from every state but Stopped)                                      |
 *     |                                                                        contest |
 *     +------ lost ---------------------------- Contested <----------------------------+
 *
 * every state -- stop --> Stopped
 * }</pre>
 */
public sealed interface LeadershipState {

  /** Whether there is nothing to be given up. */
  default boolean isIdle() {
    return true;
  }

  /** For how long this instance has led. */
  default Duration led(Now now) {
    return Duration.ZERO;
  }

  /** The group gave the commands to this instance. */
  default LeadershipState owned() {
    return this;
  }

  /** The group gave the commands to another instance, or may have. */
  default LeadershipState lost() {
    return new Following();
  }

  /** The log has been read to its end, and there is something to write with. */
  default Claiming opened(long proposal) {
    throw illegal("claim leadership");
  }

  /** Kafka has the claim. */
  default Restoring written(long epoch) {
    throw illegal("restore");
  }

  /** Another claim is greater: this instance claims again. */
  default Preparing overtaken() {
    throw illegal("be overtaken");
  }

  /** The log has been read up to the claim. */
  default Leading caughtUp(Now now) {
    throw illegal("lead");
  }

  /** Somebody may lead who does not know of this instance, or it does not know what it did. */
  default Resigned resign(String why, Now now) {
    return new Resigned(why, now.nanos());
  }

  /** The group has confirmed, by an answer to a question of that time, that this one owns. */
  default LeadershipState confirmed(long askedAtNanos) {
    return this;
  }

  /** Nobody can lead until an operator has done something. */
  default Contested contest(String why) {
    return new Contested(why);
  }

  /** This instance ends. */
  default Stopped stop() {
    return new Stopped();
  }

  private IllegalStateException illegal(String what) {
    return new IllegalStateException("an instance that is " + this + " cannot " + what);
  }

  /** Another instance leads, or nobody yet; this one follows what it writes. */
  record Following() implements LeadershipState {
    @Override
    public Preparing owned() {
      return new Preparing();
    }
  }

  /** Reading the log to its end and opening what is written with. */
  record Preparing() implements LeadershipState {
    @Override
    public boolean isIdle() {
      return false;
    }

    @Override
    public Claiming opened(long proposal) {
      return new Claiming(proposal);
    }
  }

  /**
   * The claim is on its way to Kafka.
   *
   * @param proposal the epoch that it claims at least
   */
  record Claiming(long proposal) implements LeadershipState {
    @Override
    public boolean isIdle() {
      return false;
    }

    @Override
    public Restoring written(long offset) {
      return new Restoring(Math.max(proposal, offset));
    }
  }

  /** Reading what was written before the claim. */
  record Restoring(long epoch) implements LeadershipState {
    @Override
    public boolean isIdle() {
      return false;
    }

    @Override
    public Preparing overtaken() {
      return new Preparing();
    }

    @Override
    public Leading caughtUp(Now now) {
      return new Leading(epoch, now.nanos());
    }
  }

  /** This instance leads. */
  record Leading(long epoch, long sinceNanos) implements LeadershipState {
    @Override
    public Duration led(Now now) {
      return Duration.ofNanos(now.nanos() - sinceNanos);
    }

    @Override
    public boolean isIdle() {
      return false;
    }
  }

  /** This instance gave up leading, and leads again only if the group says so. */
  record Resigned(String why, long atNanos) implements LeadershipState {
    @Override
    public LeadershipState confirmed(long askedAtNanos) {
      return askedAtNanos - atNanos > 0 ? new Preparing() : this;
    }

    @Override
    public Preparing owned() {
      return new Preparing();
    }
  }

  /** Only an operator ends it. */
  record Contested(String why) implements LeadershipState {}

  /** This instance ends. */
  record Stopped() implements LeadershipState {
    @Override
    public LeadershipState lost() {
      return this;
    }
  }

  /**
   * Those that take a leader's place: once that is the next leader, again and again it is a rival.
   * Who claimed without knowing of this leader is a former one whose claim landed late, and none.
   */
  final class Rivals {

    private static final Duration SHORT_TERM = Duration.ofMinutes(1);
    private static final int SHORT_TERMS_IN_A_ROW = 3;

    private int shortTerms;

    /**
     * The group gave the commands to this instance: whoever took its place before had a right to.
     */
    void forget() {
      shortTerms = 0;
    }

    /** Whether a term that ended after so long was one too many. */
    boolean areTooMany(Duration led) {
      shortTerms = led.compareTo(SHORT_TERM) < 0 ? shortTerms + 1 : 0;
      return shortTerms >= SHORT_TERMS_IN_A_ROW;
    }

    /** What an operator is told. */
    String inWords(String why, String groupId) {
      return "the framework was taken over again and again ("
          + why
          + "); another bridge or framework uses the same framework id outside of group "
          + groupId;
    }
  }

  /**
   * The attempts of an instance to lead, each with a number, so that what comes late is told apart.
   */
  final class Attempts {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    /** A term that lasted so long did not fail at its start. */
    private static final Duration LASTING = Duration.ofMinutes(1);

    private final Host host;
    private long current;
    private long openAgainAt = Long.MAX_VALUE;
    private Duration rest = Duration.ZERO;
    private long restUntil;

    Attempts(Host host) {
      this.host = host;
    }

    /** The next one begins. */
    void begin() {
      end();
      host.open(current);
    }

    /**
     * An error that nobody foresaw ends what is under way. One that ends each attempt at its start
     * must not have claims written, and all read anew, as fast as that goes.
     */
    void broke(LeadershipState state, Now now) {
      if (!state.isIdle()) {
        boolean isFirst = rest.isZero() || state.led(now).compareTo(LASTING) >= 0;
        Duration longer = isFirst ? FIRST_REST : rest.multipliedBy(2);
        rest = longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer;
        restUntil = now.after(rest);
      }
    }

    /** Whether the next one need not wait any more; none does before one has failed. */
    boolean mayBegin(Now now) {
      return rest.isZero() || now.isPast(restUntil);
    }

    /** What is under way has ended: what still comes of it is of no interest. */
    void end() {
      current++;
      openAgainAt = Long.MAX_VALUE;
    }

    /** What is written with could not be opened: it is tried again after a while. */
    void failed(long which, Now now) {
      if (isCurrent(which)) {
        openAgainAt = now.after(RETRY);
      }
    }

    void tick(Now now) {
      if (now.isPast(openAgainAt)) {
        openAgainAt = Long.MAX_VALUE;
        host.open(current);
      }
    }

    long deadline() {
      return openAgainAt;
    }

    long current() {
      return current;
    }

    boolean isCurrent(long which) {
      return which == current;
    }
  }
}
