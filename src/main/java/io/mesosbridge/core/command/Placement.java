package io.mesosbridge.core.command;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.LaunchToPlace;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.core.offer.Demand;
import io.mesosbridge.core.offer.FreeOffers;
import io.mesosbridge.core.offer.HeadStart.Held;
import io.mesosbridge.core.offer.Lack;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.offer.WaitingLaunch;
import io.mesosbridge.core.offer.WaitingLaunch.Carried;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import io.mesosbridge.core.offer.WaitingLaunches;
import io.mesosbridge.core.offer.WaitingLaunches.Standing;
import io.mesosbridge.core.preparation.Preparation.Prepared.Ready;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The launches that wait for an offer. */
final class Placement {

  private static final Logger LOG = Logger.getLogger(Placement.class);
  private static final Duration TOLD_AFTER = Duration.ofSeconds(3);
  private static final Duration SHOWN_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final int SHOWN_AT_ONCE = 100;

  /** Of different launches, since each is held against every agent. */
  private static final int KINDS_AT_ONCE = 3;

  /** Of launches that wait for different things, at a time. */
  private static final int MOST_LINES = 5;

  private final BridgeConfig.Placement config;
  private final TaskGroups groups;
  private final KeptLaunches kept;
  private final LaunchTable table;

  /** Those that are in the table, those first that were looked at first. */
  private final ArrayDeque<Shown> shown = new ArrayDeque<>();

  /** Those that are to be in it. */
  private final ArrayDeque<Shown> newcomers = new ArrayDeque<>();

  private final WaitingLaunches<Entry> waiting;
  private final ArrayDeque<Untold> untold = new ArrayDeque<>();
  private boolean hasNewcomers;

  /** The launch that had its turn, and is to have it again once it is added again; or null. */
  private Entry returning;

  private long bytes;

  /** Which launch is told of, and why it waits; null for none. */
  private String told;

  private String why;

  /** One that is in the table, since when it waits here, and when it was looked at last. */
  private record Shown(String id, long sinceNanos, long atNanos) {}

  /** A launch that came just now; most get an offer before anybody asks. */
  private record Untold(String id, long sinceNanos) {}

  Placement(
      BridgeConfig.Placement config, FreeOffers offers, TaskGroups groups, KeptLaunches kept) {
    this.kept = kept;
    this.table = kept.table();
    this.config = config;
    this.groups = groups;
    Policy policy = config.strategy().orElse(config.policy());
    this.waiting =
        new WaitingLaunches<>(offers, groups, policy, config.maxWaiting(), config.headStart());
  }

  /** Whether the launch may wait; false when too many do already. */
  boolean add(Entry entry, LaunchToPlace launch, Demand demand, Now now) {
    if (isFull()) {
      return false;
    }
    long deadline = entry.received().after(launch.wishes().patience(config.deadline()));
    Sharing sharing = new Sharing(launch.filters(), company(entry, launch, demand));
    int size = entry.record().cost() + launch.wishes().bytes();
    var newcomer =
        new WaitingLaunch<>(
            entry.id(), entry, launch.taskIds(), demand, launch.wishes(), sharing, size, deadline);
    if (!waiting.add(newcomer)) {
      return false;
    }
    if (entry == returning) {
      waiting.moveToFront(entry.id());
    }
    untold.add(new Untold(entry.id(), now.nanos()));
    hasNewcomers = true;
    bytes += size;
    return true;
  }

  /** A master launches no group behind others of its ACCEPT that use the same shared volume. */
  private static int company(Entry entry, LaunchToPlace launch, Demand demand) {
    boolean isGroup = launch.header().type() == CommandType.LAUNCH_GROUP;
    return isGroup && !demand.volumes().isEmpty() ? 1 : entry.tries().company();
  }

  /** The launch, which got an offer and cannot use it yet, is first once it is added again. */
  void willReturn(Entry entry) {
    returning = awaitsReturn() ? returning : entry;
  }

  /** Whether there is one, so that the offers are its before they are others'. */
  boolean awaitsReturn() {
    return returning != null && returning.isWaiting();
  }

  void remove(Entry entry) {
    waiting.remove(entry.id()).ifPresent(launch -> bytes -= launch.bytes());
  }

  boolean isEmpty() {
    return waiting.size() == 0;
  }

  boolean isFull() {
    return waiting.size() >= config.maxWaiting() || bytes >= config.maxWaitingBytes();
  }

  /** Whether some have not been held against the offers yet, or not since tasks came or went. */
  boolean hasNewcomers() {
    return hasNewcomers || isBehind() || waiting.mayFitAnew();
  }

  /** Whether the last pass ended before all were held against the offers, and may go on. */
  boolean isBehind() {
    return waiting.isCutShort() && !awaitsReturn();
  }

  /** Offers came that nobody has been held against. */
  void offered() {
    hasNewcomers |= !isEmpty();
  }

  /** How many wait, which is why no more may. */
  String fullness() {
    String bounds = "bridge.placement.max-waiting and max-waiting-bytes let";
    return "%d launches of %d bytes in all wait for offers already, as many as %s"
        .formatted(waiting.size(), bytes, bounds);
  }

