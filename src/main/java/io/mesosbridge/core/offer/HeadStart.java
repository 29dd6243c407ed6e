package io.mesosbridge.core.offer;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunch.Rank;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one agent offers is held for the launch that comes first, once it has done so in vain for a
 * while: those behind it, which want less, might else take for ever what it needs together. It
 * takes from those behind the half of one agent at most: no other is held at the same time, and
 * none at all for as long as one was.
 */
public final class HeadStart {

  /** Most launches find an offer before, and need none held. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FreeOffers offers;
  private final TaskGroups tasks;
  private final Duration most;
  private final Duration patience;

  /** The agents that were held for the first launch until the time was over. */
  private final Set<String> inVain = new HashSet<>();

  private String first;
  private long notBefore = Long.MIN_VALUE;
  private Holding holding;

  /** What was let go since it was looked at last; or null. */
  private Holding ended;

  private boolean hasLetGo;

  /**
   * That an agent's offers are held.
   *
   * @param agentId whose
   * @param until ISO-8601 instant when they are free for all again at the latest, as far as the
   *     clock on the wall goes on as it does
   */
  public record Held(String agentId, String until) {}

  private record Holding(String launchId, Rank rank, Held held, long began, long until) {}

  /**
   * Nothing is held yet.
   *
   * @param most for how long at a time something is; zero for never
   */
  HeadStart(FreeOffers offers, TaskGroups tasks, Duration most) {
    this.offers = offers;
    this.tasks = tasks;
    this.most = most;
    this.patience = most.compareTo(PATIENCE) < 0 ? most : PATIENCE;
  }

  /** The agent whose offers a launch of that rank does not get; null for none. */
  String keptFrom(Rank rank) {
    boolean isKept = holding != null && holding.rank.compareTo(rank) < 0;
    return isKept ? holding.held.agentId : null;
  }

  /** What is held for the launch of that id, if something is. */
  Optional<Held> heldFor(String launchId) {
    return Optional.ofNullable(holding)
        .filter(each -> each.launchId.equals(launchId))
        .map(Holding::held);
  }

  /** Whether offers are free again that others have not been held against since. */
  boolean hasLetGo() {
    return hasLetGo;
  }

  /** All that wait are held against what is free now. */
  void allAreTried() {
    hasLetGo = false;
  }

  /** The launch waits no longer. */
  void gone(String launchId) {
    if (heldFor(launchId).isPresent()) {
      letGo();
    }
  }

  private void letGo() {
    offers.renew(holding.held.agentId);
    ended = holding;
    holding = null;
    hasLetGo = true;
  }

  /**
   * Time has passed, and this launch comes first.
   *
   * @return whether something is held for it that was not before
   */
  boolean look(String launchId, Rank rank, LaunchKind kind, Now now) {
    if (most.isZero()) {
      return false;
    }
    offers.read(now);
    if (holding != null) {
      lookAtHolding(launchId, kind, now);
    }
    if (ended != null) {
      long lasted = Math.min(now.nanos() - ended.began, most.toNanos());
      notBefore = Math.max(notBefore, now.nanos() + lasted);
      ended = null;
    }
    if (!launchId.equals(first)) {
      first = launchId;
      inVain.clear();
      notBefore = Math.max(notBefore, now.after(patience));
    }
    return holding == null && now.isPast(notBefore) && hold(rank, kind, now);
  }

  private void lookAtHolding(String launchId, LaunchKind kind, Now now) {
    String agentId = holding.held.agentId;
    if (now.isPast(holding.until)) {
      inVain.add(agentId);
      letGo();
    } else if (!holding.launchId.equals(launchId)
        || !offers.of(agentId).stream()
            .allMatch(each -> mayCarry(kind, each) && !offers.isLeaving(each))) {
      letGo();
    }
  }

  private boolean hold(Rank rank, LaunchKind kind, Now now) {
    Optional<String> agent = nearest(kind);
    if (agent.isEmpty()) {
      inVain.clear();
      agent = nearest(kind);
    }
    if (agent.isEmpty()) {
      notBefore = now.after(patience);
      return false;
    }
    String until = now.instant().plus(most).toString();
    Held held = new Held(agent.get(), until);
    holding = new Holding(first, rank, held, now.nanos(), now.after(most));
    return true;
  }

  /** Where nothing is offered, since others have all of it at once, one that may come to offer. */
  private Optional<String> nearest(LaunchKind kind) {
    return offers
        .nearest(
            kind.demand(),
            each ->
                kind.demand().suits(each.role())
                    && !inVain.contains(each.agentId())
                    && mayCarry(kind, each))
        .map(Content::agentId)
        .or(() -> offers.seen().find(kind, tasks, this::mayComeToOffer));
  }

  private boolean mayComeToOffer(String agentId) {
    return !inVain.contains(agentId) && offers.of(agentId).isEmpty();
  }

  private boolean mayCarry(LaunchKind kind, Content offer) {
    return offers.seen().mayCarry(offer.agentId(), kind)
        && kind.against(offer.agent(), tasks).isEmpty();
  }
}
