package io.mesosbridge.core.mesos;

import java.time.Duration;

/** What follows for the owner of a subscription from one input, in the order it has to be heard. */
public sealed interface Happening {

  /** Tells this to its method of the owner. */
  void tell(Owner owner);

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
   */
  record Ended(SubscriptionState from, Cause cause, String why, Duration delay)
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
}
