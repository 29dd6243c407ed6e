package io.mesosbridge.core.offer;

import java.util.ArrayList;
import java.util.List;

/** The launches that share an offer, for as long as more may join them. */
final class Load<T> {

  /** So that no call is large enough to hold up those behind it. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final List<WaitingLaunch<T>> launches = new ArrayList<>();
  private Sharing sharing;
  private int bytes;

  /** Whether the launch may share the offer with those that have it. */
  boolean mayTake(WaitingLaunch<T> launch) {
    return sharing.allows(launch.sharing(), launches.size() + 1)
        && bytes + launch.bytes() <= MAX_BYTES;
  }

  void add(WaitingLaunch<T> launch) {
    Sharing its = launch.sharing();
    sharing = sharing == null || its.most() < sharing.most() ? its : sharing;
    bytes += launch.bytes();
    launches.add(launch);
  }

  /** What came together. */
  List<WaitingLaunch<T>> launches() {
    return launches;
  }
}
