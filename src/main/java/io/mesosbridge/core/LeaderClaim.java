package io.mesosbridge.core;

import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;

/**
 * Written under the key {@code leader} when a term begins; the term's epoch is what the record says
 * in its header or its offset, whichever is greater.
 *
 * @param instance which process leads
 * @param at ISO-8601 instant
 * @param epoch of a leader that writes its claim again, wherever it stands then; null for a new
 *     claim
 */
public record LeaderClaim(String instance, String at, Long epoch) {

  /**
   * No leader gets there: each epoch is little above the one before or an offset. What has a higher
   * one is somebody else's, above which nobody could claim any more.
   */
  public static final long HIGHEST_EPOCH = 999_999_999_999_999L;

  /** The record of a claim to that epoch; former is that of a leader that writes it again. */
  static Outgoing of(String instance, long attempt, long epoch, Long former, Now now) {
    return new Outgoing(
        Topic.STATE,
        StateKeys.LEADER,
        new Outgoing.Type(false, "leader"),
        instance + "/" + attempt,
        StateJson.write(new LeaderClaim(instance, now.instant().toString(), former)),
        new Source(null, null, 0, epoch),
        Extras.NONE,
        now.millis());
  }

  /**
   * The epoch of a claim that was read.
   *
   * @param proposal the epoch in its header
   */
  public long epochAt(long offset, long proposal) {
    return epoch == null || epoch > HIGHEST_EPOCH ? Math.max(proposal, offset) : epoch;
  }
}