  /** Tells once of each launch that has waited for a while; of those for the same, of one. */
  void tellLate(Now now) {
    Map<Demand, List<WaitingLaunch<Entry>>> late = new LinkedHashMap<>();
    while (!untold.isEmpty() && now.nanos() - untold.peek().sinceNanos > TOLD_AFTER.toNanos()) {
      Untold next = untold.remove();
      WaitingLaunch<Entry> launch = waiting.find(next.id).orElse(null);
      if (launch != null) {
        kept.isLate(launch.launch());
        newcomers.add(
            new Shown(launch.id(), next.sinceNanos, next.sinceNanos - SHOWN_AGAIN_AFTER.toNanos()));
        late.computeIfAbsent(launch.demand(), any -> new ArrayList<>()).add(launch);
      }
    }
    late.values().stream().limit(MOST_LINES).forEach(this::tell);
    int untoldNow = late.values().stream().skip(MOST_LINES).mapToInt(List::size).sum();
    if (untoldNow > 0) {
      LOG.infof("%d more launches wait for offers, too many to tell of each", untoldNow);
    }
    if (!late.isEmpty() || !isTold()) {
      WaitingLaunch<Entry> oldest = waiting.oldest().orElse(null);
      boolean isLate =
          oldest != null && (untold.isEmpty() || !untold.peek().id.equals(oldest.id()));
      told = isLate ? oldest.id() : null;
      why = isLate ? waiting.wish(oldest) : null;
    }
  }

  /**
   * Shows what launches lack that have waited for a while, each again when that may differ; what
   * comes all the time keeps nobody from being looked at again.
   *
   * @return those that no agent can ever carry and that have waited for long enough; they wait no
   *     longer
   */
  List<Unplaced<Entry>> show(Now now) {
    Map<Object, List<Lack>> known = new HashMap<>();
    Map<Object, Optional<String>> impossible = new HashMap<>();
    List<Unplaced<Entry>> givenUp = new ArrayList<>();
    look(newcomers, KINDS_AT_ONCE - 1, known, now);
    for (WaitingLaunch<Entry> launch : look(shown, KINDS_AT_ONCE, known, now)) {
      impossible
          .computeIfAbsent(waiting.kind(launch), any -> waiting.impossible(launch))
          .ifPresent(why -> givenUp.add(new Unplaced<>(launch, why)));
    }
    givenUp.forEach(launch -> remove(launch.launch().launch()));
    return givenUp;
  }

  /** Looks at those that are due; returns which of them have waited for long enough. */
  private List<WaitingLaunch<Entry>> look(
      ArrayDeque<Shown> queue, int kinds, Map<Object, List<Lack>> known, Now now) {
    List<WaitingLaunch<Entry>> patient = new ArrayList<>();
    int looked = 0; // what waits no longer goes without: else it would pile up
    while (looked < SHOWN_AT_ONCE && isDue(queue.peek(), now)) {
      Shown next = queue.peek();
      WaitingLaunch<Entry> launch = waiting.find(next.id).orElse(null);
      if (launch != null) {
        Object kind = waiting.kind(launch);
        if (!known.containsKey(kind) && known.size() >= kinds) {
          return patient;
        }
        List<Lack> lacks = known.computeIfAbsent(kind, any -> waiting.lacks(launch));
        table.show(launch, lacks, waiting.held(launch).orElse(null));
        looked++;
        shown.add(new Shown(next.id, next.sinceNanos, now.nanos()));
        if (now.nanos() - next.sinceNanos >= config.giveUp().toNanos()) {
          patient.add(launch);
        }
      }
      queue.remove();
    }
    return patient;
  }

  /** Holds what an agent offers for the launch that comes first, or lets it go. */
  void holdForFirst(Now now) {
    waiting.holdForFirst(now).ifPresent(this::tellHeld);
  }

  private void tellHeld(WaitingLaunch<Entry> launch) {
    Held held = waiting.held(launch).orElseThrow();
    table.show(launch, waiting.lacks(launch), held);
    LOG.infof(
        "until %s what agent %s offers is held for launch %.100s, which comes first",
        held.until(), held.agentId(), launch.id(), LogField.command(launch.id()));
  }

  private static boolean isDue(Shown next, Now now) {
    return next != null && now.nanos() - next.atNanos >= SHOWN_AGAIN_AFTER.toNanos();
  }

  private void tell(List<WaitingLaunch<Entry>> alike) {
    String others = alike.size() == 1 ? "" : "; as do %d more".formatted(alike.size() - 1);
    var first = alike.get(0);
    LogField tasks = LogField.tasks(first.taskIds());
    LOG.infof("%s%s", waiting.wish(first), others, LogField.command(first.id()), tasks);
  }

  /** How many wait, and for what the oldest does. */
  Standing launches() {
    return new Standing(waiting.size(), isTold() ? why : null);
  }

  private boolean isTold() {
    return told != null && waiting.find(told).isPresent();
  }

  /** Gives offers to launches; they wait no longer. */
  List<Placed<Entry>> place(Now now) {
    hasNewcomers = false;
    List<Placed<Entry>> placed = isEmpty() ? List.of() : waiting.place(now);
    placed.forEach(group -> group.launches().forEach(carried -> bytes -= carried.launch().bytes()));
    return placed;
  }

  /** The launch uses what it got; so the next one is judged by what is left of what all may. */
  void willUse(LaunchToPlace launch, Ready ready) {
    String id = launch.header().id();
    groups.launching(id, launch.taskIds(), launch.group(), ready.agent(), ready.allocations());
  }

  /** The launch does not use what it got. */
  void wasNotUsed(Carried<Entry> carried) {
    groups.settled(carried.launch().id(), carried.launch().taskIds());
  }

  /** Offers that were given to launches are free after all. */
  void giveBack(List<String> offerIds) {
    waiting.giveBack(offerIds);
  }

  /** The launches whose deadline has passed; they wait no longer. */
  List<Unplaced<Entry>> expired(Now now) {
    List<Unplaced<Entry>> expired = waiting.expired(now);
    expired.forEach(launch -> bytes -= launch.launch().bytes());
    return expired;
  }
}
