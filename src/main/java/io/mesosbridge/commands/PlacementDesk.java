package io.mesosbridge.commands;

import io.mesosbridge.config.PlacementConfig;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.core.offer.Demand;
import io.mesosbridge.core.offer.OutstandingOffer;
import io.mesosbridge.core.offer.Placed;
import io.mesosbridge.core.offer.Sharing;
import io.mesosbridge.core.offer.Unplaced;
import io.mesosbridge.core.offer.WaitingLaunch;
import io.mesosbridge.core.offer.WaitingLaunches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The launches that wait for an offer, with the tasks that they are for. */
final class PlacementDesk {

  private final PlacementConfig config;
  private final WaitingLaunches<CommandWork> waiting;
  private final Map<String, CommandWork> byId = new HashMap<>();
  private final Map<String, String> commandByTask = new HashMap<>();
  private boolean hasNewcomers;
  private long bytes;

  PlacementDesk(PlacementConfig config) {
    this.config = config;
    this.waiting = new WaitingLaunches<>(config.strategy(), config.maxWaiting());
  }

  /** Whether the launch may wait; false when too many do already. */
  boolean add(CommandWork work, LaunchToPlace launch, Demand demand) {
    if (isFull()) {
      return false;
    }
    Duration patience = launch.deadline() == null ? config.deadline() : launch.deadline();
    Instant deadline = work.message().receivedAt().plus(patience);
    Sharing sharing = new Sharing(launch.filters(), work.company());
    if (!waiting.add(
        new WaitingLaunch<>(work.id(), work, demand, sharing, work.bytes(), deadline))) {
      return false;
    }
    hasNewcomers = true;
    bytes += work.bytes();
    byId.put(work.id(), work);
    launch.taskIds().forEach(taskId -> commandByTask.put(taskId, work.id()));
    return true;
  }

  boolean isWaitingFor(String taskId) {
    return commandByTask.containsKey(taskId);
  }

  /** The launch that waits for this task alone, or for its group; it waits no longer. */
  Optional<CommandWork> takeLaunchOf(String taskId) {
    Optional<CommandWork> launch =
        Optional.ofNullable(commandByTask.get(taskId)).map(byId::get).filter(this::endsWithOneTask);
    launch.ifPresent(work -> waiting.remove(work.id()));
    launch.ifPresent(this::forget);
    return launch;
  }

  /** Killing one task of a group kills the group. */
  private boolean endsWithOneTask(CommandWork work) {
    Command launch = (Command) work.reading();
    return launch.taskIds().size() == 1 || launch.header().type() == CommandType.LAUNCH_GROUP;
  }

  boolean isFull() {
    return waiting.size() >= config.maxWaiting() || bytes >= config.maxWaitingBytes().asLongValue();
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
  List<Placed<CommandWork>> place(Collection<OutstandingOffer> offers) {
    hasNewcomers = false;
    List<Placed<CommandWork>> placed = waiting.size() == 0 ? List.of() : waiting.place(offers);
    placed.forEach(group -> group.launches().forEach(launch -> forget(launch.launch())));
    return placed;
  }

  /** An offer that was given to a launch is free after all. */
  void giveBack(String offerId) {
    waiting.giveBack(offerId);
  }

  /** The launches whose deadline has passed; they wait no longer. */
  List<Unplaced<CommandWork>> expired() {
    List<Unplaced<CommandWork>> expired = waiting.expired(Instant.now());
    expired.forEach(launch -> forget(launch.launch().launch()));
    return expired;
  }

  /** All that wait, in the order in which they came; they wait no longer. */
  List<CommandWork> takeAll() {
    List<CommandWork> all = new ArrayList<>(byId.values());
    all.sort((one, other) -> Long.compare(one.order(), other.order()));
    all.forEach(work -> waiting.remove(work.id()));
    all.forEach(this::forget);
    return all;
  }

  private void forget(CommandWork work) {
    byId.remove(work.id());
    bytes -= work.bytes();
    ((Command) work.reading()).taskIds().forEach(commandByTask::remove);
  }
}
