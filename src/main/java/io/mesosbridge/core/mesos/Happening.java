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

    /** An attempt or a subscription ended, and the next attempt is waited for. */
    void disconnected(Disconnected happening);

    /** It ended because its owner wanted that. */
    void left(Left happening);

    /** Mesos has removed the framework. */
    void removed(Removed happening);

    /** Another instance has taken the framework over. */
    void failedOver(FailedOver happening);

    /** Mesos accepts neither this framework nor these credentials. */
    void refused(Refused happening);

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

  /** The subscription stands; the same event is received next. */
  record Subscribed(SubscriptionState.Subscribed state, Event.Subscribed event)
      implements Happening {
    @Override
    public void tell(Owner owner) {
      owner.subscribed(this);
    }
  }

  /** There is no connection to a master any more. */
  sealed interface Ended extends Happening {

    /** The state that ended. */
    SubscriptionState from();

    /** Why, for metrics and notices. */
    Cause cause();

    /** The same in words, or in the master's own. */
    String why();

    /** Whether a subscription ended, rather than an attempt to get one. */
    default boolean stood() {
      return from() instanceof SubscriptionState.Subscribed;
    }
  }

  /**
   * It is tried again; in BACKING_OFF until then.
   *
   * @param delay how long until the next attempt
   */
  record Disconnected(SubscriptionState.Attached from, Cause cause, String why, Duration delay)
      implements Ended {
    @Override
    public void tell(Owner owner) {
      owner.disconnected(this);
    }
  }

  /** The owner wanted it to end; in STANDBY or TORN_DOWN. */
  record Left(SubscriptionState from, Cause cause, String why) implements Ended {
    @Override
    public void tell(Owner owner) {
      owner.left(this);
    }
  }

  /** Mesos has removed the framework; STOPPED unless the owner starts anew. */
  record Removed(SubscriptionState.Attached from, String why) implements Ended {
    @Override
    public Cause cause() {
      return Cause.REMOVED;
    }

    @Override
    public void tell(Owner owner) {
      owner.removed(this);
    }
  }

  /** Another instance has taken the framework over; in STANDBY until the owner starts anew. */
  record FailedOver(SubscriptionState.Attached from, String why) implements Ended {
    @Override
    public Cause cause() {
      return Cause.FAILED_OVER;
    }

    @Override
    public void tell(Owner owner) {
      owner.failedOver(this);
    }
  }

  /** Mesos accepts neither this framework nor these credentials; STOPPED for an operator. */
  record Refused(SubscriptionState.Attached from, String why) implements Ended {
    @Override
    public Cause cause() {
      return Cause.REFUSED;
    }

    @Override
    public void tell(Owner owner) {
      owner.refused(this);
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
