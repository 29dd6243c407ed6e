package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Cause;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.SubscriptionState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all that a subscription tells. */
class Recorder implements SubscriptionListener {

  final List<EventRecord> records = new CopyOnWriteArrayList<>();
  final List<SubscriptionState> states = new CopyOnWriteArrayList<>();
  final List<SubscriptionState.Subscribed> subscribed = new CopyOnWriteArrayList<>();
  final List<Cause> disconnected = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();

  List<String> path() {
    return states.stream().map(SubscriptionState::label).toList();
  }

  List<Cause> causes() {
    return states.stream()
        .filter(SubscriptionState.BackingOff.class::isInstance)
        .map(state -> ((SubscriptionState.BackingOff) state).cause())
        .toList();
  }

  List<String> types() {
    return records.stream().map(record -> record.event().type()).toList();
  }

  @Override
  public void onRecord(EventRecord record) {
    records.add(record);
  }

  @Override
  public void onSubscribed(SubscriptionState.Subscribed state, Event.Subscribed event) {
    subscribed.add(state);
  }

  @Override
  public void onDisconnected(Cause cause, String why) {
    disconnected.add(cause);
  }

  @Override
  public void onStateChanged(SubscriptionState from, SubscriptionState to) {
    states.add(to);
  }

  @Override
  public void onRemoved(String text) {
    told.add("removed: " + text);
  }

  @Override
  public void onFailedOver() {
    told.add("failed over");
  }

  @Override
  public void onRefused(String text) {
    told.add("refused: " + text);
  }
}
