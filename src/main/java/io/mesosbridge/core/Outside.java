package io.mesosbridge.core;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.policy.CommandPolicy;
import java.util.Optional;

/**
 * What the core has done by others: each of these returns at once, and what becomes of it comes
 * back as an input of the {@link Term}. Never calls back into the core from inside.
 */
public interface Outside {

  /** The number of calls whose outcome nobody waits for. */
  long NOBODY_WAITS = 0;

  /** Writes a record; the answer comes back under the same name. */
  void write(WriteId id, Outgoing record);

  /** Sends a call after all that were sent before it; its outcome comes back under that number. */
  void call(long number, Call call);

  /** An id for a framework that nobody had before, of the form that masters give. */
  String newFrameworkId();

  /** Begins to strive for a subscription; each attempt takes {@link Term#subscribeCall}. */
  void subscribe();

  /** Gives the subscription up, for an operator to change something. */
  void giveUp(String why);

  /** Gives the subscription up for a new one. */
  void resubscribe();

  /** There is no framework any more: ends the subscription until somebody asks for one. */
  void unsubscribe();

  /** The command's record has its result: its offset may be committed. */
  void settle(CommandRecord record);

  /** The same for a record that is no command: it goes to the dead letters first. */
  void settleAsDeadLetter(CommandRecord record, String why);

  /** Answers whoever asked for a reply in the record's headers; may be impossible, never fails. */
  void reply(CommandRecord record, Outgoing result);

  /** Reads the result of the command of that identity back; the answer comes as an input. */
  void reread(String identity, Place place);

  /** How many bytes await Kafka. */
  long inFlightBytes();

  /** How long the oldest record for that topic has awaited Kafka, in nanoseconds; 0 for none. */
  long oldestWaitNanos(Outgoing.Topic topic);

  /** What commands may do now. */
  CommandPolicy policy();

  /** Counts something that happened. */
  void count(Counted what);

  /**
   * A command has its outcome, which Kafka has yet to take.
   *
   * @param traceparent the command's W3C trace context, or null
   */
  void concluded(CommandResult result, String traceparent);

  /** Counts a record of a former leader that came late. */
  void countStale(Outgoing.Topic topic);

  /** Tells how long something took. */
  void time(Timed what, long nanos);

  /** Tells how long something took that began then; nothing where that is not known, and null. */
  default void time(Timed what, Now begin, Now end) {
    if (begin != null) {
      time(what, end.nanos() - begin.nanos());
    }
  }

  /** What is timed, under the names that operators know. */
  enum Timed {
    EVENT_TO_KAFKA(
        "bridge.event.to.kafka", "From an event of the stream until Kafka has its record", false),
    UPDATE_TO_ACKNOWLEDGE(
        "bridge.update.to.acknowledge",
        "From a task's update until its acknowledgement leaves for Mesos",
        false),
    COMMAND_TO_CALL(
        "bridge.command.to.call", "From a command's arrival until its call leaves for Mesos", true),
    COMMAND_TO_RESULT(
        "bridge.command.to.result", "From a command's arrival until Kafka has its result", true),
    PLACEMENT(
        "bridge.placement", "From the arrival of a launch without offer until it has one", true);

    private final String meter;
    private final String help;
    private final boolean waits;

    Timed(String meter, String help, boolean waits) {
      this.meter = meter;
      this.help = help;
      this.waits = waits;
    }

    /** The meter's name, without unit. */
    public String meter() {
      return meter;
    }

    /** What it means, in one line. */
    public String help() {
      return help;
    }

    /** Whether minutes are nothing unusual, since launches wait for offers. */
    public boolean waits() {
      return waits;
    }
  }

  /** What is counted, under the names that operators know. */
  enum Counted {
    REPEATED_COMMAND("bridge.commands.repeated", "Records that repeat a command"),
    RECONCILIATION("bridge.reconciliations", "Reconciliations of tasks that were begun"),
    IMPOSSIBLE_ACKNOWLEDGEMENT(
        "bridge.acknowledgements.impossible", "Updates of tasks whose agent nobody knows"),
    POISON_EVENT("bridge.events.poison", "Events that are passed on but not handled"),
    UPDATE_REPEATED(Meters.UPDATES, "repeated"),
    UPDATE_NOTHING_NEW(Meters.UPDATES, "nothing-new"),
    UPDATE_PUBLISHED(Meters.UPDATES, "published"),
    OFFER_RESCINDED(Meters.OFFERS, "rescinded"),
    OFFER_ACCEPTED(Meters.OFFERS, "accepted"),
    OFFER_DECLINED(Meters.OFFERS, "declined"),
    OFFER_EXPIRED(Meters.OFFERS, "expired"),
    OFFER_UNUSABLE("bridge.offers.unusable", "Offers without id or agent"),
    OFFER_DISCONNECTED(Meters.OFFERS, "disconnected"),
    SHED_HEARTBEATS(Meters.SHED, "heartbeats"),
    SHED_OFFERS(Meters.SHED, "offers"),
    SHED_UPDATES_WITH_UUID(Meters.SHED, "updates-with-uuid"),
    SHED_UPDATES_WITHOUT_UUID(Meters.SHED, "updates-without-uuid"),
    SHED_EVENTS(Meters.SHED, "events");

    /** Meters whose tag tells several of these apart. */
    private enum Meters {
      UPDATES("bridge.updates", "Updates of tasks, by what was done with them", "what"),
      OFFERS("bridge.offers.ended", "Offers that are gone, by why", "end"),
      SHED("bridge.shed", "What was dropped because Kafka was slow or away", "what");

      private final String meter;
      private final String help;
      private final String tag;

      Meters(String meter, String help, String tag) {
        this.meter = meter;
        this.help = help;
        this.tag = tag;
      }
    }

    private final String meter;
    private final String help;
    private final String tag;
    private final String value;

    Counted(String meter, String help) {
      this(meter, help, null, null);
    }

    Counted(Meters meters, String value) {
      this(meters.meter, meters.help, meters.tag, value);
    }

    Counted(String meter, String help, String tag, String value) {
      this.meter = meter;
      this.help = help;
      this.tag = tag;
      this.value = value;
    }

    /** The meter's name. */
    public String meter() {
      return meter;
    }

    /** What it counts, in one line. */
    public String help() {
      return help;
    }

    /** Its one tag's key and value, if it has one. */
    public String[] tags() {
      return tag == null ? new String[0] : new String[] {tag, value};
    }

    /** The value of its tag. */
    String value() {
      return value;
    }
  }

  /** Where the instance lives: each of these returns at once, and inputs follow. */
  interface Host {

    /** Opens what is written with; {@link Bridge#opened} or {@link Bridge#notOpened} follows. */
    void open(long attempt);

    /**
     * Closes what is written with, and all connections of the term.
     *
     * @param last the one record that is written still
     * @param graceful whether what was written already may still reach Kafka
     */
    void close(Optional<Outgoing> last, boolean graceful);

    /** Has the log read to where it ends now; {@link Bridge#caughtUp} follows. */
    void readToEnds(long attempt);

    /**
     * This instance leads: of the log, it knows itself what it writes to the tables. Once the
     * results have been read to where they end now, {@link Bridge#resultsRead} follows.
     */
    void led(long epoch);

    /** Has the log read from its beginning; nothing that was read before is told any more. */
    void readAnew();
  }
}
