package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Event.EventRecord;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Remembers all that a subscription tells. */
class Recorder {

  final List<EventRecord> records = new CopyOnWriteArrayList<>();
  final List<SubscriptionState> states = new CopyOnWriteArrayList<>();
  final List<SubscriptionState.Subscribed> subscribed = new CopyOnWriteArrayList<>();
  final List<Cause> disconnected = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();

  List<String> path() {
    return states.stream().map(SubscriptionState::label).toList();
  }

  List<Cause> causes() {
    return backOffs().map(SubscriptionState.BackingOff::cause).toList();
  }

  /** Why the attempts ended, in words. */
  List<String> reasons() {
    return backOffs().map(SubscriptionState.BackingOff::why).toList();
  }

  private Stream<SubscriptionState.BackingOff> backOffs() {
    return states.stream()
        .filter(SubscriptionState.BackingOff.class::isInstance)
        .map(SubscriptionState.BackingOff.class::cast);
  }

  List<String> types() {
    return records.stream().map(record -> record.event().type()).toList();
  }

  void onRecord(EventRecord record) {
    records.add(record);
  }

  void onSubscribed(SubscriptionState.Subscribed state) {
    subscribed.add(state);
  }

  void onStateChanged(SubscriptionState from, SubscriptionState to) {
    if (!(to instanceof SubscriptionState.Asking)) { // which is part of SUBSCRIBING
      states.add(to);
    }
  }

  void onEnded(Happening.Ended ended) {
    if (ended.stood()) {
      disconnected.add(ended.cause());
    }
    switch (ended.cause()) {
      case REMOVED -> told.add("removed: " + ended.why());
      case FAILED_OVER -> told.add("failed over");
      case REFUSED -> told.add("refused: " + ended.why());
      default -> {
        // is tried again, or was wanted
      }
    }
  }
}
