package io.mesosbridge.core;

import io.mesosbridge.core.Fact.LogRecord;

/** The claims to lead, as far as this instance has read them: a new one has to be above all. */
public final class Claims {

  /** More records than a topic of claims can have had that one instance has not read. */
  private static final long UNREAD = 1_000_000_000;

  /**
   * Two instances that lost the same claims count on so far apart, but for one pair in a million.
   */
  private static final long APART = 1_000;

  private static final int INSTANCES = 1_000_000;

  private long highestEpoch;
  private long claimedEpoch = -1;
  private String claimant;
  private long writtenAgain = -1;
  private boolean settledAlone;
  private boolean lost;

  /** None is known, but that epoch was seen; -1 for none. */
  Claims(long highestEpoch) {
    this.highestEpoch = highestEpoch;
  }

  /** Any record tells an epoch; the first claim to one counts. */
  void read(LogRecord record) {
    highestEpoch = Math.max(highestEpoch, record.epoch());
    if (record.fact() instanceof Fact.Claimed claim && claim.isAgain()) {
      writtenAgain = record.epoch();
    }
    if (record.fact() instanceof Fact.Claimed claim && record.epoch() > claimedEpoch) {
      claimedEpoch = record.epoch();
      claimant = claim.instance();
    } else if (record.fact() instanceof Fact.CommandsSettled) {
      settledAlone = record.epoch() != claimedEpoch;
    }
  }

  /**
   * Whether what tells which commands are settled stands without the claim of who wrote it: as
   * where it was on its way to a topic that was made anew, and all before it is lost; or where that
   * claim was compacted.
   */
  public boolean areSettledAlone() {
    return settledAlone;
  }

  /** Whether the leader of that epoch has written all again, its claim first. */
  boolean isWrittenAgain(long epoch) {
    return epoch >= 0 && epoch == writtenAgain;
  }

  /** Whose claim is the latest, as far as it was read; null for nobody's. */
  public String claimant() {
    return claimant;
  }

  /** The epoch that one has claimed; -1 for none. */
  public long claimedEpoch() {
    return claimedEpoch;
  }

  /** The highest epoch of any record; -1 for none. */
  long highestEpoch() {
    return highestEpoch;
  }

  /**
   * The epoch to claim next: above all that were seen, and where records of leaders are left but no
   * claim, which are lost then, above those that nobody can see any more as well.
   */
  long next(String instance) {
    boolean areLost = claimedEpoch < 0 && highestEpoch >= 0;
    return highestEpoch + 1 + (areLost ? unread(instance) : 0);
  }

  /** Whether the instance's claim to that epoch is void: it is not greater than each before it. */
  boolean isVoid(long epoch, String instance) {
    return highestEpoch > epoch || (claimedEpoch == epoch && !instance.equals(claimant));
  }

  /** The topic was lost, also under a leader, who may not have been the last to claim in it. */
  void areLost() {
    lost = true;
  }

  /**
   * As if none had been read yet; but where they were lost, somebody may lead by one that this
   * instance has not read, and whose epoch was an offset in that topic. Others that lost them count
   * on as well, each by another number.
   */
  Claims forgotten(String instance) {
    return new Claims(highestEpoch + (lost ? unread(instance) : 0));
  }

  private static long unread(String instance) {
    return UNREAD + Math.floorMod(instance.hashCode(), INSTANCES) * APART;
  }
}
