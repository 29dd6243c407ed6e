package io.mesosbridge.core.offer;

import io.mesosbridge.config.OfferConfig;
import io.mesosbridge.config.OfferConfig.Offers.Mode;
import io.mesosbridge.core.Framework;
import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * For which of the framework's roles offers are wanted: for those that no command suppressed, and
 * where offers come on demand, only while launches wait for some. Since it takes a while without
 * demand before the bridge suppresses roles, it revives them no more often than once in that time.
 */
public final class WantedRoles {

  /** Launches that follow each other closely need no REVIVE each. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  /** A filter of those that wait, or a REVIVE that came to nothing, is ended so. */
  private static final Duration SAID_AGAIN = Duration.ofMinutes(1);

  private final boolean onDemand;
  private final Duration hold;
  private final Framework framework;
  private final Journal journal;
  private final Outside outside;
  private boolean launchesWait;
  private boolean isSubscribed;

  /** Whether no role is wanted for want of launches; never where offers come anyway. */
  private boolean idle;

  /** Whether a command ended that, which may have revived some roles and not the others. */
  private boolean someMayBeSuppressed;

  private long suppressAt = Long.MAX_VALUE;
  private long reviveAt = Long.MAX_VALUE;

  /** Those whose offers are declined: all that are suppressed but those about to be revived. */
  private Set<String> unwanted = Set.of();

  WantedRoles(OfferConfig.Offers config, Framework framework, Journal journal, Outside outside) {
    this.onDemand = config.mode() == Mode.ON_DEMAND;
    this.hold = config.hold();
    this.framework = framework;
    this.journal = journal;
    this.outside = outside;
    this.idle = onDemand;
  }

  /** The roles that a SUBSCRIBE is to suppress. */
  public Collection<String> suppressed() {
    return idle ? framework.roles() : framework.suppressedRoles();
  }

  /** A subscription stands, for which {@link #suppressed} was said. */
  public void subscribed() {
    isSubscribed = true;
    changed();
    demand();
  }

  /** There is no subscription: nothing can be told. */
  void disconnected() {
    isSubscribed = false;
    idle = onDemand && !launchesWait;
    suppressAt = Long.MAX_VALUE;
    reviveAt = Long.MAX_VALUE;
  }

  /** Which roles are suppressed has changed. */
  void changed() {
    unwanted = Set.copyOf(suppressed());
  }

  /** A command is about to revive roles, or all if none, whose offers may precede its answer. */
  public void reviving(Collection<String> roles) {
    areWanted(roles, hold);
  }

  /** A command is about to say anew which roles are suppressed. */
  public void updating() {
    areWanted(List.of(), IDLE);
  }

  private void areWanted(Collection<String> roles, Duration patience) {
    Set<String> left = new HashSet<>(unwanted);
    left.removeAll(roles.isEmpty() ? unwanted : roles);
    unwanted = left;
    someMayBeSuppressed |= idle;
    idle = false;
    suppressAt = !onDemand || launchesWait ? Long.MAX_VALUE : journal.now().after(patience);
  }

  /** Whether launches wait for offers. */
  public void launchesWait(boolean wait) {
    if (wait != launchesWait) {
      launchesWait = wait;
      demand();
    }
  }

  private void demand() {
    if (!onDemand || !isSubscribed) {
      return;
    }
    if (!launchesWait) {
      reviveAt = Long.MAX_VALUE;
      suppressAt = idle ? Long.MAX_VALUE : journal.now().after(IDLE);
    } else {
      suppressAt = Long.MAX_VALUE;
      if (idle || someMayBeSuppressed) {
        revive();
      } else {
        reviveAt = journal.now().after(SAID_AGAIN);
      }
    }
  }

  private void revive() {
    Set<String> roles = new LinkedHashSet<>(framework.roles());
    roles.removeAll(framework.suppressedRoles());
    roles.forEach(role -> outside.call(Outside.NOBODY_WAITS, calls().revive(role)));
    idle = false;
    someMayBeSuppressed = false;
    reviveAt = journal.now().after(SAID_AGAIN);
    changed();
  }

  /** Time has passed; whether what is held is to be given back. */
  boolean tick() {
    if (journal.now().isPast(reviveAt)) {
      revive();
    }
    if (!journal.now().isPast(suppressAt)) {
      return false;
    }
    List<String> already = framework.suppressedRoles();
    suppressAt = Long.MAX_VALUE;
    idle = true;
    framework.roles().stream()
        .filter(role -> !already.contains(role))
        .forEach(role -> outside.call(Outside.NOBODY_WAITS, calls().suppress(role)));
    changed();
    return true;
  }

  /** When {@link #tick} has something to do, in nanoseconds of {@link io.mesosbridge.core.Now}. */
  long deadline() {
    return Math.min(suppressAt, reviveAt);
  }

  /** One that names no role, of Mesos before 1.2, is for the only one that there is. */
  boolean isWanted(OutstandingOffer offer) {
    if (unwanted.isEmpty()) {
      return true;
    }
    String role = Content.read(offer).role();
    return role != null && !unwanted.contains(role);
  }

  private OwnCalls calls() {
    return new OwnCalls(journal.frameworkId());
  }
}
