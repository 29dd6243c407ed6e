package io.mesosbridge.core;

/** What is counted, under the names that operators know. */
public enum Counted {
  REPEATED_COMMAND("bridge.commands.repeated"),
  RECONCILIATION("bridge.reconciliations"),
  IMPOSSIBLE_ACKNOWLEDGEMENT("bridge.acknowledgements.impossible"),
  UPDATE_REPEATED("bridge.updates", "what", "repeated"),
  UPDATE_NOTHING_NEW("bridge.updates", "what", "nothing-new"),
  UPDATE_PUBLISHED("bridge.updates", "what", "published"),
  OFFER_RESCINDED("bridge.offers.ended", "end", "rescinded"),
  OFFER_ACCEPTED("bridge.offers.ended", "end", "accepted"),
  OFFER_DECLINED("bridge.offers.ended", "end", "declined"),
  OFFER_EXPIRED("bridge.offers.ended", "end", "expired"),
  OFFER_DISCONNECTED("bridge.offers.ended", "end", "disconnected"),
  SHED_HEARTBEATS("bridge.shed", "what", "heartbeats"),
  SHED_OFFERS("bridge.shed", "what", "offers"),
  SHED_UPDATES_WITH_UUID("bridge.shed", "what", "updates-with-uuid"),
  SHED_UPDATES_WITHOUT_UUID("bridge.shed", "what", "updates-without-uuid");

  private final String meter;
  private final String tag;
  private final String value;

  Counted(String meter) {
    this(meter, null, null);
  }

  Counted(String meter, String tag, String value) {
    this.meter = meter;
    this.tag = tag;
    this.value = value;
  }

  /** The meter's name. */
  public String meter() {
    return meter;
  }

  /** Its one tag's key and value, if it has one. */
  public String[] tags() {
    return tag == null ? new String[0] : new String[] {tag, value};
  }

  /** The value of its tag. */
  String value() {
    return value;
  }
}
