package io.mesosbridge.core.offer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an offer can no longer be accepted; the label stands in the tombstone's header. */
public enum OfferEnd {
  RESCINDED,
  ACCEPTED,
  DECLINED,
  EXPIRED,
  DISCONNECTED;

  /** The header of a tombstone that says why. */
  public static final String HEADER = "mesos-offer-end";

  /** The value of the header. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of that label; empty for one that this version does not know. */
  public static Optional<OfferEnd> of(String label) {
    return Arrays.stream(values()).filter(end -> end.label().equals(label)).findFirst();
  }
}
