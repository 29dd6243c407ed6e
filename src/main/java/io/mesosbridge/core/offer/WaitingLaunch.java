package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A launch that awaits an offer.
 *
 * @param id the command's id
 * @param launch whatever is to be done once there is an offer
 * @param taskIds the tasks that it launches, at least one
 * @param demand what it wants
 * @param wishes what else it says of its place
 * @param sharing with which others it may share an offer
 * @param bytes how large it is
 * @param deadline when it is given up, in nanoseconds of {@link io.mesosbridge.core.Now}
 * @param <T> what a launch is to the caller
 */
public record WaitingLaunch<T>(
    String id,
    T launch,
    List<String> taskIds,
    Demand demand,
    Wishes wishes,
    Sharing sharing,
    int bytes,
    long deadline) {

  /** The one over whose tasks its constraints count. */
  String group() {
    return wishes.group() == null ? TaskGroups.of(taskIds.get(0)) : wishes.group();
  }

  /** The place in the order: a higher priority is first, then the lower number. */
  record Rank(int priority, long number) implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
      int byPriority = Integer.compare(other.priority, priority);
      return byPriority == 0 ? Long.compare(number, other.number) : byPriority;
    }
  }

  /**
   * With which others a launch may share an offer.
   *
   * @param filters Mesos' {@code Filters} for what is left of the offer, which all that share it
   *     must have in common; null for the bridge's own
   * @param most how many launches may share the offer, this one included
   */
  public record Sharing(JsonNode filters, int most) {

    /** Whether that many launches in all, of both kinds, may share an offer. */
    boolean allows(Sharing other, int launches) {
      return launches <= Math.min(most, other.most) && Objects.equals(filters, other.filters);
    }
  }

  /** The launches that share an offer, for as long as more may join them. */
  static final class Load<T> {

    /** So that no call is large enough to hold up those behind it. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final List<Carried<T>> launches = new ArrayList<>();
    private List<String> offerIds;
    private Sharing sharing;
    private int bytes;

    /** Whether the launch may share the offer with those that have it. */
    boolean mayTake(WaitingLaunch<T> launch) {
      return sharing.allows(launch.sharing(), launches.size() + 1)
          && bytes + launch.bytes() <= MAX_BYTES;
    }

    /** Whether no other launch may share the offer. */
    boolean isFull() {
      return launches.size() >= sharing.most();
    }

    void add(WaitingLaunch<T> launch, Fit fit) {
      Sharing its = launch.sharing();
      sharing = sharing == null || its.most() < sharing.most() ? its : sharing;
      bytes += launch.bytes();
      launches.add(new Carried<>(launch, fit));
    }

    /** They get these offers. */
    void take(List<String> all) {
      offerIds = all;
    }

    /** What came together. */
    Placed<T> placed() {
      return new Placed<>(launches, offerIds);
    }
  }

  /**
   * A launch that got an offer.
   *
   * @param launch what is to be done
   * @param fit what it gets of the offer
   */
  public record Carried<T>(WaitingLaunch<T> launch, Fit fit) {}

  /**
   * Launches that got offers, all of them, to be accepted once for all of the launches: what they
   * leave is declined by accepting.
   *
   * @param launches what is to be done, first come first; at least one
   * @param offerIds the offers to do it on, of one agent and role
   */
  public record Placed<T>(List<Carried<T>> launches, List<String> offerIds) {}

  /**
   * A launch whose deadline passed before an offer fitted.
   *
   * @param message what it wanted, and what the nearest offer lacks
   */
  public record Unplaced<T>(WaitingLaunch<T> launch, String message) {}
}
