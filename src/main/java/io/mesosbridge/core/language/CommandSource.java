package io.mesosbridge.core.language;

/**
 * Where a command came from.
 *
 * @param topic the topic it was read from
 * @param partition its partition
 * @param offset its offset
 * @param ceId the record's header {@code ce_id}, or null; one that is too long is none
 */
public record CommandSource(String topic, int partition, long offset, String ceId) {

  /** The id of a command that brings none: the header's, else one made of the position. */
  public String defaultId() {
    return ceId == null || ceId.isEmpty() || !CommonFields.isShort(ceId)
        ? topic + "-" + partition + "-" + offset
        : ceId;
  }
}
