package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.offer.Offers.Demand;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.offer.WaitingLaunches;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Sharing;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Unplaced;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The launches that wait for an offer. */
final class Placement {

  private final BridgeConfig.Placement config;
  private final WaitingLaunches<Entry> waiting;
  private boolean hasNewcomers;
  private long bytes;

  Placement(BridgeConfig.Placement config) {
    this.config = config;
    this.waiting = new WaitingLaunches<>(config.strategy(), config.maxWaiting());
  }

  /** Whether the launch may wait; false when too many do already. */
  boolean add(Entry entry, LaunchToPlace launch, Demand demand) {
    if (isFull()) {
      return false;
    }
    Duration patience = launch.deadline() == null ? config.deadline() : launch.deadline();
    Instant deadline = entry.record().receivedAt().plus(patience);
    Sharing sharing = new Sharing(launch.filters(), entry.company());
    int size = entry.record().cost();
    if (!waiting.add(new WaitingLaunch<>(entry.id(), entry, demand, sharing, size, deadline))) {
      return false;
    }
    hasNewcomers = true;
    bytes += size;
    return true;
  }

  /** The launch waits no longer. */
  void remove(Entry entry) {
    waiting.remove(entry.id()).ifPresent(launch -> bytes -= launch.bytes());
  }

  boolean isFull() {
    return waiting.size() >= config.maxWaiting() || bytes >= config.maxWaitingBytes();
  }

  /** Whether some have not been held against the offers yet. */
  boolean hasNewcomers() {
    return hasNewcomers;
  }

  int size() {
    return waiting.size();
  }

  long bytes() {
    return bytes;
  }

  /** Gives offers to launches; they wait no longer. */
  List<Placed<Entry>> place(Collection<OutstandingOffer> offers) {
    hasNewcomers = false;
    List<Placed<Entry>> placed = waiting.size() == 0 ? List.of() : waiting.place(offers);
    placed.forEach(group -> group.launches().forEach(launch -> bytes -= launch.bytes()));
    return placed;
  }

  /** An offer that was given to a launch is free after all. */
  void giveBack(String offerId) {
    waiting.giveBack(offerId);
  }

  /** The launches whose deadline has passed; they wait no longer. */
  List<Unplaced<Entry>> expired(Instant now) {
    List<Unplaced<Entry>> expired = waiting.expired(now);
    expired.forEach(launch -> bytes -= launch.launch().bytes());
    return expired;
  }
}
