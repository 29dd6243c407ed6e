package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Cause;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.SubscriptionState;

/** Hears of everything that happens to a subscription, on the subscription's context. */
public interface SubscriptionListener {

  /** A record of the stream, SUBSCRIBED and ERROR included, in the order they came. */
  void onRecord(EventRecord record);

  /** The subscription stands; {@link #onRecord} gets the same event next. */
  void onSubscribed(SubscriptionState.Subscribed state, Event.Subscribed event);

  /** The subscription is lost: once for each {@link #onSubscribed}. */
  void onDisconnected(Cause cause, String why);

  /** The state has changed; comes before all else that follows from it. */
  void onStateChanged(SubscriptionState from, SubscriptionState to);

  /** Mesos has removed the framework; STOPPED unless the owner starts anew. */
  void onRemoved(String text);

  /** Another instance has taken the framework over; in STANDBY until the owner starts anew. */
  void onFailedOver();

  /** Mesos accepts neither this framework nor these credentials; STOPPED for an operator. */
  void onRefused(String text);
}
