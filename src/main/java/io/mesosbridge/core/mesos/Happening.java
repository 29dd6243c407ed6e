package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Event.EventRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What follows for the owner of a subscription from one input, in the order it has to be heard. */
public sealed interface Happening {

  /** Tells this to its method of the owner. */
  void tell(Owner owner);

  /** All of these, in this order. */
  static List<Happening> join(List<Happening> first, List<Happening> then) {
    if (first.isEmpty() || then.isEmpty()) {
      return first.isEmpty() ? then : first;
    }
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /** Has one method for each kind of happening, so that none is overlooked. */
  interface Owner {

    /** A record of the stream. */
    void received(Received happening);

    /** The subscription stands. */
    void subscribed(Subscribed happening);

    /** An attempt or a subscription ended. */
    void ended(Ended happening);

    /** A call has its outcome. */
    void concluded(Concluded happening);
  }

  /** A record of the stream, SUBSCRIBED and ERROR included, in the order they came. */
  record Received(EventRecord record) implements Happening {
    @Override
    public void tell(Owner owner) {
      owner.received(this);
    }
  }

  /** The subscription stands; SUBSCRIBED itself is received next. */
  record Subscribed(SubscriptionState.Subscribed state) implements Happening {
    @Override
    public void tell(Owner owner) {
      owner.subscribed(this);
    }
  }

  /**
   * There is no connection to a master any more. It is STOPPED if the framework was removed or
   * refused, in STANDBY if another instance has it, until the owner starts anew.
   *
   * @param from the state that ended
   * @param cause why, for metrics and notices
   * @param why the same in words, or in the master's own
   * @param delay how long until the next attempt; null if there is none
   * @param silences how many subscriptions in a row, up to this one, ended since calls were to be
   *     answered and none was
   */
  record Ended(SubscriptionState from, Cause cause, String why, Duration delay, int silences)
      implements Happening {

    /** Whether a subscription ended, rather than an attempt to get one. */
    public boolean stood() {
      return from instanceof SubscriptionState.Subscribed;
    }

    @Override
    public void tell(Owner owner) {
      owner.ended(this);
    }
  }

  /**
   * A call has its outcome; calls of one subscription get theirs in the order of their sending.
   *
   * @param number as the owner numbered the call
   */
  record Concluded(long number, CallOutcome outcome) implements Happening {
    @Override
    public void tell(Owner owner) {
      owner.concluded(this);
    }
  }

  /** Why a subscription, or an attempt to get one, ended. */
  enum Cause {
    /** The master ended the stream. */
    END_OF_STREAM,
    /** The connection broke, or there was none to be had. */
    CONNECTION_LOST,
    /** The master's certificate is not trusted or names another host, or there is no TLS at all. */
    TLS_FAILED,
    /** The master was not heard for several heartbeat intervals. */
    HEARTBEAT_MISSED,
    /** The master did not answer SUBSCRIBE in time. */
    SUBSCRIBE_TIMEOUT,
    /** The master sent an ERROR that neither removes nor refuses the framework. */
    ERROR_EVENT,
    /** The master said of a call that it belongs to no subscription, or to another. */
    CALL_UNSUBSCRIBED,
    /**
     * A call was not answered, or not by the master; only a new subscription keeps it from taking
     * effect later.
     */
    CALL_IN_DOUBT,
    /** The stream is no RecordIO. */
    GARBAGE,
    /** The stream holds a record that is larger than what is accepted. */
    RECORD_TOO_LARGE,
    /** Redirects led nowhere: none given, no valid one, or too many. */
    REDIRECT,
    /** The master does not lead, or not yet: 307 to a call, 503. */
    NOT_LEADING,
    /** The master is still starting: 404. */
    NOT_READY,
    /** The master answered what no master should. */
    UNEXPECTED_ANSWER,
    /** Another master leads now. */
    LEADER_CHANGED,
    /** This bridge wanted a new subscription. */
    REQUESTED,
    /** The framework has been removed. */
    REMOVED,
    /** Another instance has taken the framework over. */
    FAILED_OVER,
    /** The master does not accept the framework or its credentials. */
    REFUSED,
    /** The framework was torn down by this bridge. */
    TORN_DOWN,
    /** This bridge stands by. */
    STOOD_DOWN;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in metrics and notices, e.g. {@code end-of-stream}. */
    public String label() {
      return label;
    }
  }

  /**
   * What carries out what a {@link Subscription} wants of masters; attempts are numbered from 1.
   * None of these may answer before the input that caused it has returned.
   */
  interface Wire {

    /** Finds the master to ask; answered by {@link Subscription#located}. */
    void locate(long attempt);

    /**
     * Asks the master at this scheduler endpoint for its version; answered by {@link
     * Subscription#versionTold}. Given up by {@link #open} and {@link #close}.
     */
    void ask(long attempt, URI master);

    /**
     * Sends SUBSCRIBE to this scheduler endpoint, as a master of that version knows it, on a
     * connection of its own, and reads its stream.
     */
    void open(long attempt, URI master, MesosVersion version);

    /**
     * Closes the stream, if it is still open: nothing of it is heard any more. Calls that have not
     * left do not leave any more either, but answers to those that did are still told.
     */
    void close(long attempt);

    /**
     * Sends a call under that attempt's stream id, after all calls before it; answered by {@link
     * Subscription#callSent} and {@link Subscription#callAnswered}, or by {@link
     * Subscription#callsLost}.
     */
    void call(long attempt, long number, Call call);

    /** Closes the connection for calls, if there is one: nothing of it is heard any more. */
    void dropCalls(long attempt);
  }
}
