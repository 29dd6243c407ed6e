package io.mesosbridge.state;

import java.util.Locale;

/** Why an offer can no longer be accepted; the label stands in the tombstone's header. */
public enum OfferEnd {
  RESCINDED,
  ACCEPTED,
  DECLINED,
  EXPIRED,
  DISCONNECTED;

  /** The value of the header {@code mesos-offer-end}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
