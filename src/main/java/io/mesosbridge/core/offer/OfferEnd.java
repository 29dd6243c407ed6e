package io.mesosbridge.core.offer;

import io.mesosbridge.core.Recent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why an offer can no longer be accepted; the label stands in the tombstone's header. */
public enum OfferEnd {
  RESCINDED,
  ACCEPTED,
  DECLINED,
  EXPIRED,
  DISCONNECTED;

  /** The value of the header. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of that label; empty for one that this version does not know. */
  public static Optional<OfferEnd> of(String label) {
    return Arrays.stream(values()).filter(end -> end.label().equals(label)).findFirst();
  }

  /** Why the offers that ended last did: whoever names one of them is told. */
  public static final class Latest {

    private static final int MOST = 20_000;

    private final Map<String, OfferEnd> ends = new Recent<>(MOST);

    /** An offer ended. */
    public void add(String offerId, OfferEnd end) {
      ends.put(offerId, end);
    }

    /**
     * An offer that ended did so for another reason; one that is not known is nobody's business.
     */
    public void correct(String offerId, OfferEnd end) {
      ends.replace(offerId, end);
    }

    /** Why the offer ended; empty for one that never was, or that ended long ago. */
    public Optional<OfferEnd> find(String offerId) {
      return Optional.ofNullable(ends.get(offerId));
    }
  }
}
