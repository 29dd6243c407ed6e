package io.mesosbridge.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size: with each entry too many it forgets the oldest. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  /** Forgets what was added longest ago. */
  public Recent(int most) {
    this.most = most;
  }

  private Recent(int most, boolean byUse) {
    super(16, 0.75f, byUse);
    this.most = most;
  }

  /** One that forgets what was used longest ago. */
  public static <K, V> Recent<K, V> used(int most) {
    return new Recent<>(most, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
