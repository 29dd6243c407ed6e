package io.mesosbridge.core;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.command.CommandRecord;
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

  /** Counts a command's result; error is null when there is none. */
  void countCommand(String type, String outcome, String error);

  /** Counts a record of a former leader that came late. */
  void countStale(Outgoing.Topic topic);

  /** What is counted, under the names that operators know. */
  enum Counted {
    REPEATED_COMMAND("bridge.commands.repeated"),
    RECONCILIATION("bridge.reconciliations"),
    IMPOSSIBLE_ACKNOWLEDGEMENT("bridge.acknowledgements.impossible"),
    POISON_EVENT("bridge.events.poison"),
    UPDATE_REPEATED("bridge.updates", "what", "repeated"),
    UPDATE_NOTHING_NEW("bridge.updates", "what", "nothing-new"),
    UPDATE_PUBLISHED("bridge.updates", "what", "published"),
    OFFER_RESCINDED("bridge.offers.ended", "end", "rescinded"),
    OFFER_ACCEPTED("bridge.offers.ended", "end", "accepted"),
    OFFER_DECLINED("bridge.offers.ended", "end", "declined"),
    OFFER_EXPIRED("bridge.offers.ended", "end", "expired"),
    OFFER_UNUSABLE("bridge.offers.unusable"),
    OFFER_DISCONNECTED("bridge.offers.ended", "end", "disconnected"),
    SHED_HEARTBEATS("bridge.shed", "what", "heartbeats"),
    SHED_OFFERS("bridge.shed", "what", "offers"),
    SHED_UPDATES_WITH_UUID("bridge.shed", "what", "updates-with-uuid"),
    SHED_UPDATES_WITHOUT_UUID("bridge.shed", "what", "updates-without-uuid"),
    SHED_EVENTS("bridge.shed", "what", "events");

    private final String meter;
    private final String tag;
    private final String value;

    Counted(String meter) {
      this(meter, null, null);
    }

    Counted(String meter, String tag, String value) {
      this.meter = meter;
      this.tag = tag;
      this.value = value;
    }

    /** The meter's name. */
    public String meter() {
      return meter;
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
